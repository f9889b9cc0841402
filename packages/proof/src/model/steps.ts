import fc from 'fast-check';
import * as press from './browser-challenges.ts';
import * as codes from './number-codes.ts';
import { pass, type Run } from './run.ts';
import * as sessions from './sessions.ts';
import type { Browser, Challenge, Token, World } from './world.ts';

/** Three Telegram accounts and three numbers, so that claims collide. */
const TELEGRAMS = [1_000_001, 1_000_002, 1_000_003] as const;
export const PHONES = ['+998901000001', '+998901000002', '+998901000003'] as const;

/**
 * Seconds. All limits of docs/policy.md are multiples of 30 seconds, and so are these, so that no limit ends within the
 * moments that a sequence really takes.
 */
const WAITS = {
  short: [30, 60, 90, 150, 300],
  long: [660, 3_630, 90_000],
  days: [15 * 86_400, 31 * 86_400, 61 * 86_400, 181 * 86_400],
} as const;

/** Which of the codes that were sent somebody enters. */
type Which = 'newest' | 'former' | 'other' | 'wrong';

/** What was chosen at random; each step reads what it needs. */
interface Choices {
  telegram: number;
  phone: number;
  browser: number;
  /** The challenge, session or alert: 0 is the newest. */
  back: number;
  which: Which;
  proof: 'contact' | 'typed';
  channel: 'telegram' | 'sms';
  /** The request carries the browser's access token. */
  withToken: boolean;
  saysNew: boolean;
  /** Whatever else a step has to choose: once in four or five. */
  rare: boolean;
  odd: number;
}

export interface Step extends Choices {
  wait: number;
  act: Act;
}

interface Action {
  weight: number;
  perform(run: Run, step: Step): Promise<void>;
  describe(step: Step): string;
}

const phoneOf = ({ phone }: Step) => PHONES[phone] ?? PHONES[0];
const telegramOf = ({ telegram }: Step) => TELEGRAMS[telegram] ?? TELEGRAMS[0];
const browserOf = ({ world }: Run, { browser }: Step) => world.browsers[browser] as Browser; // there are three
const newest = <Item>(items: readonly Item[], back: number): Item | undefined => items.at(-1 - back);
/** The step's browser if it is signed in, or else another one that is. */
const signedIn = (run: Run, step: Step): Browser => {
  const browser = browserOf(run, step);
  if (step.rare || run.world.accessOf(browser)) return browser;
  return run.world.browsers.find((other) => run.world.accessOf(other)) ?? browser;
};
const tokenOf = ({ world }: Run, browser: Browser, { withToken }: Step): Token | undefined =>
  withToken ? world.accessOf(browser) : undefined;
const challengeOf = ({ world }: Run, { back }: Step): Challenge | undefined => newest(world.challenges, back);
const ownerOf = ({ world }: Run, challenge: Challenge): Browser =>
  world.browsers.find(({ device }) => device === challenge.device) as Browser; // one of them started it

function chooseCode({ known }: World, phone: string, channels: readonly string[], which: Which): string {
  const own = known.filter((code) => code.phone === phone && channels.includes(code.channel));
  const other = known.filter((code) => !own.includes(code));
  const right = own.at(-1)?.code ?? '000000';
  switch (which) {
    case 'newest':
      return right;
    case 'former':
      return own.at(-2)?.code ?? right;
    case 'other':
      return other.at(-1)?.code ?? right;
    case 'wrong':
      return String((Number(right) + 1) % 1_000_000).padStart(6, '0');
  }
}

async function register(run: Run, step: Step): Promise<void> {
  const { channel, saysNew, rare } = step;
  const browser = browserOf(run, step);
  const phone = phoneOf(step);
  const code = chooseCode(run.world, phone, [channel], step.which);
  const token = tokenOf(run, browser, step);
  await codes.register(run, { browser, channel, phone, code, token, isAnonymous: rare, saysNew });
}

async function finish(run: Run, step: Step, challenge: Challenge, way: 'collect' | 'verify'): Promise<void> {
  const browser = ownerOf(run, challenge);
  const token = challenge.change || step.withToken ? run.world.accessOf(browser) : undefined;
  const secret = step.odd === 0 ? 'nonce' : step.odd === 1 ? 'other' : 'own';
  const request = { browser, token, saysNew: step.saysNew, secret } as const;
  if (way === 'collect') return press.collect(run, challenge, request);
  const code = chooseCode(run.world, challenge.phone ?? '', ['sms', 'gateway'], step.which);
  await press.verify(run, challenge, code, request);
}

const onChallenge =
  (perform: (run: Run, step: Step, challenge: Challenge) => Promise<void>) =>
  async (run: Run, step: Step): Promise<void> => {
    const challenge = challengeOf(run, step);
    if (challenge) await perform(run, step, challenge);
  };

