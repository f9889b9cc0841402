import type { NumberClaim } from '@raqam/shared/contract/fields';
import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../../database/database.ts';
import { openAccount } from '../../challenges/open-account.ts';
import { questionApproved } from '../../challenges/question-number.queries.ts';
import { findOpenedSession, redeemApproved } from '../../challenges/redeem.queries.ts';
import type { Origin } from '../../events/events.ts';
import { describeNumber, type People } from '../../events/person.ts';
import type { SignedIn } from '../../sessions/new-session.ts';
import { judgeCollection } from '../judge-collection.ts';
import { findWithClaimants, refuseApproved } from '../press.queries.ts';

export interface CollectDependencies {
  db: Database;
  people: People;
}

/** The browser that collects or verifies, after its secret was checked. */
export interface Collector {
  origin: Origin;
  /** The session of the access token that came with the request. */
  sessionId: string | undefined;
  /** The session that was opened last in the browser, if it is remembered. */
  rememberedId: string | undefined;
  /** The person's answer whether the number is new to them; undefined: none. */
  claim: NumberClaim | undefined;
}

export type Collected =
  | ({ ok: true } & SignedIn)
  | {
      ok: false;
      error:
        | 'challenge_pending'
        | 'challenge_ended'
        | 'account_disabled'
        | 'contact_required'
        | 'number_recycled'
        | 'phone_conflict'
        | 'sms_required';
    };

/**
 * Opens the account of an approved sign-in, and its session. The secret gives the same session again for 60 s: the
 * answer may have been lost, and several tabs may collect at once.
 */
export function collectChallenge(
  { db, people }: CollectDependencies,
  id: string,
  { origin, sessionId, rememberedId, claim }: Collector,
): Promise<Collected> {
  return untilUnchanged(async () => {
    const [challenge] = await db.run(findWithClaimants, {
      id,
      session_id: sessionId ?? null,
      remembered_id: rememberedId ?? null,
    });
    if (challenge === undefined) return ended;
    const phone = challenge.phone as Phone | null; // it was stored as one
    const {
      proof,
      by_telegram,
      by_phone,
      is_signed_in: isSignedIn,
      is_own_device: isOwnDevice,
      is_questioned: isQuestioned,
    } = challenge;
    const verdict = judgeCollection(challenge);
    if (verdict === 'repeat') return (await findOpened(db, challenge.session_id)) ?? ended;
    if (verdict === 'pending') return { ok: false, error: 'challenge_pending' };
    if (verdict === 'ended' || proof === null) return ended;

    const device = { id: challenge.device_id ?? undefined, name: challenge.device_name ?? '', origin, sessionId };
    const proved = { proof, phone, isSignedIn, isOwnDevice, isQuestioned, claim, by_telegram, by_phone };
    return openAccount(people, proved, device, {
      redeem: (opening) => db.run(redeemApproved, { ...opening, id, channel: challenge.channel ?? 'telegram' }),
      refuse: (reason) =>
        db.run(refuseApproved, {
          ...origin,
          id,
          reason,
          user_id: by_phone?.id ?? by_telegram?.id ?? null,
          person: phone && people.idOf(phone),
        }),
      question: async (holder) => {
        if (phone === null) return []; // only a number has a holder
        const number = { phone, ...describeNumber(people, phone) };
        return db.run(questionApproved, { ...origin, ...number, ...holder, id, channel: 'telegram' });
      },
    });
  });
}

const ended: Collected = { ok: false, error: 'challenge_ended' };

/** The session that a challenge opened, again. undefined: it was refreshed or has ended. */
export async function findOpened(
  db: Database,
  sessionId: string | null,
): Promise<(Collected & { ok: true }) | undefined> {
  if (sessionId === null) return undefined;
  const [found] = await db.run(findOpenedSession, { session_id: sessionId });
  if (found === undefined) return undefined;
  const { is_new: isNew, ...user } = found;
  return { ok: true, isNew, user, sessionId };
}
