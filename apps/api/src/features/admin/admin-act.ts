import { type RawBuilder, sql } from 'kysely';

/** An act of an administrator, a service of the site or an operator at the command line, as its events name it. */
export interface AdminAct {
  /** null: by a command. */
  ip: string | null;
  user_agent: string | null;
  /** Who acts, as JSON: an `AdminActor`. */
  by: string;
}

/** Who acts: a service, by its key; an administrator, by their user; or an operator, by their login on the machine. */
export type AdminActor = { key: string } | { admin: string } | { command: string };

/** The act of a command. `login`: of the operator on the machine where it runs. */
export function actByCommand(login: string): AdminAct {
  return { ip: null, user_agent: null, by: describeActor({ command: login }) };
}

/** The value of `AdminAct.by`. */
export function describeActor(actor: AdminActor): string {
  return JSON.stringify(actor);
}

/** SQL: the `data` of an event of this act. */
export function describeAct(act: Pick<AdminAct, 'by'>, more: RawBuilder<unknown> = sql`'{}'`): RawBuilder<unknown> {
  return sql`${act.by}::jsonb || ${more}::jsonb`;
}
