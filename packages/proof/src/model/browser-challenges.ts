import { type Claim, decideChange, decideSignIn, type Opens, type Refuses } from './account-table.ts';
import { countSending, hasTokenOf, judgeSending, takeMessage } from './number-codes.ts';
import { addAlert, losesSessions, openAccount, releaseNumber, setNumber } from './open-account.ts';
import { checkUser, countRow, expectAnswer, expectSame, keepSignIn, type Run, readSignIn } from './run.ts';
import { authenticate } from './sessions.ts';
import type { Answer } from './system.ts';
import type { Browser, Challenge, Session, Token, User, World } from './world.ts';

const DAY = 86_400;
const ATTEMPTS = 5;
const LIFETIME = { waiting: 120, opened: 180, approved: 60, code: 120, question: 300 };
const REPEATABLE = 60;
const CHANGES_PER_DAY = 3;
const PROOF_AGE = 900;

/** How a request shows that it is the browser's own. */
type Secret = 'own' | 'nonce' | 'other';

/** A browser starts a sign-in, or a change of its account's number. */
export async function start(
  run: Run,
  { browser, isChange, token }: { browser: Browser; isChange: boolean; token: Token | undefined },
): Promise<void> {
  const { world, system } = run;
  world.tick();
  const session = isChange ? authenticate(world, token) : undefined;
  const answer = await system.call('POST', '/api/v1/auth/challenges/', {
    body: { device_id: browser.device, ...(isChange && { purpose: 'change_phone' }) },
    bearer: isChange ? token?.access : undefined,
    userAgent: browser.name,
  });
  expectAnswer(run, isChange ? 'browser: start a change' : 'browser: start', answer, predictStart());
  if (!answer.json.id) return;
  const { id, secret, telegram } = answer.json;
  world.challenges.push({
    id,
    secret,
    nonce: telegram ? (new URL(telegram.url).searchParams.get('start') ?? '') : '',
    number: telegram?.number ?? '',
    choices: [],
    device: browser.device,
    change: session && { user: session.user, session },
    state: 'waiting',
    channel: undefined,
    telegram: undefined,
    phone: undefined,
    proof: undefined,
    code: undefined,
    codeOf: undefined,
    tries: 0,
    needsSms: false,
    askedAt: undefined,
    expiresAt: world.now + LIFETIME.waiting,
    collectedAt: undefined,
    session: undefined,
  });
  run.secrets.add(secret);
  if (telegram) run.secrets.add(new URL(telegram.url).searchParams.get('start') ?? '');

  function predictStart(): string {
    if (!isChange) return 'ok';
    if (!session) return 'session_invalid';
    if (session.user.telegram === undefined && !isProved(world, session)) return 'proof_required';
    return world.countedWithin(`change:${session.user.id}`, DAY) >= CHANGES_PER_DAY ? 'change_limit' : 'ok';
  }
}

/** Whether a session may change the number by a code: docs/policy.md §2, “changing the number of an account”. */
function isProved(world: World, { user, proof, createdAt }: Session): boolean {
  if (!user.isVerified && user.telegram === undefined) return true;
  return proof !== 'typed' && world.now - createdAt < PROOF_AGE;
}

/** A Telegram user opens the link of a challenge. */
export async function open(run: Run, challenge: Challenge, telegram: number): Promise<void> {
  const { world, system } = run;
  if (challenge.nonce === '') return; // a change of an account without Telegram has no link
  world.tick();
  const predicted = predictOpening(world, challenge, telegram);
  const answer = await system.bot('challenges/open', { start: challenge.nonce, telegram_id: telegram });
  expectAnswer(run, 'Telegram: open', answer, predicted);
  if (predicted === 'challenge_taken') challenge.state = 'taken';
  if (predicted !== 'ok') return;
  const { ref, needs_contact, choices } = answer.json;
  expectSame('the challenge of the link', ref, challenge.id);
  challenge.choices = choices;
  const T = world.userOf(telegram);
  if (challenge.state === 'waiting') {
    const proof = T && !challenge.change ? 'approval' : undefined;
    const expiresAt = world.now + LIFETIME.opened;
    Object.assign(challenge, { state: 'opened', channel: 'telegram', telegram, proof, expiresAt });
    expectSame('needs_contact', needs_contact, proof === undefined);
  }
}