const start = (run: Run, step: Step, isChange: boolean) => {
  const browser = isChange ? signedIn(run, step) : browserOf(run, step);
  return press.start(run, { browser, isChange, token: run.world.accessOf(browser) });
};

const sendTo = (run: Run, step: Step, challenge: Challenge) => {
  const browser = ownerOf(run, challenge);
  const token = challenge.change || step.withToken ? run.world.accessOf(browser) : undefined;
  const channel = step.odd % 3 === 0 ? undefined : step.odd % 3 === 1 ? 'sms' : 'gateway';
  return press.send(run, challenge, { browser, phone: phoneOf(step), channel, token });
};

/** The whole press: link, contact, number, collection. */
const pressWhole = (isChange: boolean) => async (run: Run, step: Step) => {
  const before = run.world.challenges.length;
  await start(run, step, isChange);
  const challenge = run.world.challenges.at(-1);
  if (!challenge || run.world.challenges.length === before) return;
  await press.open(run, challenge, telegramOf(step));
  if (challenge.proof === undefined) await press.shareContact(run, challenge, telegramOf(step), phoneOf(step));
  await press.decide(run, challenge, telegramOf(step), 'right');
  await finish(run, { ...step, odd: 9 }, challenge, 'collect');
};

/** A browser's code: start, send, verify. */
const codeWhole = (isChange: boolean) => async (run: Run, step: Step) => {
  const before = run.world.challenges.length;
  await start(run, step, isChange);
  const challenge = run.world.challenges.at(-1);
  if (!challenge || run.world.challenges.length === before) return;
  await sendTo(run, step, challenge);
  await finish(run, { ...step, odd: 9, which: 'newest' }, challenge, 'verify');
};

const person = (step: Step) => `Telegram ${step.telegram + 1}`;
const number = (step: Step) => `number ${step.phone + 1}`;
const place = (step: Step) => ['laptop', 'phone', 'stranger'][step.browser] ?? '';
const one = ({ back }: Step) => (back === 0 ? 'the newest challenge' : `challenge ${back} before the newest`);
const claims = ({ saysNew, withToken }: Step) => `${withToken ? ', signed in' : ''}${saysNew ? ', “new to me”' : ''}`;

