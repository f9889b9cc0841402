import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../database/database.types.ts';
import { prepare } from '../../database/prepare.ts';
import { notifyChange } from '../events/notify.ts';
import { describeEvent } from '../webhooks/record-events.queries.ts';

/** What leads to a user's traces. */
export const findUserToDelete = prepare(
  'find-user-to-delete',
  { phone: 'text?', telegram_id: 'int8?', version: 'int4' },
  (args: { id: string }) => sql`SELECT phone, telegram_id, version FROM users WHERE id = ${args.id}`,
);

/** By what the traces of a user are found. */
export interface Traces {
  id: string;
  phone: string | null;
  telegram_id: number | null;
  /** The pseudonyms of the number (features/events/person.ts). */
  persons: string[];
  /** The subjects of the budgets of the account, its number and its Telegram account. */
  subjects: string[];
  /** Events that were cleaned before, each as its time and id: `<at>/<id>`. Their deliveries may have come since. */
  cleaned: string[];
}

/**
 * What stays in the `data` of an event of a deleted user, for statistics and for the record of what administrators did.
 * Everything else goes: a new field stays only if it is added here. The id of a challenge joins events of one sign-in; its
 * row is deleted.
 */
const KEPT_DATA = [
  ...['admin', 'key', 'command'],
  ...['reason', 'proof', 'delivery', 'status', 'limit', 'attempts_left', 'client', 'role', 'before', 'unlocked'],
  ...['challenge', 'way', 'is_new', 'provider', 'country', 'parts', 'cost', 'currency'],
];

/**
 * SQL, common table expressions: for each row of `from` everything that tells who the user was goes from all other tables.
 * Rows that statistics count stay: events with their types, and deliveries.
 *
 * The number's events without an account go with the user's. The address of somebody else's browser stays in events of
 * other accounts and in administrators' acts. The cursor of webhooks is moved by a moment, so that no delivery is written
 * of an event as it was before (record-events.queries.ts).
 */