function predictOpening(world: World, challenge: Challenge, telegram: number): string {
  const { state, channel, expiresAt, change } = challenge;
  if (!world.challenges.includes(challenge)) return 'not_found';
  if (change && change.user !== world.userOf(telegram)) return 'other_telegram';
  const isOfCode = channel === 'sms' || channel === 'gateway';
  if (world.now >= expiresAt || isOfCode || !['waiting', 'opened'].includes(state)) return 'challenge_ended';
  if (state === 'opened' && challenge.telegram !== telegram) return 'challenge_taken';
  return world.hasRefusedCards(telegram) ? 'challenge_limit' : 'ok';
}

/** A Telegram user shares the contact for a challenge. */
export async function shareContact(run: Run, challenge: Challenge, telegram: number, phone: string): Promise<void> {
  const { world, system } = run;
  world.tick();
  const isWaited =
    world.challenges.includes(challenge) &&
    challenge.telegram === telegram &&
    challenge.state === 'opened' &&
    (challenge.proof === undefined || challenge.proof === 'contact') &&
    world.now < challenge.expiresAt;
  const body = { ref: challenge.id, telegram_id: telegram, phone_number: phone };
  const answer = await system.bot('challenges/contact', body);
  expectAnswer(run, 'Telegram: share the contact', answer, isWaited ? 'ok' : 'not_found');
  if (!isWaited) return;
  if (challenge.proof === undefined) challenge.expiresAt = world.now + LIFETIME.opened;
  Object.assign(challenge, { phone, proof: 'contact' });
}

/** A Telegram user chooses a number of the card, or declines. */
export async function decide(
  run: Run,
  challenge: Challenge,
  telegram: number,
  choice: 'right' | 'wrong' | 'decline',
): Promise<void> {
  const { world, system } = run;
  world.tick();
  const wrong = challenge.choices.find((number) => number !== challenge.number) ?? '10';
  const decision = choice === 'decline' ? { decline: true } : { choice: choice === 'right' ? challenge.number : wrong };
  const isOwn = world.challenges.includes(challenge) && challenge.telegram === telegram;
  const isOpen =
    isOwn && challenge.state === 'opened' && challenge.proof !== undefined && world.now < challenge.expiresAt;
  const answer = await system.bot('challenges/decide', { ref: challenge.id, telegram_id: telegram, ...decision });
  expectAnswer(run, `Telegram: decide (${choice})`, answer, isOwn ? 'ok' : 'not_found');
  if (!isOwn) return;
  if (isOpen) {
    const isApproved = choice === 'right' && !world.hasRefusedCards(telegram);
    if (isApproved) Object.assign(challenge, { state: 'approved', expiresAt: world.now + LIFETIME.approved });
    else {
      challenge.state = choice === 'wrong' ? 'wrong_number' : 'declined';
      world.count(`card:${telegram}`, 3);
    }
  }
  expectSame('the state after the decision', answer.json.state, stateShown(world, challenge));
}

function stateShown(world: World, { state, expiresAt }: Challenge): string {
  if (state === 'refused') return 'expired';
  return ['waiting', 'opened', 'approved'].includes(state) && world.now >= expiresAt ? 'expired' : state;
}

