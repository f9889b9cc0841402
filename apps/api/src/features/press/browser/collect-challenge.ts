import { type Database, untilUnchanged } from '../../../database/database.ts';
import { decideAccount } from '../../accounts/decide-account.ts';
import { describeOpening } from '../../challenges/describe-opening.ts';
import { redeemApproved } from '../../challenges/redeem.queries.ts';
import type { Origin } from '../../events/events.ts';
import type { SignedIn } from '../../sessions/answer-sign-in.ts';
import { describeSession } from '../../sessions/new-session.ts';
import { findCollectable, findCollected, refusePress } from '../press.queries.ts';

/** The browser that collects, after its secret was checked. */
export interface Collector {
  origin: Origin;
  /** The session of the access token that came with the request. */
  sessionId: string | undefined;
}

export type Collected =
  | ({ ok: true } & SignedIn)
  | {
      ok: false;
      error: 'challenge_pending' | 'challenge_ended' | 'account_disabled' | 'contact_required' | 'phone_conflict';
    };

/**
 * Opens the account of an approved challenge, and its session. Whoever has the secret gets the same session again for
 * 60 s: the answer may have been lost, and tabs may collect at once.
 */
export function collectChallenge(db: Database, id: string, { origin, sessionId }: Collector): Promise<Collected> {
  return untilUnchanged(async () => {
    const [challenge] = await db.run(findCollectable, { id, session_id: sessionId ?? null });
    if (challenge === undefined) return { ok: false, error: 'challenge_ended' };
    const { state, phone, proof, by_telegram, by_phone, is_signed_in: isSignedIn } = challenge;
    if (state === 'collected') return (challenge.is_repeatable && (await findSame(db, challenge.session_id))) || ended;
    if (challenge.is_expired) return ended;
    if (state === 'waiting' || state === 'opened') return { ok: false, error: 'challenge_pending' };
    if (state !== 'approved' || proof === null) return ended;

    const decision = decideAccount(by_telegram ?? undefined, by_phone ?? undefined, proof, { isSignedIn });
    if (decision.kind === 'refuse') {
      const [refused] = await db.run(refusePress, { id, reason: decision.error, ...origin });
      return refused && { ok: false, error: decision.error };
    }
    const { device_id, device_name } = challenge;
    const device = { id: device_id ?? undefined, name: device_name ?? '', origin, sessionId };
    const session = describeSession(device);
    const opening = describeOpening(decision, { by_telegram, by_phone }, phone);
    const [user] = await db.run(redeemApproved, { id, ...session, ...opening, channel: 'telegram', proof });
    return user && { ok: true, isNew: opening.is_new, user, sessionId: session.session_id };
  });
}

const ended: Collected = { ok: false, error: 'challenge_ended' };

/** The session that a challenge opened, again. undefined: it has been refreshed or has ended. */
export async function findSame(
  db: Database,
  sessionId: string | null,
): Promise<(Collected & { ok: true }) | undefined> {
  if (sessionId === null) return undefined;
  const [found] = await db.run(findCollected, { session_id: sessionId });
  if (found === undefined) return undefined;
  const { is_new: isNew, ...user } = found;
  return { ok: true, isNew, user, sessionId };
}
