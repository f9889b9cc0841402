import { sql } from 'kysely';
import { interval } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { CHALLENGE_LIFETIME } from '../../../policy.ts';
import { logEvent, type Origin } from '../../events/events.ts';
import { notifyChange } from '../../events/notify.ts';
import { type Push, pushCard } from '../push/push-card.queries.ts';

/** SQL: the challenge's number was proved, and the person has not answered yet whether it is new to them. */
const isQuestioned = sql<boolean>`questioned_phone = phone AND state IN ('waiting', 'approved')`;

/** A sign-in whose person was asked whether its number is new to them, with the Telegram account of the number's user. */
export const findQuestioned = prepare(
  'find-questioned',
  { state: 'challenge_state', nonce_digest: 'bytea', expires_at: 'timestamptz', telegram_id: 'int8?' },
  (args: { id: string }) => sql`
    SELECT state, nonce_digest, expires_at, users.telegram_id
    FROM challenges LEFT JOIN users ON users.phone = challenges.phone AND phone_proved_at IS NOT NULL
      AND disabled_at IS NULL
    WHERE challenges.id = ${args.id} AND purpose = 'sign_in' AND secret_digest IS NOT NULL
      AND questioned_phone = challenges.phone AND expires_at > now()`,
);

/** Shows the number's user the card of the challenge. No row: see `pushCard`. */
export const askOwner = prepare(
  'ask-owner',
  { expires_at: 'timestamptz' },
  (args: Push & Origin) => sql`
    WITH ${pushCard(args, isQuestioned)}, logged AS (
      ${logEvent(
        {
          type: 'challenge.owner_asked',
          actor: 'user',
          user_id: sql`users.id`,
          origin: args,
          channel: sql`'telegram'`,
          data: sql`jsonb_build_object('challenge', pushed.id)`,
        },
        sql`pushed, users WHERE telegram_id = ${args.telegram_id}`,
      )}
    )
    SELECT expires_at FROM pushed`,
);

/**
 * Lets a challenge wait for a card that nobody is shown: the person must not learn whether the number's user has
 * Telegram. No row: it was answered meanwhile.
 */
export const askNobody = prepare(
  'ask-nobody',
  { expires_at: 'timestamptz' },
  (args: { id: string }) => sql`
    WITH asked AS (
      UPDATE challenges
      SET state = 'opened', channel = 'telegram', telegram_id = NULL, proof = 'approval',
        expires_at = now() + ${interval(CHALLENGE_LIFETIME.opened)}
      WHERE id = ${args.id} AND secret_digest IS NOT NULL AND ${isQuestioned} AND expires_at > now()
      RETURNING expires_at, ${notifyChange}
    )
    SELECT expires_at FROM asked`,
);
