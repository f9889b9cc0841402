import { type Claim, decideSignIn } from './account-table.ts';
import { openAccount } from './open-account.ts';
import { countRow, expectAnswer, expectSame, keepSignIn, Mismatch, type Run, readSignIn } from './run.ts';
import type { Answer } from './system.ts';
import type { Browser, NumberCode, Token, World } from './world.ts';

const HOUR = 3_600;
const DAY = 86_400;
const ATTEMPTS = 5;
const LIFETIME = { telegram: 600, sms: 120 };
const REPEATABLE = 60;
/** For so long a person may answer whether a number is new to them. */
const QUESTION = 300;

/** A Telegram user asks the bot for a code: by the contact, or by typing a number. `twice`: the answer was lost. */
export async function createCode(
  run: Run,
  { telegram, phone, proof, twice }: { telegram: number; phone: string; proof: 'contact' | 'typed'; twice: boolean },
): Promise<void> {
  const { world, system } = run;
  world.tick();
  const predicted = predictCode(world, telegram, phone, proof);
  const body = { telegram_id: telegram, phone_number: phone, proof, request_id: `request-${world.now}` };
  const answer = await system.createCode(body);
  expectAnswer(run, `bot: code (${proof})`, answer, predicted);
  const { code } = answer.json;
  if (predicted === 'ok') addCode(run, telegram, phone, proof, code);
  if (predicted === 'contact_required') world.count(`ask:${telegram}`, 10);
  if (!twice || (predicted !== 'ok' && predicted !== 'contact_required')) return;
  const again = await system.createCode(body);
  expectAnswer(run, 'bot: the same request again', again, predicted);
  expectSame('the repeated code', again.json.code, code);
}

function predictCode(world: World, telegram: number, phone: string, proof: 'contact' | 'typed'): string {
  const [T, P] = [world.userOf(telegram), world.holderOf(phone)];
  const held = world.codeOf('telegram', phone);
  const isWaiting = held?.state === 'waiting' && world.now < held.expiresAt;
  const isOfOther = held !== undefined && held.telegram !== telegram;
  const isOwner = P?.isVerified === true && P === T;
  if (world.countedWithin(`ask:${telegram}`, HOUR) >= 10) return 'code_limit';
  if (proof === 'typed') {
    const isProvedByOther = isOfOther && isWaiting && held.tries < ATTEMPTS && held.proof === 'contact';
    if ((P && P !== T) || isProvedByOther) return 'contact_required';
  }
  if (isOfOther && isWaiting && P?.isVerified && held.telegram === P.telegram) return 'code_limit';
  if (!isOwner && world.countedWithin(`sent:${proof}:${phone}`, HOUR) >= 10) return 'code_limit';
  if (isOfOther && (isOwner || (proof === 'contact' && held.proof === 'typed'))) return 'ok';
  if (isOwner && !held) return 'ok';
  const isCooling = held ? world.now - held.issuedAt < 30 : world.countedWithin(`sent:${proof}:${phone}`, 30) > 0;
  if (!isCooling) return 'ok';
  return held?.telegram === telegram ? 'code_cooldown' : 'code_limit';
}

function addCode(run: Run, telegram: number, phone: string, proof: 'contact' | 'typed', code: string): void {
  const { world } = run;
  const [T, P] = [world.userOf(telegram), world.holderOf(phone)];
  const isOwner = P?.isVerified ? P === T : proof === 'contact';
  const failures = world.counted.get(`fail:${phone}`) ?? [];
  if (isOwner && failures.length > 0 && world.countedWithin(`clear:${phone}`, DAY) < 10) {
    world.counted.set(`fail:${phone}`, failures.slice(ATTEMPTS));
    world.count(`clear:${phone}`, 10);
  }
  world.count(`ask:${telegram}`, 10);
  world.count(`sent:${proof}:${phone}`, 10);
  for (const former of world.codes)
    if (former.telegram === telegram || (former.channel === 'telegram' && former.phone === phone))
      former.isCurrent = false;
  addNumberCode(run, { channel: 'telegram', phone, code, telegram, proof });
}

