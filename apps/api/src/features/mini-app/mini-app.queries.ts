import type { Language } from '@raqam/shared/languages';
import { sql } from 'kysely';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { CHALLENGE_LIFETIME } from '../../policy.ts';
import type { Origin } from '../events/events.ts';

/**
 * Starts the challenge of a Mini App's data, which works once. It is approved for a person with an account; a newcomer
 * has to share the contact with the bot first. The client that used the data finds its challenge again, told by device
 * and user agent. No row: another client has used the data, or a client without a `device_id` has signed in by it.
 */
export const openInMiniApp = prepare(
  'open-in-mini-app',
  { id: 'uuid' },
  (
    args: Origin & {
      id: string;
      nonce_digest: Buffer;
      telegram_id: number;
      first_name: string;
      last_name: string;
      language: Language;
      device_id: string | null;
      device_name: string;
    },
  ) => sql`
    INSERT INTO challenges (id, is_current, nonce_digest, channel, telegram_id, first_name, last_name, site, language, ip,
      user_agent, device_id, device_name, started_at, state, proof, expires_at)
    SELECT ${args.id}::uuid, false, ${args.nonce_digest}, 'telegram'::channel, ${args.telegram_id}, ${args.first_name},
      ${args.last_name}, ${args.site}, ${args.language}::language, ${args.ip}::inet, ${args.user_agent},
      ${args.device_id}, ${args.device_name}, now(),
      (CASE WHEN has_account THEN 'approved' ELSE 'opened' END)::challenge_state,
      CASE WHEN has_account THEN 'approval'::proof END, now() + ${interval(CHALLENGE_LIFETIME.opened)}
    FROM (SELECT EXISTS (SELECT FROM users WHERE telegram_id = ${args.telegram_id}) AS has_account) AS person
    ON CONFLICT (nonce_digest) WHERE nonce_digest IS NOT NULL DO UPDATE
    -- the person may have got an account meanwhile
    SET state = CASE WHEN challenges.state = 'opened' THEN excluded.state ELSE challenges.state END,
      proof = CASE WHEN challenges.state = 'opened' THEN excluded.proof ELSE challenges.proof END
    WHERE challenges.device_id IS NOT DISTINCT FROM excluded.device_id AND challenges.user_agent = excluded.user_agent
      AND (challenges.state <> 'collected' OR challenges.device_id IS NOT NULL)
    RETURNING id`,
);