/** A browser sends a number the code of its challenge. */
export async function send(
  run: Run,
  challenge: Challenge,
  {
    browser,
    phone,
    channel,
    token,
  }: { browser: Browser; phone: string; channel: 'sms' | 'gateway' | undefined; token: Token | undefined },
): Promise<void> {
  const { world, system } = run;
  world.tick();
  const { predicted, verdict, by, isNew } = predictSending();
  const answer = await system.call('POST', `/api/v1/auth/challenges/${challenge.id}/send/`, {
    body: { secret: challenge.secret, phone, ...(channel && { channel }) },
    bearer: token?.access,
    userAgent: browser.name,
  });
  expectAnswer(run, `browser: send (${channel ?? 'any'})`, answer, predicted);
  if (predicted !== 'ok') return;
  expectSame('the channel', answer.json.channel, by);
  const { code } = takeMessage(run, by, phone);
  countSending(world, by, phone, verdict, isNew);
  if (!isNew) expectSame('the code of a challenge, over every channel', code, challenge.code);
  const isSamePhone = challenge.phone === phone;
  const bySmsAlone = challenge.needsSms && isSamePhone;
  const wasByGateway = challenge.proof === 'gateway' || challenge.needsSms;
  const proof = by === 'gateway' || (wasByGateway && !bySmsAlone) ? 'gateway' : 'sms';
  const expiresAt = Math.max(challenge.expiresAt, world.now + LIFETIME.code);
  Object.assign(challenge, { channel: by, phone, code, codeOf: keyOf(phone), proof, needsSms: bySmsAlone, expiresAt });
  world.known.push({ phone, channel: by, code });
  run.secrets.add(code);

  function keyOf(number: string): string {
    return `${number}:${challenge.needsSms && challenge.phone === number}`;
  }

  function predictSending(): { predicted: string; verdict: 'ok' | 'reserve'; by: 'sms' | 'gateway'; isNew: boolean } {
    const none = { verdict: 'ok', by: 'sms', isNew: false } as const;
    if (!world.challenges.includes(challenge)) return { predicted: 'not_found', ...none };
    if (challenge.change) {
      const owner = authenticate(world, token);
      if (!owner) return { predicted: 'session_invalid', ...none };
      if (owner !== challenge.change.session) return { predicted: 'not_found', ...none };
      if (!isProved(world, owner)) return { predicted: 'proof_required', ...none };
    }
    const isSendable = challenge.state === 'waiting' && challenge.tries < ATTEMPTS && world.now < challenge.expiresAt;
    if (!isSendable) return { predicted: 'challenge_ended', ...none };
    const isNew = challenge.codeOf !== keyOf(phone);
    const needsSms = challenge.needsSms && challenge.phone === phone;
    const isKnown = world.isKnownDevice(phone, challenge.device, token);
    let predicted = 'sms_required';
    // Gateway first, where the browser names no channel; then the next one, unless this one only has to be waited for
    for (const by of channel === 'sms' ? (['sms'] as const) : (['gateway', 'sms'] as const)) {
      if (by === 'gateway' && needsSms) continue;
      const judged = judgeSending(world, { channel: by, phone, isKnown, isNew, isBound: true });
      if (judged === 'ok' || judged === 'reserve') return { predicted: 'ok', verdict: judged, by, isNew };
      predicted = judged;
      if (judged === 'code_cooldown') break;
    }
    return { predicted, ...none };
  }
}

/** A request of a browser that finishes its challenge. */
export interface Finish {
  browser: Browser;
  secret: Secret;
  token: Token | undefined;
  saysNew: boolean;
}

/** A browser enters a code. */
export async function verify(run: Run, challenge: Challenge, code: string, finish: Finish): Promise<void> {
  const { world } = run;
  world.tick();
  const predicted = refuseForeign(run, challenge, finish) ?? predictCode();
  const answer = await post(run, challenge, 'verify', finish, { code });
  expectAnswer(run, `browser: verify${challenge.change ? ' a change' : ''}`, answer, predicted.answer);
  predicted.apply?.(answer);

  function predictCode(): Prediction {
    const { state, phone, tries } = challenge;
    const ended = { answer: 'challenge_ended' };
    if (challenge.code === undefined || phone === undefined || challenge.channel === 'telegram') return ended;
    const isRight = challenge.code === code;
    if (state === 'collected' && isRepeatable(world, challenge) && tries < ATTEMPTS)
      return isRight ? predictRepeat(run, challenge, finish) : ended;
    if (state !== 'waiting') return ended;
    const isExpired = world.now >= challenge.expiresAt;
    if (tries >= ATTEMPTS) return isExpired ? ended : { answer: 'code_incorrect' };
    if (isExpired) return isRight ? { answer: 'code_expired' } : ended;
    if (isRight) return predictOutcome(run, challenge, finish, undefined);
    return {
      answer: 'code_incorrect',
      apply(answer) {
        challenge.tries += 1;
        expectSame('attempts_left', answer.json.error.attempts_left, ATTEMPTS - challenge.tries);
      },
    };
  }
}