const forget = (args: Traces, from: RawBuilder<unknown>) => {
  const isWanted = sql`EXISTS (SELECT FROM ${from})`;
  const isAct = sql`(actor = 'admin' AND data ->> 'admin' = ${args.id}::text)`;
  const isAbout = sql`(user_id = ${args.id}::uuid OR person = ANY(${args.persons}::text[]))`;
  // somebody who proves a number takes it from another account, so the events of that account have their address
  const isFrom = sql`(${isAct} OR actor <> 'admin' AND (
    coalesce(user_id = ${args.id}::uuid, true) OR type = 'user.phone_lost' OR data ->> 'reason' = 'phone_lost'
  ))`;
  return sql`
    held AS MATERIALIZED (
      UPDATE webhook_cursor SET caught_up_at = caught_up_at - interval '1 microsecond' WHERE is_only AND ${isWanted}
      RETURNING 1
    ), named AS MATERIALIZED (
      SELECT data ->> 'challenge' AS challenge, data ->> 'sms_id' AS sms_id FROM events
      WHERE ${isAbout} AND ${isWanted}
    ), cleaned AS MATERIALIZED (
      UPDATE events SET
        ip = CASE WHEN ${isFrom} THEN NULL ELSE ip END,
        user_agent = CASE WHEN ${isFrom} THEN NULL ELSE user_agent END,
        person = CASE WHEN ${isAbout} THEN NULL ELSE person END,
        data = CASE WHEN ${isAbout} THEN (
          SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(data)
          WHERE key IN (${sql.join(KEPT_DATA.map((key) => sql.lit(key)))})
        ) ELSE data END
      WHERE (user_id = ${args.id}::uuid OR person = ANY(${args.persons}::text[]) OR ${isAct}) AND ${isWanted}
        AND (SELECT count(*) FROM held) >= 0 -- after the cursor
      RETURNING id, at, type, user_id, session_id, actor, ip, user_agent, channel, data
    ), retold AS MATERIALIZED (
      SELECT * FROM cleaned
      UNION ALL
      SELECT again.* FROM unnest(${args.cleaned}::text[]) AS place, LATERAL (
        SELECT id, at, type, user_id, session_id, actor, ip, user_agent, channel, data FROM events
        WHERE at = split_part(place, '/', 1)::timestamptz AND id = split_part(place, '/', 2)::bigint OFFSET 0
      ) AS again
    ), told AS (
      UPDATE webhook_deliveries SET body = (
        SELECT ${describeEvent} FROM retold e WHERE e.id = webhook_deliveries.event_id LIMIT 1
      )
      WHERE id = ANY(ARRAY(
        SELECT deliveries.id FROM retold, webhooks, LATERAL (
          SELECT id FROM webhook_deliveries WHERE webhook_id = webhooks.id AND event_id = retold.id OFFSET 0
        ) AS deliveries
      ))
    ), unlinked AS (
      UPDATE deliveries SET challenge_id = NULL, person = NULL
      WHERE id = ANY(ARRAY(SELECT sms_id::bigint FROM named WHERE sms_id IS NOT NULL))
    ), ended AS (
      DELETE FROM challenges WHERE ${isWanted} AND id = ANY(ARRAY(
        SELECT challenge::uuid FROM named WHERE challenge IS NOT NULL
        UNION ALL
        SELECT id FROM challenges
        WHERE channel = ANY(enum_range(NULL::channel)) AND phone = ${args.phone} AND is_current
        UNION ALL
        SELECT id FROM challenges WHERE phone = ${args.phone} AND secret_digest IS NOT NULL
        UNION ALL
        SELECT id FROM challenges WHERE user_id = ${args.id}
        UNION ALL
        SELECT id FROM challenges WHERE phone = ${args.phone} AND NOT is_current AND secret_digest IS NULL
        UNION ALL
        SELECT id FROM challenges WHERE telegram_id = ${args.telegram_id} AND is_current
        UNION ALL
        SELECT id FROM challenges WHERE telegram_id = ${args.telegram_id} AND nonce_digest IS NOT NULL
        UNION ALL
        SELECT id FROM challenges WHERE telegram_id = ${args.telegram_id} AND NOT is_current AND nonce_digest IS NULL
      ))
      RETURNING ${notifyChange}
    ), uncounted AS (
      DELETE FROM budgets WHERE subject = ANY(${args.subjects}::text[]) AND ${isWanted}
    ), untold AS (
      DELETE FROM alerts WHERE user_id = ${args.id} AND ${isWanted}
    ), left_chat AS (
      DELETE FROM telegram_chats WHERE telegram_id = ${args.telegram_id} AND ${isWanted}
    )`;
};

/** Who deletes a user. */
export interface DeletionAct {
  actor: Extract<Actor, 'user' | 'admin'>;
  /** Of an administrator's request. null: of a user's own, or of a command. */
  ip: string | null;
  user_agent: string | null;
  /** JSON: an `AdminActor`, or `{}` of the user. */
  by: string;
}

/**
 * Deletes a user with their sessions, what OpenID Connect issued, their consents, and all that `forget` finds. No row: the
 * user has changed since they were read, as by a sign-in, whose events this statement can't see.
 */
export const deleteUser = prepare(
  'delete-user',
  /** As `Traces.cleaned`. */
  { cleaned: '_text' },
  (args: Traces & DeletionAct & { version: number }) => sql`
    WITH deleted AS MATERIALIZED (
      DELETE FROM users WHERE id = ${args.id} AND version = ${args.version} RETURNING id
    ), ${forget(args, sql`deleted`)}, logged AS (
      INSERT INTO events (type, actor, user_id, ip, user_agent, data)
      SELECT 'user.deleted', ${args.actor}::actor, id, ${args.ip}::inet, ${args.user_agent}::text, ${args.by}::jsonb
      FROM deleted
    )
    SELECT ARRAY(SELECT at || '/' || id FROM cleaned) AS cleaned FROM deleted`,
);

/** Once more, for what statements wrote that the deletion had to wait for. */
export const forgetTraces = prepare(
  'forget-traces',
  {},
  (args: Traces) => sql`WITH one AS (SELECT 1), ${forget(args, sql`one`)} SELECT FROM one WHERE false`,
);
