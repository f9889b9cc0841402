import { type RawBuilder, sql } from 'kysely';
import { json } from '../../database/columns.ts';
import { prepare } from '../../database/prepare.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
import { logEvent } from '../events/events.ts';
import { selectSignedIn, signedInColumns } from '../sessions/sessions.queries.ts';

const list = json<Record<string, unknown>[]>();

/** SQL: the rows as a JSON list. */
const rowsOf = (rows: RawBuilder<unknown>) =>
  sql`(SELECT coalesce(jsonb_agg(to_jsonb(stored)), '[]') FROM (${rows}) stored)`;

/**
 * What is stored about a user, except for events, deliveries and limits; and the event that it was exported. Without
 * digests, and without the payloads of OpenID Connect, which hold secrets. No row: there is no such user.
 */
export const exportStored = prepare(
  'export-stored',
  {
    ...signedInColumns,
    disabled_at: 'timestamptz?',
    sessions: list,
    challenges: list,
    alerts: list,
    consents: list,
    openid_connect: list,
    telegram_chats: list,
    passkeys: list,
  },
  (args: AdminAct & { id: string }) => sql`
    WITH exported AS (
      SELECT * FROM users WHERE id = ${args.id}
    ), logged AS (
      ${logEvent(
        { type: 'admin.user_exported', actor: 'admin', user_id: sql`id`, origin: args, data: describeAct(args) },
        sql`exported`,
      )}
    )
    SELECT ${selectSignedIn}, disabled_at,
      ${rowsOf(sql`
        SELECT id, device_id, device_name, host(ip_address) AS ip_address, user_agent, proof, created_at, last_used_at,
          ended_at
        FROM sessions WHERE user_id = users.id ORDER BY created_at
      `)} AS sessions,
      ${rowsOf(sql`
        SELECT id, purpose, channel, state, phone, telegram_id, proof, first_name, last_name, host(ip) AS ip, user_agent,
          device_id, device_name, started_at, expires_at, collected_at
        FROM challenges WHERE id IN (
          SELECT id FROM challenges WHERE channel = ANY(enum_range(NULL::channel)) AND phone = users.phone AND is_current
          UNION SELECT id FROM challenges
          WHERE NOT is_current AND secret_digest IS NULL AND phone IS NOT NULL AND phone = users.phone
          UNION SELECT id FROM challenges WHERE telegram_id = users.telegram_id AND is_current
          UNION SELECT id FROM challenges
          WHERE NOT is_current AND nonce_digest IS NULL AND telegram_id IS NOT NULL AND telegram_id = users.telegram_id
          UNION SELECT id FROM challenges WHERE secret_digest IS NOT NULL AND phone IS NOT NULL AND phone = users.phone
          UNION SELECT id FROM challenges WHERE user_id IS NOT NULL AND user_id = users.id
          UNION SELECT id FROM challenges
          WHERE nonce_digest IS NOT NULL AND telegram_id IS NOT NULL AND telegram_id = users.telegram_id
        ) ORDER BY id
      `)} AS challenges,
      ${rowsOf(sql`
        SELECT id, kind, device_id, site, host(ip) AS ip, user_agent, lost_phone, former_phone, new_phone, undone_at, created_at
        FROM alerts WHERE user_id = users.id ORDER BY created_at
      `)} AS alerts,
      ${rowsOf(sql`
        SELECT client_id, scopes, consented_at FROM consents WHERE user_id = users.id ORDER BY consented_at
      `)} AS consents,
      ${rowsOf(sql`
        SELECT client_id, created_at, expires_at FROM oidc_payloads WHERE user_id = users.id ORDER BY created_at
      `)} AS openid_connect,
      ${rowsOf(sql`
        SELECT telegram_id, language, blocked_at FROM telegram_chats WHERE telegram_id = users.telegram_id
      `)} AS telegram_chats,
      ${rowsOf(sql`
        SELECT id, name, is_backed_up, transports, created_at, last_used_at
        FROM passkeys WHERE user_id = users.id ORDER BY created_at
      `)} AS passkeys
    FROM exported AS users`,
);

/** The names of those who acted as administrators, in the data of events: another person's business. */
const ACTORS = '{admin,command,key}';

/**
 * Events of a user, and those of the number that have no user, after a place in their order. Without the names, IPs and
 * browsers of administrators.
 */
export const exportEvents = prepare(
  'export-events',
  {
    id: 'int8',
    at_us: 'int8',
    type: 'text',
    session_id: 'uuid?',
    actor: 'actor',
    ip: 'text?',
    user_agent: 'text?',
    channel: 'channel?',
    data: json<Record<string, unknown>>(),
  },
  (args: { user_id: string; people: readonly string[]; at_us: number; id: number; size: number }) => {
    const isAfter = sql`at >= 'epoch'::timestamptz + ${args.at_us}::float8 * interval '1 microsecond'
      AND (at, id) > ('epoch'::timestamptz + ${args.at_us}::float8 * interval '1 microsecond', ${args.id}::bigint)`;
    const page = (isAmong: RawBuilder<unknown>) =>
      sql`(SELECT * FROM events WHERE ${isAmong} AND ${isAfter} ORDER BY at, id LIMIT ${args.size})`;
    return sql`
      SELECT id, (extract(epoch FROM at) * 1000000)::int8 AS at_us, type, session_id, actor, channel,
        CASE WHEN actor <> 'admin' THEN host(ip) END AS ip, CASE WHEN actor <> 'admin' THEN user_agent END AS user_agent,
        CASE WHEN actor = 'admin' THEN data - ${sql.lit(ACTORS)}::text[] ELSE data END AS data
      FROM (
        ${page(sql`user_id = ${args.user_id}`)}
        UNION ALL
        ${page(sql`person = ANY(${args.people}::text[]) AND user_id IS NULL`)}
      ) AS events
      ORDER BY at, id LIMIT ${args.size}`;
  },
);