export const ACTIONS = {
  askCode: {
    weight: 4,
    perform: (run, step) =>
      codes.createCode(run, { telegram: telegramOf(step), phone: phoneOf(step), proof: step.proof, twice: step.rare }),
    describe: (step) =>
      `${person(step)} asks the bot for a code for ${number(step)} (${step.proof})${step.rare ? ', twice' : ''}`,
  },
  askSms: {
    weight: 2,
    perform(run, step) {
      const browser = browserOf(run, step);
      return codes.requestSms(run, { browser, phone: phoneOf(step), token: tokenOf(run, browser, step) });
    },
    describe: (step) => `${place(step)} asks for an SMS to ${number(step)}${claims(step)}`,
  },
  register: {
    weight: 8,
    perform: register,
    describe: (step) =>
      `${place(step)} enters the ${step.which} code of ${number(step)} (${step.channel})${step.rare ? ', without a device_id' : ''}${claims(step)}`,
  },
  guess: {
    weight: 1,
    async perform(run, step) {
      for (let tries = 0; tries < 6; tries += 1) await register(run, { ...step, which: 'wrong' });
    },
    describe: (step) => `${place(step)} enters six wrong codes of ${number(step)} (${step.channel})${claims(step)}`,
  },
  signInByBot: {
    weight: 9,
    async perform(run, step) {
      await codes.createCode(run, {
        telegram: telegramOf(step),
        phone: phoneOf(step),
        proof: step.proof,
        twice: false,
      });
      await register(run, { ...step, channel: 'telegram', which: 'newest' });
    },
    describe: (step) =>
      `${person(step)} asks the bot for a code for ${number(step)} (${step.proof}), and ${place(step)} enters it${claims(step)}`,
  },
  signInBySms: {
    weight: 6,
    async perform(run, step) {
      const browser = browserOf(run, step);
      await codes.requestSms(run, { browser, phone: phoneOf(step), token: tokenOf(run, browser, step) });
      await register(run, { ...step, channel: 'sms', which: 'newest' });
    },
    describe: (step) => `${place(step)} gets an SMS to ${number(step)}, and enters its code${claims(step)}`,
  },
  signInByPress: {
    weight: 5,
    perform: pressWhole(false),
    describe: (step) => `${place(step)} signs in by a press of ${person(step)}, contact ${number(step)}${claims(step)}`,
  },
  signInByBrowserCode: {
    weight: 5,
    perform: codeWhole(false),
    describe: (step) =>
      `${place(step)} signs in by a code sent to ${number(step)} (${channelText(step)})${claims(step)}`,
  },
  changeByPress: {
    weight: 2,
    perform: pressWhole(true),
    describe: (step) => `${place(step)} changes its number to ${number(step)} by a press of ${person(step)}`,
  },
  changeByCode: {
    weight: 3,
    perform: codeWhole(true),
    describe: (step) => `${place(step)} changes its number to ${number(step)} by a code (${channelText(step)})`,
  },
  start: {
    weight: 2,
    perform: (run, step) => start(run, step, step.rare),
    describe: (step) => `${place(step)} starts a ${step.rare ? 'change of number' : 'sign-in'}`,
  },
  open: {
    weight: 2,
    perform: onChallenge((run, step, challenge) => press.open(run, challenge, telegramOf(step))),
    describe: (step) => `${person(step)} opens the link of ${one(step)}`,
  },
  shareContact: {
    weight: 1,
    perform: onChallenge((run, step, challenge) => press.shareContact(run, challenge, telegramOf(step), phoneOf(step))),
    describe: (step) => `${person(step)} shares the contact ${number(step)} for ${one(step)}`,
  },
  decide: {
    weight: 2,
    perform: onChallenge((run, step, challenge) => press.decide(run, challenge, telegramOf(step), choiceOf(step))),
    describe: (step) => `${person(step)} decides ${one(step)} (${choiceOf(step)})`,
  },
  collect: {
    weight: 4,
    perform: onChallenge((run, step, challenge) => finish(run, step, challenge, 'collect')),
    describe: (step) => `the browser collects ${one(step)}${secretText(step)}${claims(step)}`,
  },
  send: {
    weight: 2,
    perform: onChallenge(sendTo),
    describe: (step) =>
      `the browser of ${one(step)} sends a code to ${number(step)} (${channelText(step)})${claims(step)}`,
  },
  verify: {
    weight: 4,
    perform: onChallenge((run, step, challenge) => finish(run, step, challenge, 'verify')),
    describe: (step) => `the browser enters the ${step.which} code at ${one(step)}${secretText(step)}${claims(step)}`,
  },
  askOwner: {
    weight: 2,
    async perform(run, step) {
      const challenge = run.world.challenges.findLast(({ askedAt }) => askedAt !== undefined) ?? challengeOf(run, step);
      if (!challenge) return;
      await press.askOwner(run, challenge);
      if (challenge.telegram === undefined || challenge.state !== 'opened' || step.rare) return;
      // the card offers the same numbers as the link; here the number itself is enough
      await press.decide(run, challenge, challenge.telegram, 'right');
      await finish(run, { ...step, odd: 9 }, challenge, 'collect');
    },
    describe: (step) => `“it is my old account”${step.rare ? '' : ', and its Telegram approves'}`,
  },
  typeTaken: {
    weight: 1,
    async perform(run, step) {
      const owner = { ...step, browser: (step.browser + 1) % 3, withToken: false, saysNew: false, rare: false };
      await codes.createCode(run, { telegram: telegramOf(step), phone: phoneOf(step), proof: 'typed', twice: false });
      await codes.requestSms(run, { browser: browserOf(run, owner), phone: phoneOf(step), token: undefined });
      await register(run, { ...owner, channel: 'sms', which: 'newest' });
      await register(run, { ...step, channel: 'telegram', which: 'newest' });
    },
    describe: (step) =>
      `${person(step)} types ${number(step)}, somebody else proves it by SMS, and ${place(step)} enters the bot’s code${claims(step)}`,
  },
  comeBack: {
    weight: 1,
    async perform(run, step) {
      const holder = { ...step, withToken: false, saysNew: false, odd: 1 };
      await pressWhole(false)(run, holder);
      await pass(run, 61 * 86_400);
      await codeWhole(false)(run, { ...holder, browser: (step.browser + 1) % 3 });
      await pass(run, 330);
      await pressWhole(false)(run, holder);
      await codeWhole(false)(run, { ...holder, withToken: step.withToken });
    },
    describe: (step) =>
      `${person(step)} signs in at ${place(step)} with number ${step.phone + 1}, somebody else gets an SMS to it after 61 days, then ${place(step)} signs in again and enters one${step.withToken ? ', signed in' : ''}`,
  },
  openMiniApp: {
    weight: 1,
    perform: (run, step) => sessions.openMiniApp(run, browserOf(run, step), telegramOf(step)),
    describe: (step) => `${person(step)} opens the Mini App on ${place(step)}`,
  },
  me: {
    weight: 2,
    perform: (run, step) => sessions.showAccount(run, signedIn(run, step).tokens.at(-1)),
    describe: (step) => `${place(step)} shows its access token`,
  },
  refresh: {
    weight: 6,
    perform(run, step) {
      const browser = signedIn(run, step);
      return sessions.refresh(run, browser, newest(browser.tokens, step.back), step.rare);
    },
    describe: (step) =>
      `${place(step)} refreshes with ${step.back === 0 ? 'its newest token' : `the token ${step.back} before its newest`}${step.rare ? '; the answer is lost' : ''}`,
  },
  logOut: {
    weight: 1,
    perform: (run, step) => sessions.logOut(run, signedIn(run, step)),
    describe: (step) => `${place(step)} logs out`,
  },
  endOthers: {
    weight: 1,
    perform: (run, step) => sessions.endOthers(run, run.world.accessOf(signedIn(run, step))),
    describe: (step) => `${place(step)} ends all other sessions`,
  },
  endOne: {
    weight: 1,
    async perform(run, step) {
      const session = newest(run.world.sessions, step.back);
      if (session) await sessions.endOne(run, run.world.accessOf(signedIn(run, step)), session.id);
    },
    describe: (step) => `${place(step)} ends a session, ${step.back} before the newest`,
  },
  delete: {
    weight: 1,
    perform: (run, step) => sessions.deleteAccount(run, run.world.accessOf(signedIn(run, step))),
    describe: (step) => `${place(step)} deletes its account`,
  },
  disable: {
    weight: 1,
    async perform(run, step) {
      const user = newest(run.world.users, step.back);
      if (user) await sessions.setDisabled(run, user, !user.isDisabled);
    },
    describe: (step) => `the operator disables a user, or enables them again: ${step.back} before the newest`,
  },
  disown: {
    weight: 2,
    async perform(run, step) {
      const alert = newest(
        run.world.alerts.filter(({ id }) => id !== undefined),
        step.back,
      );
      if (alert) await sessions.disown(run, alert, step.rare ? telegramOf(step) : alert.telegram);
    },
    describe: (step) =>
      `“it was not me” at an alert, ${step.back} before the newest${step.rare ? `, by ${person(step)}` : ''}`,
  },
  undoChange: {
    weight: 1,
    async perform(run, step) {
      const alert = newest(
        run.world.alerts.filter(({ kind }) => kind === 'number_changed'),
        step.back,
      );
      if (alert) await sessions.undoChange(run, alert, step.rare ? telegramOf(step) : alert.telegram);
    },
    describe: (step) =>
      `a change of number is undone, ${step.back} before the newest${step.rare ? `, by ${person(step)}` : ''}`,
  },
  deploy: {
    weight: 1,
    perform: async ({ system }) => system.deploy(),
    describe: () => 'the api restarts with a new SECRET_KEY before the old one',
  },
} as const satisfies Record<string, Action>;

