import { sql } from 'kysely';
import { prepareDeletion } from '../../database/clean-up-batch.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DISOWN_WINDOW, HOUR, MINUTE } from '../../policy.ts';
import { logEvent } from '../events/events.ts';
import { notifyChange } from '../events/notify.ts';

/** An alert that the bot has not acknowledged is given to it again after this time. Seconds. */
export const REPEATED_AFTER = MINUTE;

/** The alerts that are due, the oldest first. Each is given to one caller, until it is due again. */
export const takeAlerts = prepare(
  'take-alerts',
  {
    id: 'uuid',
    kind: 'alert_kind',
    telegram_id: 'int8',
    site: 'text',
    ip: 'text',
    user_agent: 'text',
    created_at: 'timestamptz',
    phone: 'text?',
    lost_phone: 'text?',
  },
  (args: { size: number }) => sql`
    WITH due AS MATERIALIZED (
      SELECT id FROM alerts WHERE due_at <= now() ORDER BY due_at LIMIT ${args.size} FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE alerts SET due_at = now() + ${interval(REPEATED_AFTER)} WHERE id = ANY(ARRAY(SELECT id FROM due))
      RETURNING *
    )
    SELECT taken.id, kind, taken.telegram_id, site, host(ip) AS ip, user_agent, created_at, users.phone, lost_phone
    FROM taken LEFT JOIN users ON users.id = user_id ORDER BY created_at, taken.id`,
);

/** These alerts are not given to the bot again. */
export const acknowledgeAlerts = prepare(
  'acknowledge-alerts',
  {},
  (args: { ids: string[] }) => sql`
    UPDATE alerts SET due_at = NULL WHERE id = ANY(${args.ids}::uuid[])`,
);

/**
 * Ends the sessions of the device of an alert, for the person who was told of it: the device is no longer known to the
 * account, and every challenge that could sign in to the account ends. `id` may also be that of a challenge which is
 * approved but not collected: it ends too. `ended`: how many sessions. No row: this person has no such alert, or it is
 * too old.
 */
export const disownSession = prepare(
  'disown-session',
  { id: 'uuid', ended: 'int4' },
  (args: { id: string; telegram_id: number }) => sql`
    WITH alert AS MATERIALIZED (
      SELECT alerts.id, user_id, device_id, phone FROM alerts JOIN users ON users.id = user_id
      WHERE alerts.id = ${args.id} AND alerts.telegram_id = ${args.telegram_id} AND kind = 'new_device'
        AND alerts.created_at > now() - ${interval(DISOWN_WINDOW)}
    ), forgotten AS (
      DELETE FROM sessions USING alert
      WHERE sessions.user_id = alert.user_id AND sessions.device_id = alert.device_id
      RETURNING sessions.id, sessions.user_id, sessions.ended_at IS NULL AS was_living
    ), stopped AS (
      UPDATE challenges SET state = 'declined', is_current = false
      WHERE state IN ('waiting', 'opened', 'approved') AND id IN (
        SELECT id FROM challenges
        WHERE telegram_id = ${args.telegram_id} AND nonce_digest IS NOT NULL AND EXISTS (SELECT FROM alert)
        UNION ALL
        SELECT id FROM challenges
        WHERE channel = ANY(enum_range(NULL::channel)) AND phone = (SELECT phone FROM alert) AND is_current
        UNION ALL
        SELECT id FROM challenges WHERE phone = (SELECT phone FROM alert) AND secret_digest IS NOT NULL
        UNION ALL
        SELECT id FROM challenges WHERE id = ${args.id} AND telegram_id = ${args.telegram_id} AND started_at IS NOT NULL
          AND state = 'approved'
      )
      RETURNING id, ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: 'session.ended',
          actor: 'user',
          user_id: sql`user_id`,
          session_id: sql`id`,
          channel: sql`'telegram'`,
          data: sql`'{"reason": "not_me"}'`,
        },
        sql`forgotten WHERE was_living`,
      )}
    )
    SELECT id, (SELECT count(*)::int FROM forgotten WHERE was_living) AS ended FROM alert
    UNION ALL SELECT id, 0 FROM stopped WHERE id = ${args.id}
    UNION ALL
    -- the button was pressed twice
    SELECT id, 0 FROM challenges
    WHERE id = ${args.id} AND telegram_id = ${args.telegram_id} AND started_at IS NOT NULL AND state = 'declined'`,
);

/** Deletes a batch of alerts whose session can't be disowned any more. */
export const deleteOldAlerts = prepareDeletion('alerts', DISOWN_WINDOW + HOUR);
