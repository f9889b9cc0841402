import { contract } from '@raqam/shared/contract';
import type { Answer, Asked } from '../http/ask.ts';
import { findCdn } from '../http/cdn.ts';
import { type ApiCalls, createApiCalls, type JourneyPlan } from './api-calls.ts';
import {
  addSecrets,
  cleanUp,
  type JourneyContext,
  REPEATS,
  readCode,
  readSignIn,
  signIn,
  statusOf,
} from './clean-up.ts';
import { type TestPerson, testPeople } from './test-people.ts';

/** TEST-NET-1 (RFC 5737): nobody's IP. The API must not believe that the doctor has it. */
export const FORGED_IP = '192.0.2.123';

export const stepNames = ['code', 'register', 'me', 'sessions', 'refresh', 'logout', 'return'] as const;
type StepName = (typeof stepNames)[number];

/** What happened to a test person, from the bot's request for a code to the deleted account. */
export interface Journey {
  /** undefined: every step succeeded. */
  failure?: { step: StepName; asked: Asked };
  /** The operator stopped it. */
  isAborted: boolean;
  /** The account of an interrupted run was there. */
  hadLeftover: boolean;
  /** Whether the account is left. */
  end: 'nothing_made' | 'deleted' | 'left';
  telegramId: number;
  code?: { expiresAt: string; remainingSeconds: number; skewMs: number | undefined; receivedAt: number };
  /** The answer to a second request for a code right after the first. */
  repeated?: Asked;
  /** The Set-Cookie lines of the registration. */
  cookies: string[];
  /** The first access token. */
  access?: string;
  /** The doctor's IP as the API sees it. */
  ip?: string;
  /** The CDN before the site's API. */
  cdn?: string | undefined;
}

/** Progress of the journey. */
interface State {
  journey: Journey;
  person: TestPerson;
  code: string;
  access: string | undefined;
  refresh: string;
  mayHaveAccount: boolean;
}

type Step = (state: State, calls: ApiCalls, context: JourneyContext) => Promise<Asked | undefined>;

/** Takes the journey, and deletes its account whatever happens. */
export async function takeJourney(plan: JourneyPlan, context: JourneyContext): Promise<Journey> {
  const [person] = testPeople;
  if (person === undefined) throw new Error('There are test people');
  const journey: Journey = {
    isAborted: false,
    hadLeftover: false,
    end: 'nothing_made',
    telegramId: person.telegramId,
    cookies: [],
  };
  const state: State = { journey, person, code: '', access: undefined, refresh: '', mayHaveAccount: false };
  const calls = createApiCalls(plan);
  try {
    for (const step of stepNames) {
      journey.isAborted = context.signal.aborted;
      if (journey.isAborted) break;
      const unexpected = await steps[step](state, calls, context);
      if (unexpected === undefined) continue;
      journey.failure = { step, asked: unexpected };
      break;
    }
  } finally {
    if (state.mayHaveAccount) journey.end = (await cleanUp(state, calls, context)) ? 'deleted' : 'left';
  }
  return journey;
}

/** Each step returns the answer when it is not the expected one. */
const steps: Readonly<Record<StepName, Step>> = {
  async code(state, calls, context) {
    let asked: Asked | undefined;
    for (const person of testPeople) {
      state.person = person;
      state.journey.telegramId = person.telegramId;
      asked = await calls.create(person.telegramId, person.phones[0]);
      if (!isToldToWait(asked)) break;
    }
    const issued = readCode(asked, context);
    if (asked?.ok !== true || issued === undefined) return asked;
    state.code = issued.code;
    state.journey.code = {
      expiresAt: issued.expires_at,
      remainingSeconds: issued.remaining_seconds,
      skewMs: asked.answer.skewMs,
      receivedAt: asked.answer.receivedAt,
    };
    const { telegramId, phones } = state.person;
    state.journey.repeated = await calls.create(telegramId, phones[0]);
    state.code = readCode(state.journey.repeated, context)?.code ?? state.code; // correct APIs refuse it
    return undefined;
  },

  async register(state, calls, context) {
    const { phones } = state.person;
    const asked = await calls.register(phones[0], state.code, FORGED_IP);
    state.mayHaveAccount = !asked.ok || asked.answer.status < 400 || asked.answer.status >= 500;
    const signedIn = readSignIn(asked, context);
    if (!asked.ok || signedIn === undefined) return asked;
    state.access = signedIn.tokens.access;
    state.journey.access = signedIn.tokens.access;
    state.refresh = signedIn.tokens.refresh;
    state.journey.hadLeftover = !signedIn.is_new;
    state.journey.cookies = asked.answer.headers.getSetCookie();
    return undefined;
  },

  async me(state, calls) {
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const asked = await calls.me(state.access ?? '');
      const profile = asked.ok ? contract.me.responses[200].safeParse(asked.answer.json).data : undefined;
      if (profile?.telegram_id !== state.person.telegramId) return asked;
    }
    return undefined;
  },

  async sessions(state, calls) {
    const asked = await calls.sessions(state.access ?? '');
    const sessions = asked.ok ? contract.listSessions.responses[200].safeParse(asked.answer.json).data : undefined;
    const current = sessions?.find(({ is_current }) => is_current);
    if (!asked.ok || current === undefined) return asked;
    state.journey.ip = current.ip_address;
    state.journey.cdn = findCdn(asked.answer.headers);
    return undefined;
  },

  async refresh(state, calls, context) {
    const asked = await calls.refresh(state.refresh);
    const tokens = asked.ok ? contract.refreshSession.responses[200].safeParse(asked.answer.json).data : undefined;
    if (tokens === undefined) return asked;
    addSecrets(context, Object.values(tokens));
    state.access = tokens.access;
    return undefined;
  },

  async logout(state, calls) {
    const access = state.access ?? '';
    const asked = await calls.logout(access);
    if (statusOf(asked) !== 204) return asked;
    const afterwards = await calls.me(access);
    if (statusOf(afterwards) !== 401) return afterwards;
    state.access = undefined;
    return undefined;
  },

  /** The same person with another number opens the same account, which can then be deleted. */
  async return(state, calls, context) {
    const { unexpected, access, isNew } = await signIn(state.person, 1, calls, context);
    state.access = access;
    return isNew === false ? undefined : unexpected;
  },
};

function isToldToWait(asked: Asked): boolean {
  return asked.ok && isWait(asked.answer);
}

/** Refused by a code budget: the number or the person has just received a code. */
export function isWait({ status, error }: Answer): boolean {
  return status === 429 && (error?.code === 'code_cooldown' || error?.code === 'code_limit');
}
