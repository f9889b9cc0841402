import { setTimeout as pause } from 'node:timers/promises';
import { contract } from '@raqam/shared/contract';
import type { ChallengeState } from '@raqam/shared/contract/challenges';
import type { Asked } from '../http/ask.ts';
import { type ApiCalls, type Challenge, createApiCalls, type JourneyPlan } from './api-calls.ts';
import { cleanUp, type JourneyContext, readSignIn, statusOf } from './clean-up.ts';
import { type Button, createHandset, type Handset } from './handset.ts';
import type { TestPerson } from './test-people.ts';

/** The page asks again after each wait of 12 s. */
const NOTICE_TIMEOUT_MS = 30_000;

/** A newcomer signs in, then again as a known person, who says that it was somebody else. */
const pressSteps = [
  ...(['start', 'contact', 'card', 'number', 'collect'] as const),
  ...(['start again', 'card again', 'number again', 'collect again', 'disown'] as const),
];
type StepName = (typeof pressSteps)[number];

/** An answer that was not the expected one; or no message of the bot; or a state that the page did not see. */
type Trouble = { kind: 'answer'; asked: Asked } | { kind: 'silent' } | { kind: 'unnoticed'; state: string };

/** What happened to a test person who signed in by one press on the handset. */
export interface Press {
  /** undefined: every step succeeded. */
  failure?: { step: StepName; trouble: Trouble };
  /** The operator stopped it. */
  isAborted: boolean;
  /** Whether the account is left. */
  end: 'nothing_made' | 'deleted' | 'left';
  /** The Set-Cookie lines of the newest challenge. */
  cookies: { lines: string[]; challengeId: string } | undefined;
  /** The longest time from an act in Telegram to the page's knowledge of it. */
  noticedMs: number;
}

/** Progress of the press. */
interface State {
  press: Press;
  calls: ApiCalls;
  handset: Handset;
  context: JourneyContext;
  challenge: Challenge;
  /** The page's number on the card. */
  button: Button | undefined;
  access: string | undefined;
  userId: string | undefined;
  /** An account, or the chat that the bot keeps until the account is deleted. */
  mayHaveTraces: boolean;
}

type Step = (state: State) => Promise<Trouble | undefined>;

/** Signs in by one press, as the site's page and on the handset at `stack`; deletes the account whatever happens. */
export async function takePress(
  plan: JourneyPlan & { stack: URL; person: TestPerson },
  context: JourneyContext,
): Promise<Press> {
  const press: Press = { isAborted: false, end: 'nothing_made', cookies: undefined, noticedMs: 0 };
  const state: State = {
    press,
    calls: createApiCalls(plan),
    handset: createHandset(plan.stack, plan.person),
    context,
    challenge: { id: '', secret: '', cookie: '', url: '', number: '' },
    button: undefined,
    access: undefined,
    userId: undefined,
    mayHaveTraces: false,
  };
  try {
    for (const step of pressSteps) {
      press.isAborted = context.signal.aborted;
      if (press.isAborted) break;
      const trouble = await steps[step](state);
      if (trouble === undefined) continue;
      press.failure = { step, trouble };
      break;
    }
  } finally {
    if (state.mayHaveTraces) {
      const isDeleted = await cleanUp({ access: state.access, person: plan.person }, state.calls, context);
      press.end = isDeleted ? 'deleted' : 'left';
    }
    await state.handset.remove();
  }
  return press;
}

