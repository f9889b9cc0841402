import { formatMaskedPhone, type Phone } from '@raqam/shared/phone';
import { type Database, ignoreConflicts, untilUnchanged } from '../../../database/database.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import { budgetOf, secondsUntilFree, subjects } from '../../../limits/budgets.ts';
import { CHANGES_PER_ACCOUNT } from '../../../policy.ts';
import { describeClaimants } from '../../accounts/claimants.ts';
import type { UserRow } from '../../accounts/user-row.ts';
import { refuseChallenge, requireSms } from '../../challenges/challenges.queries.ts';
import { maskPhone, type Origin } from '../../events/events.ts';
import { describeNumber, type People } from '../../events/person.ts';
import { judgeCollection } from '../judge-collection.ts';
import { refuseApproved } from '../press.queries.ts';
import { type CodeFailure, ended, tryCode } from '../try-code.ts';
import { changeByCode, changeByPress, findAccount, findToChange, type NumberToSet } from './change-phone.queries.ts';
import { type ChangeDecision, decideChange } from './decide-change.ts';

interface Dependencies {
  db: Database;
  people: People;
}

/** The account and the session that changes its number, after they were checked. */
export interface Changer {
  userId: string;
  sessionId: string;
  origin: Origin;
}

type Refusal = Extract<ChangeDecision, { kind: 'refuse' }>['error'];

export type PhoneChanged =
  | { ok: true; changed: UserRow }
  | CodeFailure
  | { ok: false; error: Refusal | 'challenge_pending' | 'session_invalid' }
  /** Seconds. */
  | { ok: false; error: 'change_limit'; retryAfter: number };

type Challenge = RowsOf<typeof findToChange>;

/**
 * Gives an account the number whose contact was shared and approved in its own Telegram. The same answer again for 60 s:
 * it may have been lost.
 */
export function collectChange(deps: Dependencies, id: string, changer: Changer): Promise<PhoneChanged> {
  const { db, people } = deps;
  return untilUnchanged(async () => {
    const challenge = await find(db, id, changer);
    if (challenge === undefined) return ended;
    switch (judgeCollection(challenge)) {
      case 'repeat':
        return describeAccount(db, changer);
      case 'pending':
        return { ok: false, error: 'challenge_pending' };
      case 'ended':
        return ended;
      case 'collect':
        return writeNumber(people, challenge, changer, {
          change: (number) => db.run(changeByPress, { ...number, id, channel: 'telegram' }),
          refuse: (reason) =>
            db.run(refuseApproved, {
              ...changer.origin,
              id,
              reason,
              user_id: changer.userId,
              person: challenge.phone && people.idOf(challenge.phone as Phone), // stored as one
            }),
        });
    }
  });
}

/**
 * Gives an account the number that got the code of its challenge. The same code gives the same answer again for 60 s.
 *
 * @param digestsFor the digests of the entered code for the challenge's number, under each key
 */
export function verifyChange(
  deps: Dependencies,
  id: string,
  digestsFor: (phone: Phone) => readonly Buffer[],
  changer: Changer,
): Promise<PhoneChanged> {
  const { db, people } = deps;
  return untilUnchanged(async () => {
    const challenge = await find(db, id, changer);
    const tried = await tryCode(deps, id, challenge, digestsFor, changer.origin);
    if (!tried?.ok) return tried;
    if (challenge === undefined) return ended;
    if (tried.isRepeated) return describeAccount(db, changer);
    const { seen, attempt } = tried;
    return writeNumber(people, challenge, changer, {
      change: (number) => db.run(changeByCode, { ...seen, ...number, channel: attempt.channel }),
      refuse: (reason) =>
        reason === 'sms_required'
          ? db.run(requireSms, { ...seen })
          : db.run(refuseChallenge, { ...seen, ...attempt, user_id: changer.userId, reason }),
    });
  });
}

/** Seconds until the account may change its number again; 0: now. */
function secondsUntilChange({ budgets }: Pick<Challenge, 'budgets'>, userId: string): number {
  return secondsUntilFree(budgetOf(budgets, subjects.changesOf(userId)), CHANGES_PER_ACCOUNT);
}

async function find(db: Database, id: string, { userId, sessionId }: Changer): Promise<Challenge | undefined> {
  const [found] = await db.run(findToChange, { id, session_id: sessionId, changes: subjects.changesOf(userId) });
  return found;
}

async function describeAccount(db: Database, { userId }: Changer): Promise<PhoneChanged> {
  const [changed] = await db.run(findAccount, { id: userId });
  return changed ? { ok: true, changed } : ended;
}

/** The statements that use up the challenge, if it and the users are as they were read. */
interface Outcomes {
  change(number: Omit<NumberToSet, 'channel'>): Promise<UserRow[]>;
  refuse(reason: Refusal | 'change_limit'): Promise<object[]>;
}

/** Decides and writes. undefined: the challenge, its session or a user has changed since it was read. */
async function writeNumber(
  people: People,
  challenge: Challenge,
  { userId, sessionId, origin }: Changer,
  { change, refuse }: Outcomes,
): Promise<PhoneChanged | undefined> {
  const { proof, account, by_phone, account_phone } = challenge;
  if (!challenge.is_signed_in) return { ok: false, error: 'session_invalid' };
  if (proof === null || challenge.phone === null) return ended;
  const holder = by_phone ?? undefined;
  const decision = decideChange({ account, holder, proof });
  const wait = secondsUntilChange(challenge, userId);
  const error = decision.kind === 'refuse' ? decision.error : wait > 0 ? 'change_limit' : undefined;
  if (error !== undefined || decision.kind === 'refuse') {
    const reason = error ?? 'change_limit';
    const [refused] = await refuse(reason);
    if (refused === undefined) return undefined;
    return reason === 'change_limit'
      ? { ok: false, error: reason, retryAfter: Math.ceil(wait) }
      : { ok: false, error: reason };
  }
  const phone = challenge.phone as Phone; // both were stored as one
  const former = account_phone as Phone | null;
  const changes = subjects.changesOf(userId);
  const [changed] = await ignoreConflicts(() =>
    change({
      ...origin,
      ...describeNumber(people, phone),
      proof,
      user_id: userId,
      session_id: sessionId,
      phone,
      claimants: describeClaimants({ by_telegram: account, by_phone }),
      release_id: decision.takesNumberFrom ?? null,
      is_confirmation: decision.isConfirmation,
      end_sessions: decision.endsSessions,
      former_masked: former && maskPhone(former),
      former_shown: former && formatMaskedPhone(former),
      shown: formatMaskedPhone(phone),
      changes,
      changes_seen: budgetOf(challenge.budgets, changes).seen,
    }),
  );
  return changed && { ok: true, changed };
}
