import type { Phone } from '@raqam/shared/phone';
import type { Transaction } from '../../database/database.ts';
import type { Channel } from '../codes/code-digest.ts';
import { countMiss, useCode } from '../codes/codes.queries.ts';
import { judgeTry } from '../codes/judge-try.ts';
import { type Device, startSession } from '../sessions/start-session.ts';
import { type Claimant, decideAccount } from '../users/decide-account.ts';
import { openAccount } from '../users/open-account.ts';
import type { UserRow } from '../users/users.queries.ts';
import { type LockedCode, lockCode } from './sign-in.queries.ts';

export type SignIn =
  | { ok: true; isNew: boolean; user: UserRow; sessionId: string }
  | { ok: false; error: 'code_incorrect' | 'code_expired' | 'account_disabled' | 'contact_required' | 'phone_conflict' }
  | { ok: false; error: 'too_many_attempts'; retryAfter: number };

/**
 * Redeems a code: all of it in one transaction, under the lock of the code and of the users it may open.
 *
 * A refusal is committed like a success, because a try counts though its request fails, and a right code is
 * used up by an account that refuses. Whose account it is is decided here, whatever was true when the code
 * was issued.
 */
export async function signInWithCode(
  tx: Transaction,
  attempt: { channel: Channel; phone: Phone; digest: Buffer; device: Device },
): Promise<SignIn> {
  const { channel, phone, digest, device } = attempt;
  const [code] = await tx.run(lockCode, { channel, phone });

  const verdict = judgeTry(code, digest);
  if (verdict.kind !== 'right' || code === undefined) {
    if (verdict.kind === 'incorrect' && verdict.counts) void tx.run(countMiss, { channel, phone });
    tx.commit();
    if (verdict.kind === 'locked') return { ok: false, error: 'too_many_attempts', retryAfter: verdict.seconds };
    return { ok: false, error: verdict.kind === 'expired' ? 'code_expired' : 'code_incorrect' };
  }

  void tx.run(useCode, { channel, phone });
  const decision = decideAccount(claimant(code, 't'), claimant(code, 'p'), code.proof);
  if (decision.kind === 'refuse') {
    tx.commit();
    return { ok: false, error: decision.error };
  }

  const { userId, user } = openAccount(tx, decision, {
    phone,
    telegramId: code.telegram_id,
    fullName: code.full_name,
  });
  const isNew = decision.kind === 'create';
  const sessionId = startSession(tx, { userId, device, isFirst: isNew });
  tx.commit();
  return { ok: true, isNew, user: await user, sessionId };
}

function claimant(code: LockedCode, who: 't' | 'p'): Claimant | undefined {
  const id = code[`${who}_id`];
  if (id === null) return undefined;
  return {
    id,
    telegramId: code[`${who}_telegram_id`],
    isActive: code[`${who}_is_active`],
    isVerified: code[`${who}_is_verified`],
  };
}