type Act = keyof typeof ACTIONS;

const channelText = ({ odd }: Step) => ['cheapest channel', 'SMS', 'Gateway'][odd % 3] ?? '';
const secretText = ({ odd }: Step) => (odd === 0 ? ' with the nonce' : odd === 1 ? ' with another’s secret' : '');
const choiceOf = ({ odd }: Step) => (odd < 6 ? 'right' : odd < 8 ? 'wrong' : 'decline');

const act = fc.oneof(
  ...Object.entries(ACTIONS).map(([name, { weight }]) => ({ weight, arbitrary: fc.constant(name as Act) })),
);

/** `common` most often: it comes first, so that a failing sequence shrinks to it. */
const mostly = <Value>(common: Value, ...others: Value[]) =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant(common) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.oneof(
    { withCrossShrink: true },
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 8, arbitrary: fc.constantFrom(...WAITS.short) },
    { weight: 2, arbitrary: fc.constantFrom(...WAITS.long) },
    { weight: 2, arbitrary: fc.constantFrom(...WAITS.days) },
  ),
  act,
  telegram: fc.nat(2),
  phone: fc.nat(2),
  browser: fc.nat(2),
  back: mostly(0, 1, 2),
  which: mostly<Which>('newest', 'former', 'other', 'wrong'),
  proof: mostly<'contact' | 'typed'>('contact', 'typed'),
  channel: fc.constantFrom('telegram' as const, 'sms' as const),
  withToken: fc.boolean(),
  saysNew: mostly(false, true),
  rare: mostly(false, true),
  odd: fc.nat(9),
});

const LONGEST = 16;

/** A sequence that prints as readable lines. */
export const sequence = fc.array(step, { minLength: 1, maxLength: LONGEST, size: 'max' });

export function describeStep(made: Step): string {
  const text = ACTIONS[made.act].describe(made);
  return made.wait === 0 ? text : `${describeWait(made.wait)} later: ${text}`;
}

function describeWait(seconds: number): string {
  if (seconds >= 86_400) return `${seconds / 86_400} days`;
  if (seconds >= 3_600) return `${seconds / 3_600} hours`;
  return `${seconds} seconds`;
}