/** A browser collects what was approved in Telegram. */
export async function collect(run: Run, challenge: Challenge, finish: Finish): Promise<void> {
  const { world } = run;
  world.tick();
  const predicted = refuseForeign(run, challenge, finish) ?? predictCollection();
  const answer = await post(run, challenge, 'collect', finish, {});
  expectAnswer(run, `browser: collect${challenge.change ? ' a change' : ''}`, answer, predicted.answer);
  predicted.apply?.(answer);

  function predictCollection(): Prediction {
    const { state, expiresAt, telegram } = challenge;
    const ended = { answer: 'challenge_ended' };
    if (state === 'collected') return isRepeatable(world, challenge) ? predictRepeat(run, challenge, finish) : ended;
    if (world.now >= expiresAt) return ended;
    if (state === 'waiting' || state === 'opened') return { answer: 'challenge_pending' };
    return state === 'approved' ? predictOutcome(run, challenge, finish, telegram) : ended;
  }
}

interface Prediction {
  answer: string;
  apply?: (answer: Answer) => void;
}

function post(run: Run, challenge: Challenge, action: string, finish: Finish, body: object): Promise<Answer> {
  const { secret: kind, browser, token, saysNew } = finish;
  const secret = { own: challenge.secret, nonce: challenge.nonce || 'x', other: otherSecret(run, challenge) }[kind];
  return run.system.call('POST', `/api/v1/auth/challenges/${challenge.id}/${action}/`, {
    body: { secret, ...body, ...(saysNew && { claim: 'new_number' }) },
    bearer: token?.access,
    userAgent: browser.name,
    cookie: browser.remembered?.cookie,
  });
}

function otherSecret({ world }: Run, challenge: Challenge): string {
  return world.challenges.find((other) => other !== challenge)?.secret ?? 'none';
}

/** Only the secret finishes a challenge; a change of number also needs the session that started it. */
function refuseForeign({ world }: Run, challenge: Challenge, { secret, token }: Finish): Prediction | undefined {
  if (secret !== 'own' || !world.challenges.includes(challenge)) return { answer: 'not_found' };
  if (!challenge.change) return undefined;
  const owner = authenticate(world, token);
  if (!owner) return { answer: 'session_invalid' };
  return owner === challenge.change.session ? undefined : { answer: 'not_found' };
}

function isRepeatable(world: World, { collectedAt = Number.NEGATIVE_INFINITY }: Challenge): boolean {
  return world.now - collectedAt < REPEATABLE;
}

/** The same answer again: it may have been lost. */
function predictRepeat(run: Run, challenge: Challenge, { browser }: Finish): Prediction {
  if (challenge.change) {
    const { user } = challenge.change;
    return { answer: 'ok', apply: ({ json }) => checkUser(json.user, user) };
  }
  const session = run.world.sessionOf(challenge.session?.id);
  if (!session || session.generation > 0 || session.isEnded || session.user.isDisabled)
    return { answer: 'challenge_ended' };
  return { answer: 'ok', apply: (answer) => keepSignIn(run, answer, browser, session, challenge.id) };
}

/** What a proved challenge does, by the tables. `telegram`: the account that approved it. */
function predictOutcome(
  run: Run,
  challenge: Challenge,
  { browser, token, saysNew }: Finish,
  telegram: number | undefined,
): Prediction {
  const { world } = run;
  const { phone, proof, change } = challenge;
  const P = world.holderOf(phone);
  if (proof === undefined) return { answer: 'challenge_ended' };
  const claim: Claim = {
    hasToken: hasTokenOf(world, token, P),
    isOwnBrowser: remembers(world, browser, P),
    saysNew,
    wasAsked: phone !== undefined && challenge.askedAt === phone,
  };
  const decided = change
    ? decideChange(change.user, P, proof, world.idleOf)
    : decideSignIn(world.userOf(telegram), P, proof, claim, world.idleOf);
  if ('refuses' in decided) return refuse(run, challenge, decided, P);
  if (change && world.countedWithin(`change:${change.user.id}`, DAY) >= CHANGES_PER_DAY)
    return { answer: 'change_limit', apply: () => void Object.assign(challenge, { state: 'refused' }) };
  return {
    answer: 'ok',
    apply(answer) {
      countRow(run, decided.row);
      Object.assign(challenge, { state: 'collected', collectedAt: world.now });
      const byGateway = proof === 'gateway' || (challenge.needsSms && proof === 'sms');
      if (change) {
        changeNumber(world, decided, change, phone ?? '', proof === 'gateway');
        checkUser(answer.json.user, change.user);
        return;
      }
      const opened = { ...readSignIn(answer), device: challenge.device, by: browser.name };
      const isCard = challenge.channel === 'telegram';
      challenge.session = openAccount(world, decided, opened, { phone, telegram, proof, isCard, byGateway });
      keepSignIn(run, answer, browser, challenge.session, challenge.id);
    },
  };
}

