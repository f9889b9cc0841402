import { randomUUID } from 'node:crypto';
import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../database/database.ts';
import type { Channel } from '../codes/code-digest.ts';
import { countMiss, useUp } from '../codes/codes.queries.ts';
import { judgeTry } from '../codes/judge-try.ts';
import { type Device, describeSession } from '../sessions/new-session.ts';
import { decideAccount } from '../users/decide-account.ts';
import type { UserRow } from '../users/user-row.ts';
import { type FoundCode, findCode, redeem } from './sign-in.queries.ts';

export interface Attempt {
  channel: Channel;
  phone: Phone;
  digest: Buffer;
  device: Device;
}

export type SignIn =
  | { ok: true; isNew: boolean; user: UserRow; sessionId: string }
  | { ok: false; error: 'code_incorrect' | 'code_expired' | 'account_disabled' | 'contact_required' | 'phone_conflict' }
  | { ok: false; error: 'too_many_attempts'; retryAfter: number };

/**
 * Redeems a code: reads it with the users who may claim its number, decides, and writes the outcome in one
 * statement that holds only if all of them are as they were read. Otherwise it reads again.
 *
 * Most people come once, with a fresh code for a number that nobody has: the first time this is not read but
 * supposed, and the statement that writes finds out.
 *
 * Every answer is written before it is given: a wrong try counts though its request fails, and a right code
 * is used up by an account that refuses.
 */
export function signInWithCode(db: Database, attempt: Attempt): Promise<SignIn> {
  const { channel, phone, digest } = attempt;
  let supposed: FoundCode | undefined = supposeNewcomer(attempt);

  return untilUnchanged(async () => {
    const [code] = supposed ? [supposed] : await db.run(findCode, { channel, phone });
    supposed = undefined;
    const verdict = judgeTry(code, digest);
    switch (verdict.kind) {
      case 'locked':
        return { ok: false, error: 'too_many_attempts', retryAfter: verdict.seconds };
      case 'expired':
        return { ok: false, error: 'code_expired' };
      case 'incorrect': {
        const { counted } = verdict;
        const isWritten = counted === undefined || (await db.run(countMiss, { channel, phone, ...counted })).length > 0;
        return isWritten ? { ok: false, error: 'code_incorrect' } : undefined;
      }
      case 'right':
        return code && openAccount(db, attempt, code);
    }
  });
}

/** Carries out what a right code means. undefined: it was true, and is no more. */
async function openAccount(db: Database, attempt: Attempt, code: FoundCode): Promise<SignIn | undefined> {
  const { channel, phone, digest, device } = attempt;
  const seen = { channel, phone, digest, tries: code.tries, misses: code.misses };
  const decision = decideAccount(code.by_telegram ?? undefined, code.by_phone ?? undefined, code.proof);
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
  });
  return user && { ok: true, isNew, user, sessionId: session.session_id };
}

/** What is found for somebody new who makes no mistake. */
function supposeNewcomer({ channel, digest }: Attempt): FoundCode {
  const fresh = { digest, is_used: false, tries: 0, misses: 0, expired: false, locked_for: null };
  return { ...fresh, proof: channel === 'sms' ? 'sms' : 'contact', by_telegram: null, by_phone: null };
}

/** One user may be both. */
function describeClaimants({ by_telegram, by_phone }: FoundCode): string[] {
  const versions = [by_telegram, by_phone].flatMap((user) => (user ? [`${user.id}:${user.version}`] : []));
  return [...new Set(versions)].sort();
}
