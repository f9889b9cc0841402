import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../database/database.ts';
import type { Channel } from '../codes/code-digest.ts';
import { countMiss, useUp } from '../codes/codes.queries.ts';
import { judgeTry } from '../codes/judge-try.ts';
import { type Device, describeSession } from '../sessions/new-session.ts';
import { endOldestSessions } from '../sessions/sessions.queries.ts';
import { describeChange } from '../users/account-change.ts';
import { type Claimant, decideAccount } from '../users/decide-account.ts';
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
 * Redeems a code: reads it with the users whom it may open, decides, and writes the outcome in one statement
 * that holds only if none of them has changed. Otherwise somebody else was faster, and it reads again.
 *
 * Every answer is written before it is given: a wrong try counts though its request fails, and a right code
 * is used up by an account that refuses.
 */
export function signInWithCode(db: Database, attempt: Attempt): Promise<SignIn> {
  return untilUnchanged(async () => {
    const { channel, phone, digest } = attempt;
    const [code] = await db.run(findCode, { channel, phone });
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
  const seen = { channel, phone, digest, tries: code.tries };
  const decision = decideAccount(claimant(code, 't'), claimant(code, 'p'), code.proof);
  if (decision.kind === 'refuse') {
    const [used] = await db.run(useUp, seen);
    return used && { ok: false, error: decision.error };
  }

  const { t_id, t_version, p_id, p_version, telegram_id: telegramId, full_name: fullName } = code;
  const session = describeSession(device);
  const [user] = await db.run(redeem, {
    ...seen,
    ...{ t_id, t_version, p_id, p_version, seen_users: new Set([t_id, p_id].filter(Boolean)).size },
    ...describeChange(decision, { phone, telegramId, fullName }),
    ...session,
  });
  if (user === undefined) return undefined;
  const isNew = decision.kind === 'create';
  if (!isNew) await db.run(endOldestSessions, { user_id: user.id });
  return { ok: true, isNew, user, sessionId: session.session_id };
}

function claimant(code: FoundCode, who: 't' | 'p'): Claimant | undefined {
  const id = code[`${who}_id`];
  if (id === null) return undefined;
  return {
    id,
    telegramId: code[`${who}_telegram_id`],
    isActive: code[`${who}_is_active`],
    isVerified: code[`${who}_is_verified`],
  };
}
