import { type RawBuilder, sql } from 'kysely';
import { json } from '../../../database/columns.ts';
import type { Channel, Proof } from '../../../database/database.types.ts';
import { interval } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { REPEATED_SIGN_IN_WINDOW } from '../../../policy.ts';
import { claimant, lockClaimants, type SeenClaimant } from '../../accounts/claimants.ts';
import { isAsSeen, type SeenChallenge } from '../../challenges/challenges.queries.ts';
import { logEvent, type Origin } from '../../events/events.ts';
import { notifyChange } from '../../events/notify.ts';
import type { NumberOfEvent } from '../../events/person.ts';

/** A challenge that proves a number, with the users whom it concerns. No row also if its client was disabled since. */
export const findToProve = prepare(
  'find-to-prove',
  {
    state: 'challenge_state',
    is_expired: 'bool',
    is_repeatable: 'bool',
    client_id: 'text?',
    channel: 'channel?',
    phone: 'text?',
    proof: 'proof?',
    digest: 'bytea?',
    tries: 'int2',
    by_telegram: json<SeenClaimant | null>(),
    account_phone: 'text?',
    by_phone: json<SeenClaimant | null>(),
  },
  (args: { id: string }) => sql`
    SELECT state, expires_at <= now() AS is_expired,
      coalesce(collected_at > now() - ${interval(REPEATED_SIGN_IN_WINDOW)}, false) AS is_repeatable,
      client_id, channel, challenge.phone, proof, digest, tries,
      ${claimant('t')} AS by_telegram, t.phone AS account_phone, ${claimant('p')} AS by_phone
    FROM challenges challenge
    LEFT JOIN users t ON t.telegram_id = challenge.telegram_id
    LEFT JOIN users p ON p.phone = challenge.phone
    WHERE challenge.id = ${args.id} AND purpose = 'prove_number'
      AND coalesce((SELECT disabled_at IS NULL FROM clients WHERE clients.id = challenge.client_id), client_id IS NULL)`,
);

/** A number to record as proved. */
export interface NumberToProve extends Origin, NumberOfEvent {
  channel: Channel;
  proof: Proof;
  phone: string;
  /** The users that the decision was based on: `id:version`, sorted. */
  claimants: string[];
  /** The account whose number an approval proves. */
  account_id: string | null;
  client: string;
}

/**
 * SQL: uses up a challenge and records the number that it proved. No user changes, and no session starts. Returns no row
 * and writes nothing if the challenge is no longer `isLive`, or the users whom it concerns have changed since the
 * decision: it locks them, so the number of an approval is the one that its account has at this moment.
 */
function writeProof(args: NumberToProve, isLive: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`
    WITH seen AS MATERIALIZED (
      SELECT phone, telegram_id FROM challenges WHERE ${isLive}
    ), claimants AS MATERIALIZED (
      ${lockClaimants(sql`(SELECT phone FROM seen)`, sql`(SELECT telegram_id FROM seen)`)}
    ), used AS (
      UPDATE challenges SET state = 'collected', collected_at = now(), phone = ${args.phone}
      WHERE ${isLive} AND purpose = 'prove_number' AND proof = ${args.proof} AND expires_at > now()
        AND ARRAY(SELECT version FROM claimants ORDER BY version) = ${args.claimants}::text[]
      RETURNING id, ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: 'number.proved',
          actor: 'user',
          user_id: sql`${args.account_id}`,
          origin: args,
          channel: args.channel,
          person: args.person,
          data: sql`jsonb_build_object('challenge', id, 'phone', ${args.masked}::text, 'client', ${args.client}::text)`,
        },
        sql`used`,
      )}
    )
    SELECT id FROM used`;
}

/** Records the number of a right code. No row: see `writeProof`. */
export const proveByCode = prepare('prove-by-code', { id: 'uuid' }, (args: SeenChallenge & NumberToProve) =>
  writeProof(args, isAsSeen(args)),
);

/** Records the number of a challenge that was approved in Telegram. No row: see `writeProof`. */
export const proveByPress = prepare('prove-by-press', { id: 'uuid' }, (args: NumberToProve & { id: string }) =>
  writeProof(args, sql`id = ${args.id} AND state = 'approved'`),
);
