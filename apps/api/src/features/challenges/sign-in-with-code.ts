import { randomUUIDv7 } from 'node:crypto';
import type { NumberClaim } from '@raqam/shared/contract/fields';
import type { Phone } from '@raqam/shared/phone';
import { type Database, ignoreConflicts, untilUnchanged } from '../../database/database.ts';
import type { Channel } from '../../database/database.types.ts';
import { budgetOf, isFilledByNext, secondsUntilFree, subjects } from '../../limits/budgets.ts';
import { ATTEMPTS_PER_CHALLENGE, FAILED_ATTEMPTS_PER_PHONE } from '../../policy.ts';
import { isUserRow } from '../accounts/user-row.ts';
import { describeNumber, type People } from '../events/person.ts';
import { type Device, describeSession, type SignedIn } from '../sessions/new-session.ts';
import {
  type AttemptOrigin,
  countFailure,
  countFirstFailure,
  findChallenge,
  refuseChallenge,
} from './challenges.queries.ts';
import { judgeAttempt } from './judge-attempt.ts';
import { openAccount } from './open-account.ts';
import { questionByCode } from './question-number.queries.ts';
import { findRepeatedSignIn, redeem, redeemForNewcomer } from './redeem.queries.ts';

interface Dependencies {
  db: Database;
  people: People;
}

export interface Attempt {
  channel: Channel;
  phone: Phone;
  /** Of the entered code, under each key. */
  digests: readonly Buffer[];
  device: Device;
  /** The person's answer whether the number is new to them; undefined: none. */
  claim: NumberClaim | undefined;
}

export type SignIn =
  | ({ ok: true } & SignedIn)
  /** `attemptsLeft` is how many more failed attempts the code survives; undefined without a live code. */
  | { ok: false; error: 'code_incorrect'; attemptsLeft: number | undefined }
  | {
      ok: false;
      error:
        | 'code_expired'
        | 'account_disabled'
        | 'contact_required'
        | 'number_recycled'
        | 'phone_conflict'
        | 'sms_required';
    }
  /** Seconds. */
  | { ok: false; error: 'too_many_attempts'; retryAfter: number };

const noLiveCode: SignIn = { ok: false, error: 'code_incorrect', attemptsLeft: undefined };

/**
 * Redeems a code: reads its challenge with the users who may claim the number, decides, and writes the outcome in one
 * statement, which takes effect only if none of them has changed. Otherwise it reads again.
 *
 * Most people come once, with a fresh code for an unclaimed number. So the first statement skips the read and assumes
 * that; it writes nothing if that is wrong.
 *
 * The outcome is committed before it is answered: a failed attempt counts even if its request fails, and a right code
 * is used up even if the account refuses it.
 */
export async function signInWithCode(deps: Dependencies, attempt: Attempt): Promise<SignIn> {
  return (await signInNewcomer(deps, attempt)) ?? untilUnchanged(() => signInByDecision(deps, attempt));
}

/** undefined: it is not a newcomer's first attempt. */
async function signInNewcomer({ db, people }: Dependencies, attempt: Attempt): Promise<SignIn | undefined> {
  const { channel, phone, digests, device } = attempt;
  const session = describeSession(device);
  const newcomer = { channel, phone, digests, user_id: randomUUIDv7() };
  const [tried] = await ignoreConflicts(() => db.run(redeemForNewcomer, { ...newcomer, ...session }));
  if (tried === undefined) return undefined;
  const { challenge_id: id, ...user } = tried;
  if (isUserRow(user)) return { ok: true, isNew: true, user, sessionId: session.session_id };
  const attemptsLeft = ATTEMPTS_PER_CHALLENGE - 1;
  await db.run(countFirstFailure, {
    id,
    subject: subjects.failedAt(phone),
    attempts_left: attemptsLeft,
    ...describeAttempt(people, attempt, null),
  });
  return { ok: false, error: 'code_incorrect', attemptsLeft };
}

function describeAttempt(people: People, { channel, phone, device }: Attempt, userId: string | null): AttemptOrigin {
  return { ...device.origin, channel, phone, user_id: userId, ...describeNumber(people, phone) };
}

/** undefined: the challenge, its number or the account changed since they were read. */
async function signInByDecision({ db, people }: Dependencies, attempt: Attempt): Promise<SignIn | undefined> {
  const { channel, phone, digests, device } = attempt;
  const [failed, failedByKnown] = [subjects.failedAt(phone), subjects.failedByKnown(phone)];
  const [challenge] = await db.run(findChallenge, {
    channel,
    phone,
    device_id: device.id ?? null,
    session_id: device.sessionId ?? null,
    failed,
    failed_by_known: failedByKnown,
  });
  if (challenge === undefined) return noLiveCode;
  const { id, state, budgets, by_telegram, by_phone } = challenge;
  const describe = () => describeAttempt(people, attempt, by_phone?.id ?? by_telegram?.id ?? null);
  // once known devices are locked they count as unknown: a stolen device_id must not lock out its owner
  const is_known_device =
    challenge.is_known_device && secondsUntilFree(budgetOf(budgets, failedByKnown), FAILED_ATTEMPTS_PER_PHONE) === 0;
  const subject = is_known_device ? failedByKnown : failed;
  const budget = budgetOf(budgets, subject);
  const tries = is_known_device ? challenge.known_tries : challenge.tries;
  const seen = { id, state, is_known_device, tries, digest: challenge.digest };

  const verdict = judgeAttempt(challenge, { tries, budget }, digests);
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
      const { attemptsLeft } = verdict;
      const [counted] = await db.run(countFailure, {
        ...seen,
        subject,
        seen: budget.seen,
        ...describe(),
        attempts_left: attemptsLeft ?? 0,
        locks: isFilledByNext(budget, FAILED_ATTEMPTS_PER_PHONE),
      });
      return counted && { ok: false, error: 'code_incorrect', attemptsLeft };
    }
    case 'repeated':
      return (await findSameSignIn(db, device, challenge.session_id)) ?? noLiveCode;
    case 'right': {
      const { proof, is_signed_in: isSignedIn, is_questioned: isQuestioned } = challenge;
      const { claim } = attempt;
      // the cookie of a remembered browser is for its challenges alone
      const proved = { proof, phone, isSignedIn, isOwnDevice: false, isQuestioned, claim, by_telegram, by_phone };
      return openAccount(people, proved, device, {
        redeem: (opening) => db.run(redeem, { ...seen, ...opening, channel }),
        refuse: (reason) => db.run(refuseChallenge, { ...seen, ...describe(), reason }),
        question: (holder) => db.run(questionByCode, { ...seen, ...describe(), ...holder }),
      });
    }
  }
}

/** The sign-in that the same client made with this code just now. */
async function findSameSignIn(
  db: Database,
  { id: deviceId, origin }: Device,
  sessionId: string | null,
): Promise<SignIn | undefined> {
  if (sessionId === null || deviceId === undefined) return undefined;
  const args = { session_id: sessionId, device_id: deviceId, user_agent: origin.user_agent };
  const [found] = await db.run(findRepeatedSignIn, args);
  if (found === undefined) return undefined;
  const { is_new: isNew, ...user } = found;
  return { ok: true, isNew, user, sessionId };
}
