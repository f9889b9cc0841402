import { randomUUID } from 'node:crypto';
import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../database/database.ts';
import type { Channel } from '../codes/code-digest.ts';
import { countFailure, useUp } from '../codes/codes.queries.ts';
import { judgeAttempt } from '../codes/judge-attempt.ts';
import { cutUserAgent, type Device, describeSession } from '../sessions/new-session.ts';
import { decideAccount } from '../users/decide-account.ts';
import type { UserRow } from '../users/user-row.ts';
import { type FoundCode, findCode, findRepeatedSignIn, redeem } from './sign-in.queries.ts';

export interface Attempt {
  channel: Channel;
  phone: Phone;
  digest: Buffer;
  device: Device;
}

export type SignIn =
  | { ok: true; isNew: boolean; user: UserRow; sessionId: string }
  /** `attemptsLeft` is how many more failed attempts the code survives; undefined without a live code. */
  | { ok: false; error: 'code_incorrect'; attemptsLeft: number | undefined }
  | { ok: false; error: 'code_expired' | 'account_disabled' | 'contact_required' | 'phone_conflict' }
  /** Seconds. */
  | { ok: false; error: 'too_many_attempts'; retryAfter: number };

const noLiveCode: SignIn = { ok: false, error: 'code_incorrect', attemptsLeft: undefined };

/**
 * Redeems a code: reads it with the users who may claim its number, decides, and writes the outcome in one statement,
 * which takes effect only if none of them has changed. Otherwise it reads again.
 *
 * Most people come once, with a fresh code for an unclaimed number. So the first round skips the read and assumes
 * that; the conditional write detects if it is wrong.
 *
 * The outcome is committed before it is answered: a failed attempt counts even if its request fails, and a right code
 * is used up even if the account refuses it.
 */
export function signInWithCode(db: Database, attempt: Attempt): Promise<SignIn> {
  const { channel, phone, digest, device } = attempt;
  const claims = { device_id: device.id ?? null, session_id: device.sessionId ?? null };
  let assumed: FoundCode | undefined = assumeNewcomer(attempt);

  return untilUnchanged(async () => {
    const [code] = assumed ? [assumed] : await db.run(findCode, { channel, phone, ...claims });
    assumed = undefined;
    const verdict = judgeAttempt(code, digest);
    switch (verdict.kind) {
      case 'locked':
        return { ok: false, error: 'too_many_attempts', retryAfter: verdict.seconds };
      case 'expired':
        return { ok: false, error: 'code_expired' };
      case 'no-code':
        return noLiveCode;
      case 'void':
        return { ok: false, error: 'code_incorrect', attemptsLeft: 0 };
      case 'wrong': {
        const { counted, attemptsLeft } = verdict;
        const [written] = await db.run(countFailure, { channel, phone, ...counted });
        return written && { ok: false, error: 'code_incorrect', attemptsLeft };
      }
      case 'repeated':
        return (await findSameSignIn(db, device, code?.session_id ?? null)) ?? noLiveCode;
      case 'right':
        return code && openAccount(db, attempt, code);
    }
  });
}

/** Opens the account of a right code. undefined: the code or the account changed since it was read. */
async function openAccount(db: Database, attempt: Attempt, code: FoundCode): Promise<SignIn | undefined> {
  const { channel, phone, digest, device } = attempt;
  const { by_known_device, tries, failures } = code;
  const seen = { channel, phone, digest, by_known_device, tries, failures };
  const decision = decideAccount(code.by_telegram ?? undefined, code.by_phone ?? undefined, code.proof, {
    isSignedIn: code.is_signed_in,
  });
  if (decision.kind === 'refuse') {
    const [used] = await db.run(useUp, seen);
    return used && { ok: false, error: decision.error };
  }

  const isNew = decision.kind === 'create';
  const session = describeSession(device);
  const [user] = await db.run(redeem, {
    ...seen,
    ...session,
    proof: code.proof,
    claimants: describeClaimants(code),
    user_id: isNew ? randomUUID() : decision.userId,
    new_phone: isNew || decision.setPhone ? phone : null,
    verify: isNew ? decision.isVerified : decision.verify,
    release_id: decision.takesNumberFrom ?? null,
    end_sessions: !isNew && decision.endsSessions,
  });
  return user && { ok: true, isNew, user, sessionId: session.session_id };
}

/** The sign-in that the same client made with this code just now. */
async function findSameSignIn(
  db: Database,
  { id: deviceId, userAgent }: Device,
  sessionId: string | null,
): Promise<SignIn | undefined> {
  if (sessionId === null || deviceId === undefined) return undefined;
  const args = { session_id: sessionId, device_id: deviceId, user_agent: cutUserAgent(userAgent) };
  const [found] = await db.run(findRepeatedSignIn, args);
  if (found === undefined) return undefined;
  const { is_new: isNew, ...user } = found;
  return { ok: true, isNew, user, sessionId };
}

/** The code of a newcomer without failed attempts. */
function assumeNewcomer({ channel, digest }: Attempt): FoundCode {
  return {
    digest,
    is_used: false,
    is_repeatable: false,
    by_known_device: false,
    tries: 0,
    failures: 0,
    expired: false,
    locked_for: null,
    proof: channel === 'sms' ? 'sms' : 'contact',
    session_id: null,
    by_telegram: null,
    by_phone: null,
    is_signed_in: false,
  };
}

/** `id:version` of each user that the decision was based on, sorted. One user may be both. */
function describeClaimants({ by_telegram, by_phone }: FoundCode): string[] {
  const versions = [by_telegram, by_phone].flatMap((user) => (user ? [`${user.id}:${user.version}`] : []));
  return [...new Set(versions)].sort();
}
