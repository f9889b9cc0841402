import type { Phone } from '@raqam/shared/phone';
import { type Database, ignoreConflicts, untilUnchanged } from '../../../database/database.ts';
import { forEachKey, type KeyRing } from '../../../keys.ts';
import { budgetOf, subjects } from '../../../limits/budgets.ts';
import { TELEGRAM_CODE } from '../../../policy.ts';
import { nameRequest, newChallenge, remakeChallenge } from '../../challenges/derive-code.ts';
import { describeNumber, type People } from '../../events/person.ts';
import { countForeignNumber, findRequestFacts, openChallenge, openForNewcomer } from './bot-challenges.queries.ts';
import { judgeRequest } from './judge-request.ts';

interface Dependencies {
  db: Database;
  codeKeys: KeyRing;
  people: People;
}

export interface CodeRequest {
  phone: Phone;
  telegramId: number;
  proof: 'contact' | 'typed';
  firstName: string;
  lastName: string;
  /** The client's own name for this request: a repeated request for this number gets the same code. */
  requestId: string | undefined;
}

export type IssuedCode =
  | {
      ok: true;
      /** A new one, or that of the request that it repeats. */
      code: string;
      expiresAt: Date;
      /** Seconds until the code expires, and until another one may be asked for. */
      remaining: number;
      resendAfter: number;
      /** Another verified user keeps the number; the code opens the requester's own account. */
      numberStays: boolean;
    }
  | { ok: false; error: 'contact_required' }
  /** Seconds. */
  | { ok: false; error: 'code_cooldown' | 'code_limit'; retryAfter: number };

const { lifetime, cooldown } = TELEGRAM_CODE;

/**
 * Issues a code for a Telegram user's number; earlier codes of the number and of the user stop working. Most requests
 * are a newcomer's, so the first statement assumes that; it writes nothing if that is wrong. Then the request is read,
 * judged, and written only if its budgets have not changed.
 */
export async function issueCode({ db, codeKeys, people }: Dependencies, request: CodeRequest): Promise<IssuedCode> {
  const { phone, telegramId, proof, requestId } = request;
  const challenge = newChallenge(codeKeys[0], 'telegram', phone);
  const names = requestId === undefined ? [] : forEachKey(codeKeys, (key) => nameRequest(key, phone, requestId));
  const [name, previousName = name] = names;
  const number = describeNumber(people, phone);
  const args = {
    id: challenge.id,
    phone,
    telegram_id: telegramId,
    proof,
    first_name: request.firstName,
    last_name: request.lastName,
    digest: challenge.digest,
    request_id: name ?? null,
    asked: subjects.askedBy(telegramId),
    sent: subjects.sentTo(proof === 'contact' ? 'telegram' : 'typed', phone),
    sent_otherwise: subjects.sentTo(proof === 'contact' ? 'typed' : 'telegram', phone),
    failed: subjects.failedAt(phone),
    cleared: subjects.cleared(phone),
    named: subjects.request(name ?? challenge.id),
    named_before: subjects.request(previousName ?? challenge.id),
    ...number,
    sent_data: JSON.stringify({ challenge: challenge.id, proof, phone: number.masked }),
  };
  const [opened] = await ignoreConflicts(() => db.run(openForNewcomer, { ...args, is_newcomer: true }));
  if (opened) return describeNew(challenge.code, opened.expires_at, { numberStays: false });

  return untilUnchanged(async () => {
    const [facts] = await db.run(findRequestFacts, args);
    if (facts === undefined) throw new Error('A statement without a condition returned no row');
    const budgets = {
      asked: budgetOf(facts.budgets, args.asked),
      sent: budgetOf(facts.budgets, args.sent),
      failed: budgetOf(facts.budgets, args.failed),
      cleared: budgetOf(facts.budgets, args.cleared),
    };
    const isCounted = [args.named, args.named_before].some((subject) => subject in facts.budgets);
    const verdict = judgeRequest({ ...request, names, isCounted }, facts, budgets);
    const user_id = facts.by_phone?.id ?? facts.by_telegram?.id ?? null;
    const seen = { asked_seen: budgets.asked.seen, sent_seen: budgets.sent.seen, cleared_seen: budgets.cleared.seen };
    switch (verdict.kind) {
      case 'wait':
        return { ok: false, error: verdict.error, retryAfter: Math.ceil(verdict.seconds) };
      case 'contact-required': {
        const [counted] = verdict.isCounted
          ? [args.named]
          : await db.run(countForeignNumber, { ...args, ...seen, user_id });
        return counted === undefined ? undefined : { ok: false, error: 'contact_required' };
      }
      case 'repeat': {
        const { challengeId, expiresAt, remaining, numberStays } = verdict;
        const { code } = remakeChallenge(codeKeys, facts.challenge_digest, (key) =>
          newChallenge(key, 'telegram', phone, challengeId),
        );
        const resendAfter = Math.max(0, Math.ceil(remaining - (lifetime - cooldown)));
        return { ok: true, code, expiresAt, remaining: Math.ceil(remaining), resendAfter, numberStays };
      }
      case 'open': {
        const { clears, numberStays, reached } = verdict;
        const is_newcomer = facts.by_telegram === null && facts.by_phone === null && budgets.failed.ages.length === 0;
        const [written] = await db.run(openChallenge, { ...args, ...seen, user_id, is_newcomer, clears, reached });
        return written && describeNew(challenge.code, written.expires_at, { numberStays });
      }
    }
  });
}

function describeNew(code: string, expiresAt: Date, { numberStays }: { numberStays: boolean }): IssuedCode {
  return { ok: true, code, expiresAt, remaining: lifetime, resendAfter: cooldown, numberStays };
}
