import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../../database/database.ts';
import type { Proof } from '../../../database/database.types.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import { describeClaimants } from '../../accounts/claimants.ts';
import { refuseChallenge, requireSms } from '../../challenges/challenges.queries.ts';
import type { Origin } from '../../events/events.ts';
import { describeNumber, type People } from '../../events/person.ts';
import { SITE_CLIENT } from '../../sessions/tokens.ts';
import { judgeCollection } from '../judge-collection.ts';
import { refuseApproved } from '../press.queries.ts';
import { type CodeFailure, ended, tryCode } from '../try-code.ts';
import { decideNumber, type NumberDecision } from './decide-number.ts';
import { findToProve, type NumberToProve, proveByCode, proveByPress } from './prove-number.queries.ts';

interface Dependencies {
  db: Database;
  people: People;
}

/** A number that a challenge proved. */
export interface ProvedNumber {
  challengeId: string;
  phone: string;
  proof: Proof;
  /** The client that it was proved to. */
  client: string;
}

type Refusal = Extract<NumberDecision, { kind: 'refuse' }>['error'];

export type NumberVerified =
  | { ok: true; number: ProvedNumber }
  | CodeFailure
  | { ok: false; error: Refusal | 'challenge_pending' };

type Challenge = RowsOf<typeof findToProve>;

/**
 * Proves the number of a challenge that was approved in Telegram. The secret gives the same number again for 60 s: the
 * answer may have been lost.
 */
export function collectNumber(deps: Dependencies, id: string, origin: Origin): Promise<NumberVerified> {
  const { db, people } = deps;
  return untilUnchanged(async () => {
    const [challenge] = await db.run(findToProve, { id });
    if (challenge === undefined) return ended;
    switch (judgeCollection(challenge)) {
      case 'repeat':
        return describeProved(id, challenge);
      case 'pending':
        return { ok: false, error: 'challenge_pending' };
      case 'ended':
        return ended;
      case 'collect':
        return writeNumber(people, id, challenge, {
          prove: (number) =>
            db.run(proveByPress, { ...origin, ...number, id, channel: challenge.channel ?? 'telegram' }),
          refuse: (reason) => {
            const { by_phone, by_telegram, account_phone } = challenge;
            const phone = (challenge.phone ?? account_phone) as Phone | null; // stored as one
            return db.run(refuseApproved, {
              ...origin,
              id,
              reason,
              user_id: by_phone?.id ?? by_telegram?.id ?? null,
              person: phone && people.idOf(phone),
            });
          },
        });
    }
  });
}

/**
 * Proves the number that got the code of a browser's challenge. The secret and the code give the same number again for
 * 60 s.
 *
 * @param digestsFor the digests of the entered code for the challenge's number, under each key
 */
export function verifyNumber(
  deps: Dependencies,
  id: string,
  digestsFor: (phone: Phone) => readonly Buffer[],
  origin: Origin,
): Promise<NumberVerified> {
  const { db, people } = deps;
  return untilUnchanged(async () => {
    const [challenge] = await db.run(findToProve, { id });
    if (challenge === undefined) return ended;
    const tried = await tryCode(deps, id, challenge, digestsFor, origin);
    if (!tried?.ok) return tried;
    if (tried.isRepeated) return describeProved(id, challenge);
    const { seen, attempt } = tried;
    return writeNumber(people, id, challenge, {
      prove: (number) => db.run(proveByCode, { ...seen, ...origin, ...number, channel: attempt.channel }),
      refuse: (reason) =>
        reason === 'sms_required'
          ? db.run(requireSms, { ...seen })
          : db.run(refuseChallenge, { ...seen, ...attempt, reason }),
    });
  });
}

/** The statements that use up the challenge, if it and the users are as they were read. */
interface Outcomes {
  prove(number: Omit<NumberToProve, 'channel' | keyof Origin>): Promise<object[]>;
  refuse(reason: Refusal): Promise<object[]>;
}

/** Decides and writes. undefined: the challenge or a user has changed since it was read. */
async function writeNumber(
  people: People,
  id: string,
  challenge: Challenge,
  { prove, refuse }: Outcomes,
): Promise<NumberVerified | undefined> {
  const { proof, by_telegram, by_phone } = challenge;
  if (proof === null) return ended;
  const decision = decideNumber({
    proof,
    phone: challenge.phone,
    byTelegram: by_telegram ?? undefined,
    accountPhone: challenge.account_phone,
    byPhone: by_phone ?? undefined,
  });
  if (decision.kind === 'refuse') {
    const [refused] = await refuse(decision.error);
    return refused && { ok: false, error: decision.error };
  }
  const phone = decision.phone as Phone; // it was stored as one
  const [proved] = await prove({
    proof,
    phone,
    ...describeNumber(people, phone),
    claimants: describeClaimants(challenge),
    account_id: proof === 'approval' ? (by_telegram?.id ?? null) : null,
    client: challenge.client_id ?? SITE_CLIENT,
  });
  return proved && describeProved(id, { ...challenge, phone });
}

function describeProved(challengeId: string, { phone, proof, client_id }: Challenge): NumberVerified {
  if (phone === null || proof === null) return ended;
  return { ok: true, number: { challengeId, phone, proof, client: client_id ?? SITE_CLIENT } };
}
