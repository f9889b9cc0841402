import { type RawBuilder, sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
import { logEvent } from '../events/events.ts';
import { isAlive } from '../sessions/sessions.queries.ts';

/** The living sessions of a user, the one used last first. One row of nulls: there are none. No row: there is no such user. */
export const listUserSessions = prepare(
  'list-user-sessions',
  {
    id: 'uuid?',
    device_id: 'text?',
    device_name: 'text?',
    ip_address: 'text?',
    user_agent: 'text?',
    created_at: 'timestamptz?',
    last_used_at: 'timestamptz?',
  },
  (args: { user_id: string }) => sql`
    SELECT sessions.id, device_id, device_name, coalesce(host(ip_address), '') AS ip_address, user_agent, created_at,
      last_used_at
    FROM users LEFT JOIN sessions ON sessions.user_id = users.id AND ${isAlive}
    WHERE users.id = ${args.user_id} ORDER BY last_used_at DESC, created_at DESC`,
);

/** SQL: ends the living sessions that `condition` finds; returns the id in `found`, and how many sessions it ended. */
const endWhere = (act: AdminAct, condition: RawBuilder<unknown>, found: RawBuilder<unknown>) => sql`
  WITH ended AS (
    UPDATE sessions SET ended_at = now(), is_forgotten = true WHERE ${isAlive} AND ${condition} RETURNING id, user_id
  ), logged AS (
    ${logEvent(
      {
        type: 'session.ended',
        actor: 'admin',
        user_id: sql`user_id`,
        session_id: sql`id`,
        origin: act,
        data: describeAct(act, sql`'{"reason": "admin"}'`),
      },
      sql`ended`,
    )}
  )
  SELECT id, (SELECT count(*)::int FROM ended) AS ended FROM ${found}`;

const ended = { id: 'uuid', ended: 'int4' } as const;

/** Ends one session of a user, once. No row: the user has no such session. */
export const endUserSession = prepare('end-user-session', ended, (args: AdminAct & { id: string; user_id: string }) => {
  const isIt = sql`id = ${args.id} AND user_id = ${args.user_id}`;
  return endWhere(args, isIt, sql`sessions WHERE ${isIt}`);
});

/** Ends all sessions of a user. No row: there is no such user. */
export const endUserSessions = prepare('end-user-sessions', ended, (args: AdminAct & { user_id: string }) =>
  endWhere(args, sql`user_id = ${args.user_id}`, sql`users WHERE id = ${args.user_id}`),
);