function addNumberCode(
  { world, secrets }: Run,
  made: Pick<NumberCode, 'channel' | 'phone' | 'code' | 'telegram' | 'proof'>,
): void {
  world.codes.push({
    ...made,
    state: 'waiting',
    isCurrent: true,
    tries: 0,
    knownTries: 0,
    issuedAt: world.now,
    expiresAt: world.now + LIFETIME[made.channel],
    collectedAt: undefined,
    session: undefined,
    wasAsked: false,
  });
  world.known.push({ phone: made.phone, channel: made.channel, code: made.code });
  secrets.add(made.code);
}

/** The limits of a number's codes over one channel: docs/policy.md §1, “wait between two codes” and “codes per number”. */
export function judgeSending(
  world: World,
  {
    channel,
    phone,
    isKnown,
    isNew,
    isBound,
  }: { channel: string; phone: string; isKnown: boolean; isNew: boolean; isBound: boolean },
): 'ok' | 'reserve' | 'code_cooldown' | 'code_limit' {
  const [sent, reserve] = [`send:${channel}:${phone}`, `send:known:${channel}:${phone}`];
  if (isKnown && world.countedWithin(reserve, DAY) < 3)
    return world.countedWithin(reserve, 60) > 0 ? 'code_cooldown' : 'reserve';
  const lastHour = world.countedWithin(sent, HOUR);
  if (lastHour >= 5 || world.countedWithin(sent, DAY) >= 10) return 'code_limit';
  if (isNew && world.countedWithin(`codes:${phone}`, DAY) >= 10) return 'code_limit';
  if (!isBound && !isKnown && world.isLocked(`fail:${phone}`)) return 'code_limit';
  const cooldown = [0, 60, 120, 300][Math.min(lastHour, 3)] ?? 0;
  if (world.countedWithin(sent, cooldown) > 0) return 'code_cooldown';
  return !isKnown && world.countedWithin(reserve, 120) > 0 ? 'code_cooldown' : 'ok';
}

export function countSending(
  world: World,
  channel: string,
  phone: string,
  verdict: 'ok' | 'reserve',
  isNew: boolean,
): void {
  world.count(`send:${verdict === 'reserve' ? 'known:' : ''}${channel}:${phone}`, 10);
  if (isNew && verdict === 'ok') world.count(`codes:${phone}`, 10);
}

/** A client that knows only numbers and codes asks for an SMS. */
export async function requestSms(
  run: Run,
  { browser, phone, token }: { browser: Browser; phone: string; token: Token | undefined },
): Promise<void> {
  const { world, system } = run;
  world.tick();
  const held = world.codeOf('sms', phone);
  const isLive =
    held?.state === 'waiting' && world.now < held.expiresAt && held.tries < ATTEMPTS && held.knownTries < ATTEMPTS;
  const isKnown = world.isKnownDevice(phone, browser.device, token);
  const verdict = judgeSending(world, { channel: 'sms', phone, isKnown, isNew: !isLive, isBound: false });
  const isSent = verdict === 'ok' || verdict === 'reserve';
  const answer = await system.call('POST', '/api/users/auth/', {
    body: { phone, device_id: browser.device },
    bearer: token?.access,
  });
  expectAnswer(run, 'SMS: code', answer, isSent ? 'ok' : verdict);
  if (!isSent) return;
  const { code } = takeMessage(run, 'sms', phone);
  countSending(world, 'sms', phone, verdict, !isLive);
  if (held && isLive) {
    expectSame('the code of a live challenge', code, held.code);
    held.expiresAt = world.now + LIFETIME.sms;
    return;
  }
  if (held) held.isCurrent = false;
  addNumberCode(run, { channel: 'sms', phone, code, telegram: undefined, proof: 'sms' });
}

/** The one message that a provider got. */
export function takeMessage({ system: { messages } }: Run, channel: string, phone: string): { code: string } {
  const [message, ...more] = messages.splice(0);
  if (!message || more.length > 0 || message.channel !== channel || message.phone !== phone)
    throw new Mismatch(`one message by ${channel} should have gone to ${phone}`);
  return message;
}

export interface Attempt {
  browser: Browser;
  channel: 'telegram' | 'sms';
  phone: string;
  code: string;
  token: Token | undefined;
  /** Without a device_id. */
  isAnonymous: boolean;
  saysNew: boolean;
}

type Prediction = { answer: 'ok'; apply(answer: Answer): void } | { answer: Exclude<string, 'ok'>; apply?: () => void };

