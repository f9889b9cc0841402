import type { Card } from '@raqam/shared/contract/bot';
import { formatMaskedPhone } from '@raqam/shared/phone';
import { sql } from 'kysely';
import type { RowOf } from '../../database/columns.ts';
import { secondsOf } from '../../database/interval.ts';
import type { KeyRing } from '../../keys.ts';
import type { DescribeOrigin } from '../events/describe-origin.ts';
import { deriveNumbers, keyOfChallenge } from './challenge-secrets.ts';

/** The facts that a card shows, and those by which its opening is judged. */
export const cardColumns = {
  id: 'uuid',
  state: 'challenge_state',
  is_expired: 'bool',
  channel: 'channel?',
  /** The Telegram user who opened its link. */
  telegram_id: 'int8?',
  /** The shared contact. */
  phone: 'text?',
  purpose: 'challenge_purpose',
  /** The name of the client that the number is proved to; null: the site itself. */
  client: 'text?',
  site: 'text',
  language: 'language',
  ip: 'text',
  user_agent: 'text',
  started_ago: 'float8',
  /** Whether the account of the Telegram user who asks is enough, so that no contact is needed, and its number. */
  can_approve: 'bool',
  account_phone: 'text?',
  /** The person at the page proved the number, and says that its account is theirs. */
  is_claim: 'bool',
  nonce_digest: 'bytea',
  /** The number of another account than that of this Telegram user changes. */
  is_foreign: 'bool',
} as const;

/** SQL: these columns, as the Telegram user finds the challenge. */
export const selectCard = (telegramId: unknown) => sql`
  challenges.id, challenges.state, challenges.expires_at <= now() AS is_expired, challenges.channel,
  challenges.telegram_id, challenges.phone, challenges.purpose,
  (SELECT name FROM clients WHERE clients.id = challenges.client_id) AS client, challenges.site, challenges.language,
  host(challenges.ip) AS ip, challenges.user_agent, challenges.nonce_digest,
  ${secondsOf(sql`now() - challenges.started_at`)} AS started_ago,
  -- an account signs in; only a proved number is proved again; a number that an account is to get is shared
  users.id IS NOT NULL AND CASE challenges.purpose
    WHEN 'sign_in' THEN true WHEN 'prove_number' THEN users.phone_proved_at IS NOT NULL ELSE false
  END AS can_approve,
  challenges.purpose = 'change_phone' AND challenges.user_id IS DISTINCT FROM users.id AS is_foreign,
  users.phone AS account_phone, challenges.questioned_phone IS NOT NULL AS is_claim
  FROM challenges LEFT JOIN users ON users.telegram_id = ${telegramId}`;

/** The card of a challenge, as the bot shows it. */
export type DescribeCard = (linked: RowOf<typeof cardColumns>) => Card;

export function createDescribeCard(challengeKeys: KeyRing, describeOrigin: DescribeOrigin): DescribeCard {
  return (linked) => {
    const { id, purpose, client, site, language, started_ago, can_approve, account_phone, phone, is_claim } = linked;
    const account = can_approve ? account_phone : phone;
    return {
      ref: id,
      purpose,
      ...(client !== null && { client }),
      site,
      ...describeOrigin(linked),
      started_seconds_ago: Math.max(0, Math.floor(started_ago)),
      account: account && formatMaskedPhone(account),
      needs_contact: !can_approve && phone === null,
      ...(is_claim && { is_claim: true as const }),
      choices: deriveNumbers(keyOfChallenge(challengeKeys, linked), id).choices,
      language,
    };
  };
}