function refuse(run: Run, challenge: Challenge, { row, refuses }: Refuses, P: User | undefined): Prediction {
  return {
    answer: refuses,
    apply() {
      countRow(run, row);
      if (refuses === 'sms_required') challenge.needsSms = true;
      else if (refuses !== 'number_recycled') challenge.state = 'refused';
      else if (challenge.askedAt !== challenge.phone && P) {
        challenge.askedAt = challenge.phone;
        challenge.expiresAt = Math.max(challenge.expiresAt, run.world.now + LIFETIME.question);
        P.questionedAt = run.world.now;
      }
    },
  };
}

/** Whether the browser's cookie names a session of P that is not forgotten. */
function remembers(world: World, { remembered }: Browser, P: User | undefined): boolean {
  const session = world.sessionOf(remembered?.session);
  return (
    session !== undefined && session.user === P && !session.isForgotten && world.now - session.createdAt < 400 * DAY
  );
}

/** An account gets a number that was proved in its session. */
function changeNumber(
  world: World,
  decided: Opens,
  { user, session }: NonNullable<Challenge['change']>,
  phone: string,
  byGateway: boolean,
): void {
  const former = { phone: user.phone, isVerified: user.isVerified, provedAt: user.provedAt };
  const endsOthers = losesSessions(decided, phone);
  releaseNumber(world, decided.loses);
  setNumber(world, user, phone, { proves: true });
  if (byGateway) user.isProvedByGateway = true;
  if (endsOthers) world.dropSessions((row) => row.user === user && row !== session);
  world.count(`change:${user.id}`, CHANGES_PER_DAY);
  if (decided.row !== 'change-confirms')
    addAlert(world, 'number_changed', user, undefined, { former, device: session.device });
}

/** “It is my old account”: the account of the number is shown a card. */
export async function askOwner(run: Run, challenge: Challenge): Promise<void> {
  const { world, system } = run;
  world.tick();
  const isAsked =
    world.challenges.includes(challenge) &&
    !challenge.change &&
    challenge.phone !== undefined &&
    challenge.askedAt === challenge.phone &&
    world.now < challenge.expiresAt;
  const canAsk = isAsked && ['waiting', 'approved', 'opened'].includes(challenge.state);
  const exists = world.challenges.includes(challenge);
  const answer = await system.call('POST', `/api/v1/auth/challenges/${challenge.id}/ask-owner/`, {
    body: { secret: challenge.secret },
  });
  expectAnswer(
    run,
    'browser: “it is my old account”',
    answer,
    canAsk ? 'ok' : exists ? 'challenge_ended' : 'not_found',
  );
  if (!canAsk) return;
  challenge.number = answer.json.number;
  if (challenge.state === 'opened') return; // asked before
  const P = world.holderOf(challenge.phone);
  const owner = P?.isVerified && !P.isDisabled ? P.telegram : undefined;
  const isShown =
    owner !== undefined && !world.hasRefusedCards(owner) && world.countedWithin(`push:${owner}`, 3_600) < 5;
  if (isShown) world.count(`push:${owner}`, 5);
  Object.assign(challenge, {
    state: 'opened',
    channel: 'telegram',
    telegram: isShown ? owner : undefined,
    proof: 'approval',
    expiresAt: world.now + LIFETIME.opened,
  });
}
