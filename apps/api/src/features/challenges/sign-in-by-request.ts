import type { NumberClaim } from '@raqam/shared/contract/fields';
import type { Phone } from '@raqam/shared/phone';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { refusal } from '../../http/errors.ts';
import { forEachKey, type KeyRing } from '../../keys.ts';
import type { AbuseGuard, CheckOutcome } from '../../limits/abuse/guard.ts';
import type { InTurn } from '../../limits/in-turn.ts';
import type { IpLimit } from '../../limits/ip-limits.ts';
import type { CodeChannel, CountPhoneAttempt } from '../../limits/phone-attempts.ts';
import type { Origin } from '../events/events.ts';
import type { People } from '../events/person.ts';
import { findSessionOf } from '../sessions/authenticate.ts';
import { isKnownDevice } from '../sessions/known-device.ts';
import type { SignedIn } from '../sessions/new-session.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import type { TokenMint } from '../sessions/tokens.ts';
import { digestCode } from './derive-code.ts';
import { type SignIn, signInWithCode } from './sign-in-with-code.ts';

export interface SignInDependencies {
  db: Database;
  mint: TokenMint;
  cookies: SessionCookies;
  /** Failed checks of one IP. */
  failedChecks: IpLimit;
  abuse: AbuseGuard;
  countPhoneAttempt: CountPhoneAttempt;
  inTurn: InTurn;
  codeKeys: KeyRing;
  people: People;
  findOrigin(request: FastifyRequest): Origin;
}

export interface CodeAttempt {
  channel: CodeChannel;
  phone: Phone;
  code: string;
  device: { device_id?: string | undefined; device_name?: string | undefined };
  /** What the request pays, if checks have a price at the moment. Codes of the bot never have one. */
  captcha?: string | undefined;
  /** The person's answer whether the number is new to them; undefined: none. */
  claim: NumberClaim | undefined;
}

/**
 * Redeems the code of a request, within the limit of its IP. Throws RequestError on a refusal. The limit applies to
 * unknown devices only: failed checks of others behind its IP don't block a known one.
 */
export async function signInByRequest(
  {
    db,
    people,
    mint,
    cookies,
    failedChecks,
    abuse,
    countPhoneAttempt,
    inTurn,
    codeKeys,
    findOrigin,
  }: SignInDependencies,
  { channel, phone, code, device, captcha, claim }: CodeAttempt,
  request: FastifyRequest,
): Promise<SignedIn> {
  const sessionId = findSessionOf(request, { cookies, mint });
  const attempt = {
    channel,
    phone,
    digests: forEachKey(codeKeys, (key) => digestCode(key, channel, phone, code)),
    device: {
      id: device.device_id,
      name: device.device_name ?? '',
      origin: findOrigin(request),
      sessionId,
    },
    claim,
  };
  const isKnown = () =>
    isKnownDevice(db, { phone, device_id: device.device_id ?? null, session_id: sessionId ?? null });
  if (channel !== 'telegram') await abuse.check(request, { phone, boundTo: null, captcha, isKnownDevice: isKnown });
  const signIn = await failedChecks.run<SignIn>(request, {
    work: () => inTurn(phone, () => signInWithCode({ db, people }, attempt)),
    counts: isFailedCheck,
    isExempt: isKnown,
  });
  abuse.countCheck(channel === 'telegram' ? null : phone, outcomeOf(signIn));
  if (!signIn.ok) {
    if (signIn.error !== 'code_incorrect') throw refusal(signIn);
    const counted = await countPhoneAttempt(channel, phone);
    throw refusal({ ...signIn, attemptsLeft: signIn.attemptsLeft ?? counted });
  }
  return signIn;
}

/** How the rules against abuse count a check. A right code that opens no account is right. */
export function outcomeOf(result: { ok: true } | { ok: false; error: string }): CheckOutcome {
  if (!isFailedCheck(result)) return 'right';
  return !result.ok && result.error === 'code_incorrect' ? 'wrong' : 'neither';
}

/** Whether a refusal counts against the limit of the IP. Refusals that follow only from the right code don't. */
export function isFailedCheck(result: { ok: true } | { ok: false; error: string }): boolean {
  return !result.ok && ['code_incorrect', 'code_expired', 'too_many_attempts'].includes(result.error);
}