/** A client tries a code at a number. */
export async function register(run: Run, attempt: Attempt): Promise<void> {
  const { system, world } = run;
  const { browser, channel, phone, code, token, isAnonymous, saysNew } = attempt;
  world.tick();
  const predicted = predictAttempt(run, attempt);
  const path = channel === 'telegram' ? '/api/v1/auth/register/telegram/' : '/api/users/auth/';
  const answer = await system.call('POST', path, {
    body: { phone, code, ...(!isAnonymous && { device_id: browser.device }), ...(saysNew && { claim: 'new_number' }) },
    bearer: token?.access,
    userAgent: browser.name,
  });
  expectAnswer(run, `register (${channel})`, answer, predicted.answer);
  predicted.apply?.(answer);
}

function predictAttempt(run: Run, attempt: Attempt): Prediction {
  const { world } = run;
  const { browser, channel, phone, code, token } = attempt;
  const device = attempt.isAnonymous ? undefined : browser.device;
  const held = world.codeOf(channel, phone);
  if (!held) return { answer: 'code_incorrect' };
  const isKnown = world.isKnownDevice(phone, device, token) && !world.isLocked(`fail:known:${phone}`);
  const subject = `fail:${isKnown ? 'known:' : ''}${phone}`;
  if (world.isLocked(subject)) return { answer: 'too_many_attempts' };

  const isRight = held.code === code;
  const isVoid = (isKnown ? held.knownTries : held.tries) >= ATTEMPTS;
  const isExpired = world.now >= held.expiresAt;
  const countFailure = () => {
    if (isKnown) held.knownTries += 1;
    else held.tries += 1;
    world.count(subject);
  };
  if (held.state !== 'waiting') {
    const { session, collectedAt = Number.NEGATIVE_INFINITY } = held;
    const row = world.sessionOf(session?.id);
    const isRepeatable = world.now - collectedAt < REPEATABLE && row !== undefined && row.device === device;
    if (!isRepeatable || isVoid) return { answer: 'code_incorrect' };
    if (!isRight) return { answer: 'code_incorrect', apply: countFailure };
    const isSame = row.generation === 0 && !row.isEnded && !row.user.isDisabled && row.openedBy === browser.name;
    if (!isSame) return { answer: 'code_incorrect' };
    return { answer: 'ok', apply: (answer) => keepSignIn(run, answer, browser, row, keyOf(held)) };
  }
  if (isVoid) return { answer: 'code_incorrect' };
  if (isExpired) return { answer: isRight ? 'code_expired' : 'code_incorrect' };
  if (!isRight) return { answer: 'code_incorrect', apply: countFailure };

  const T = world.userOf(held.telegram);
  const P = world.holderOf(phone);
  const claim: Claim = {
    hasToken: hasTokenOf(world, token, P),
    isOwnBrowser: false,
    saysNew: attempt.saysNew,
    wasAsked: held.wasAsked,
  };
  const decided = decideSignIn(T, P, held.proof, claim, world.idleOf);
  if ('refuses' in decided) {
    const { row, refuses } = decided;
    return {
      answer: refuses,
      apply() {
        countRow(run, row);
        if (refuses !== 'number_recycled') held.state = 'refused';
        else if (!held.wasAsked && P) {
          held.wasAsked = true;
          held.expiresAt = Math.max(held.expiresAt, world.now + QUESTION);
          P.questionedAt = world.now;
        }
      },
    };
  }
  return {
    answer: 'ok',
    apply(answer) {
      countRow(run, decided.row);
      const opened = readSignIn(answer);
      held.state = 'collected';
      held.collectedAt = world.now;
      const { telegram, proof } = held;
      const by = { phone, telegram, proof, isCard: false, byGateway: false };
      held.session = openAccount(world, decided, { ...opened, device: device ?? opened.id, by: browser.name }, by);
      keepSignIn(run, answer, browser, held.session, keyOf(held));
    },
  };
}

/** Whether the access token is of a living session of P. */
export function hasTokenOf(world: World, token: Token | undefined, P: World['users'][number] | undefined): boolean {
  const session = world.sessionOf(token?.session);
  return session !== undefined && session.user === P && !session.isEnded && world.now - session.createdAt < 30 * DAY;
}

const keyOf = ({ channel, phone, code }: NumberCode) => `${channel}:${phone}:${code}`;
