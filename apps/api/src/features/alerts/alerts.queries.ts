import { sql } from 'kysely';
import { prepareDeletion } from '../../database/clean-up-batch.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DISOWN_WINDOW, HOUR, MINUTE } from '../../policy.ts';
import { logEvent } from '../events/events.ts';
import { CHALLENGE_CHANGES, notifyChange } from '../events/notify.ts';

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
    account_stays: 'bool',
    challenge_id: 'uuid?',
    new_phone: 'text?',
  },
  (args: { size: number }) => sql`
    WITH due AS MATERIALIZED (
      SELECT id FROM alerts WHERE due_at <= now() ORDER BY due_at LIMIT ${args.size} FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE alerts SET due_at = now() + ${interval(REPEATED_AFTER)} WHERE id = ANY(ARRAY(SELECT id FROM due))
      RETURNING *
    )
    SELECT taken.id, kind, taken.telegram_id, site, host(ip) AS ip, user_agent, created_at, users.phone, lost_phone,
      account_stays, challenge_id, new_phone
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
 * account, its passkeys are removed, and every challenge that could sign in to the account ends. `id` may also be that of a challenge which is
 * approved but not collected: it ends too. `ended`: how many sessions. No row: this person has no such alert, or it is
 * too old.
 */
export const disownSession = prepare(
  'disown-session',
  { id: 'uuid', ended: 'int4' },
  (args: { id: string; telegram_id: number }) => sql`
    WITH alert AS MATERIALIZED (
      SELECT alerts.id, user_id, device_id, phone FROM alerts JOIN users ON users.id = user_id
      WHERE alerts.id = ${args.id} AND alerts.telegram_id = ${args.telegram_id} AND kind IN ('new_device', 'new_passkey')
        AND alerts.created_at > now() - ${interval(DISOWN_WINDOW)}
    ), forgotten AS (
      DELETE FROM sessions USING alert
      WHERE sessions.user_id = alert.user_id AND sessions.device_id = alert.device_id
      RETURNING sessions.id, sessions.user_id, sessions.ended_at IS NULL AS was_living
    ), removed AS (
      -- nobody knows which of them is the intruder's
      DELETE FROM passkeys USING alert WHERE passkeys.user_id = alert.user_id
      RETURNING passkeys.user_id
    ), stopped AS (
      UPDATE challenges SET state = 'declined', is_current = false
      WHERE state IN ('waiting', 'opened', 'approved') AND id IN (
        SELECT id FROM challenges
        WHERE telegram_id = ${args.telegram_id} AND nonce_digest IS NOT NULL AND EXISTS (SELECT FROM alert)
        UNION ALL
        -- the bot's code, whatever number it is for: it opens the account too
        SELECT id FROM challenges
        WHERE telegram_id = ${args.telegram_id} AND is_current AND EXISTS (SELECT FROM alert)
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
    ), logged_removal AS (
      ${logEvent(
        {
          type: 'passkey.removed',
          actor: 'user',
          user_id: sql`user_id`,
          channel: sql`'telegram'`,
          data: sql`'{"reason": "not_me"}'`,
        },
        sql`removed`,
      )}
    )
    SELECT id, (SELECT count(*)::int FROM forgotten WHERE was_living) AS ended FROM alert
    UNION ALL SELECT id, 0 FROM stopped WHERE id = ${args.id}
    UNION ALL
    -- the button was pressed twice
    SELECT id, 0 FROM challenges
    WHERE id = ${args.id} AND telegram_id = ${args.telegram_id} AND started_at IS NOT NULL AND state = 'declined'`,
);

/** The first change of number that was made on the device of an alert, since that alert. No row: there was none. */
export const findChangeOnDevice = prepare(
  'find-change-on-device',
  { id: 'uuid' },
  (args: { id: string; telegram_id: number }) => sql`
    SELECT changed.id FROM alerts, alerts changed
    WHERE alerts.id = ${args.id} AND alerts.telegram_id = ${args.telegram_id} AND alerts.kind = 'new_device'
      AND changed.user_id = alerts.user_id AND changed.kind = 'number_changed' AND changed.undone_at IS NULL
      AND changed.device_id = alerts.device_id AND changed.created_at > alerts.created_at
    ORDER BY changed.created_at LIMIT 1`,
);

/**
 * Undoes a change of number, for the person in whose Telegram it was told, and all changes after it: the account gets
 * the number back that it had, or none if another account has it by now. All sessions end, and the device of the change
 * is no longer known: whoever changed the number had the account open, so its passkeys are removed too. A second time changes nothing. No row: this
 * person has no such alert, or it is too old.
 */
export const undoChange = prepare(
  'undo-change',
  { phone: 'text?', ended: 'int4' },
  (args: { id: string; telegram_id: number }) => sql`
    WITH alert AS MATERIALIZED (
      SELECT id AS alert_id, user_id AS account_id, device_id AS changed_on, former_phone, former_proved_at,
        created_at AS told_at, undone_at IS NULL AS is_open
      FROM alerts
      WHERE id = ${args.id} AND telegram_id = ${args.telegram_id} AND kind = 'number_changed'
        AND created_at > now() - ${interval(DISOWN_WINDOW)}
      FOR UPDATE
    ), holder AS MATERIALIZED (
      SELECT holders.id FROM alert JOIN users holders ON holders.phone = former_phone
      WHERE holders.id <> account_id FOR UPDATE OF holders
    ), marked AS (
      UPDATE alerts SET undone_at = now() FROM alert
      WHERE user_id = account_id AND kind = 'number_changed' AND created_at >= told_at AND undone_at IS NULL AND is_open
    ), restored AS (
      UPDATE users
      SET phone = CASE WHEN NOT EXISTS (SELECT FROM holder) THEN former_phone END,
        phone_proved_at = CASE WHEN NOT EXISTS (SELECT FROM holder) THEN former_proved_at END
      FROM alert WHERE users.id = account_id AND is_open
      RETURNING users.id, users.phone
    ), forgotten AS (
      DELETE FROM sessions USING restored, alert
      WHERE sessions.user_id = restored.id AND sessions.device_id = changed_on
      RETURNING sessions.id, sessions.user_id, sessions.ended_at IS NULL AS was_living
    ), ended AS (
      UPDATE sessions SET ended_at = now() FROM restored, alert
      WHERE sessions.user_id = restored.id AND sessions.device_id IS DISTINCT FROM changed_on
        AND sessions.ended_at IS NULL
      RETURNING sessions.id, sessions.user_id
    ), removed AS (
      DELETE FROM passkeys USING restored WHERE passkeys.user_id = restored.id RETURNING passkeys.user_id
    ), over AS MATERIALIZED (
      SELECT id, user_id FROM forgotten WHERE was_living UNION ALL SELECT id, user_id FROM ended
    ), stopped AS (
      UPDATE challenges SET state = 'declined' FROM restored
      WHERE challenges.user_id = restored.id AND state IN ('waiting', 'opened', 'approved')
      RETURNING challenges.id, pg_notify(${sql.lit(CHALLENGE_CHANGES)}, challenges.id::text)
    ), logged AS (
      ${logEvent(
        {
          type: sql`happened.type`,
          actor: 'user',
          user_id: sql`user_id`,
          session_id: sql`session_id`,
          channel: sql`'telegram'`,
          data: sql`data`,
        },
        sql`(
          SELECT 'user.phone_changed' AS type, id AS user_id, NULL AS session_id, '{"reason": "not_me"}' AS data
          FROM restored
          UNION ALL SELECT 'session.ended', user_id, id, '{"reason": "not_me"}' FROM over
          UNION ALL SELECT 'passkey.removed', user_id, NULL, '{"reason": "not_me"}' FROM removed
        ) AS happened`,
      )}
    )
    SELECT CASE WHEN is_open THEN restored.phone ELSE users.phone END AS phone,
      (SELECT count(*)::int FROM over) AS ended
    FROM alert JOIN users ON users.id = account_id LEFT JOIN restored ON true`,
);

/** Deletes a batch of alerts whose session can't be disowned any more. */
export const deleteOldAlerts = prepareDeletion('alerts', DISOWN_WINDOW + HOUR);
