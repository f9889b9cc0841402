import { type RawBuilder, sql } from 'kysely';

/** An act of an administrator or of a service of the site, as its events name it. */
export interface AdminAct {
  ip: string;
  user_agent: string;
  /** The service key. */
  key_id: string;
}

/** SQL: the `data` of an event of this act. */
export function describeAct(act: AdminAct, more: RawBuilder<unknown> = sql`'{}'`): RawBuilder<unknown> {
  return sql`jsonb_build_object('key', ${act.key_id}::uuid) || ${more}::jsonb`;
}