const steps: Readonly<Record<StepName, Step>> = {
  async start(state) {
    return unexpected(await state.handset.create()) ?? start(state);
  },

  async contact(state) {
    const { handset } = state;
    state.mayHaveTraces = true;
    return whilePageWaits(state, ['waiting', 'opened'], async () => {
      const refused = await handset.openLink(state.challenge.url);
      if (refused) return unexpected(refused);
      return (await handset.isAskedForContact()) ? undefined : { kind: 'silent' };
    });
  },

  async card(state) {
    return unexpected(await state.handset.shareContact()) ?? findNumber(state);
  },

  number: pressNumber,

  collect: (state) => collect(state, { isNew: true }),

  'start again': start,

  'card again': (state) =>
    whilePageWaits(
      state,
      ['waiting', 'opened'],
      async () => unexpected(await state.handset.openLink(state.challenge.url)) ?? findNumber(state),
    ),

  'number again': pressNumber,

  'collect again': (state) => collect(state, { isNew: false }),

  async disown(state) {
    const { handset, calls, button, access = '' } = state;
    const before = await calls.me(access);
    if (statusOf(before) !== 200) return unexpected(before);
    const disown = await handset.findButton(({ callback_data }) => callback_data.startsWith('disown:'));
    if (!disown || disown.message_id !== button?.message_id) return { kind: 'silent' };
    const refused = unexpected(await handset.press(disown));
    if (refused) return refused;
    // the card loses its last button once the session has ended
    if (!(await handset.hasLostButtons(disown.message_id))) return { kind: 'silent' };
    const ended = await calls.me(access);
    if (statusOf(ended) !== 401) return unexpected(ended);
    state.access = undefined;
    return undefined;
  },
};

async function start(state: State): Promise<Trouble | undefined> {
  const { context, press } = state;
  const asked = await state.calls.startChallenge();
  const started = asked.ok ? contract.startChallenge.responses[201].safeParse(asked.answer.json).data : undefined;
  if (!asked.ok || !started?.telegram) return { kind: 'answer', asked };
  const { id, secret, telegram } = started;
  for (const hidden of [secret, new URL(telegram.url).searchParams.get('start') ?? '']) context.addSecret(hidden);
  const lines = asked.answer.headers.getSetCookie();
  const cookies = lines.map((line) => line.split(';')[0]);
  press.cookies = { lines, challengeId: id };
  state.challenge = { id, secret, cookie: cookies.join('; '), ...telegram };
  return undefined;
}

async function findNumber(state: State): Promise<Trouble | undefined> {
  state.button = await state.handset.findButton(({ text }) => text === state.challenge.number);
  return state.button ? undefined : { kind: 'silent' };
}

function pressNumber(state: State): Promise<Trouble | undefined> {
  return whilePageWaits(state, ['opened', 'approved'], async () => {
    if (!state.button) throw new Error('The card was found before');
    return unexpected(await state.handset.press(state.button));
  });
}

async function collect(state: State, { isNew }: { isNew: boolean }): Promise<Trouble | undefined> {
  const { calls, challenge, context } = state;
  const asked = await calls.collect(challenge);
  const signedIn = readSignIn(asked, context);
  state.access = signedIn?.tokens.access;
  const isOwn = isNew || signedIn?.user.id === state.userId;
  if (!signedIn || signedIn.is_new !== isNew || !isOwn) return { kind: 'answer', asked };
  state.userId = signedIn.user.id;
  return undefined;
}

/** Acts while the page waits, which has to notice the new state. */
async function whilePageWaits(
  { calls, challenge, press }: State,
  [from, to]: [ChallengeState, ChallengeState],
  act: () => Promise<Trouble | undefined>,
): Promise<Trouble | undefined> {
  let waiting = calls.wait(challenge, from);
  const trouble = await act();
  if (trouble) return trouble;
  const actedAt = Date.now();
  while (true) {
    const asked = await waiting;
    const seen = asked.ok ? contract.waitForChallenge.responses[200].safeParse(asked.answer.json).data : undefined;
    if (seen === undefined) return { kind: 'answer', asked };
    const tookMs = Date.now() - actedAt;
    press.noticedMs = Math.max(press.noticedMs, tookMs);
    const { state } = seen;
    if (state === to) return undefined;
    if (state !== from || tookMs > NOTICE_TIMEOUT_MS) return { kind: 'unnoticed', state };
    await pause(seen.retry_after_seconds * 1000);
    waiting = calls.wait(challenge, from);
  }
}

function unexpected(asked: Asked | undefined): Trouble | undefined {
  return asked && { kind: 'answer', asked };
}
