import { contract } from '@raqam/shared/contract';
import type { Answer, Asked } from '../ask.ts';
import type { Context } from '../check.ts';
import { type ApiCalls, createApiCalls } from './api-calls.ts';
import { type Traveller, travellers } from './traveller.ts';

/** TEST-NET-1 (RFC 5737): nobody's address. The API must not believe that we come from there. */
export const FORGED_ADDRESS = '192.0.2.123';

export const stepNames = ['code', 'register', 'me', 'sessions', 'refresh', 'logout', 'return'] as const;
type StepName = (typeof stepNames)[number];

/** What was seen on the way of a person that cannot be, from the bot's request for a code to the deleted account. */
export interface Journey {
  /** undefined: every step went well. */
  failure?: { step: StepName; asked: Asked };
  /** The operator ended it. */
  isAborted: boolean;
  /** An earlier run had left its account. */
  hadLeftover: boolean;
  /** What stays: nothing because nothing was made, nothing because it was deleted, or the account. */
  end: 'nothing_made' | 'deleted' | 'left';
  telegramId: number;
  code?: { expiresAt: string; remainingSeconds: number; skew: number | undefined; receivedAt: number };
  /** The answer to a second request for a code, right after the first. */
  repeated?: Asked;
  /** The Set-Cookie lines of the registration. */
  cookies: string[];
  /** The address that the API took us for. */
  address?: string;
}

/** How far it got. */
interface State {
  journey: Journey;
  traveller: Traveller;
  code: string;
  access: string | undefined;
  refresh: string;
  mayHaveAccount: boolean;
}

export interface JourneyPlan {
  /** Where the bot asks for codes. */
  api: URL;
  /** Where the site sends its requests. */
  siteApi: URL;
  /** Sent as `Origin`, as the site's pages would. */
  web: URL | undefined;
  botSecret: string;
}

type Step = (state: State, calls: ApiCalls, context: Context) => Promise<Asked | undefined>;

/** Makes the journey, and cleans up whatever happens. */
export async function takeJourney(context: Context, plan: JourneyPlan): Promise<Journey> {
  const [traveller] = travellers;
  if (traveller === undefined) throw new Error('There are travellers');
  const journey: Journey = {
    isAborted: false,
    hadLeftover: false,
    end: 'nothing_made',
    telegramId: traveller.telegramId,
    cookies: [],
  };
  const state: State = { journey, traveller, code: '', access: undefined, refresh: '', mayHaveAccount: false };
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

/** Each does its part of the way; returns the answer where it is not the one that belongs there. */
const steps: Readonly<Record<StepName, Step>> = {
  async code(state, calls, context) {
    let asked: Asked | undefined;
    for (const traveller of travellers) {
      state.traveller = traveller;
      state.journey.telegramId = traveller.telegramId;
      asked = await calls.create(traveller.telegramId, traveller.phones[0]);
      if (!isToldToWait(asked)) break;
    }
    const issued = readCode(asked, context);
    if (asked?.ok !== true || issued === undefined) return asked;
    state.code = issued.code;
    state.journey.code = {
      expiresAt: issued.expires_at,
      remainingSeconds: issued.remaining_seconds,
      skew: asked.answer.skew,
      receivedAt: asked.answer.receivedAt,
    };
    const { telegramId, phones } = state.traveller;
    state.journey.repeated = await calls.create(telegramId, phones[0]);
    state.code = readCode(state.journey.repeated, context)?.code ?? state.code; // it should be refused
    return undefined;
  },

  async register(state, calls, context) {
    const { phones } = state.traveller;
    const asked = await calls.register(phones[0], state.code, { forgedAddress: FORGED_ADDRESS });
    state.mayHaveAccount = !asked.ok || asked.answer.status < 400 || asked.answer.status >= 500;
    const signedIn = readSignIn(asked, context);
    if (!asked.ok || signedIn === undefined) return asked;
    state.access = signedIn.tokens.access;
    state.refresh = signedIn.tokens.refresh;
    state.journey.hadLeftover = !signedIn.is_new;
    state.journey.cookies = asked.answer.headers.getSetCookie();
    return undefined;
  },

  async me(state, calls) {
    const asked = await calls.me(state.access ?? '');
    const profile = asked.ok ? contract.me.responses[200].safeParse(asked.answer.json).data : undefined;
    return profile?.telegram_id === state.traveller.telegramId ? undefined : asked;
  },

  async sessions(state, calls) {
    const asked = await calls.sessions(state.access ?? '');
    const sessions = asked.ok ? contract.listSessions.responses[200].safeParse(asked.answer.json).data : undefined;
    const current = sessions?.find(({ is_current }) => is_current);
    if (current === undefined) return asked;
    state.journey.address = current.ip_address;
    return undefined;
  },

  async refresh(state, calls, context) {
    const asked = await calls.refresh(state.refresh);
    const tokens = asked.ok ? contract.refreshSession.responses[200].safeParse(asked.answer.json).data : undefined;
    if (tokens === undefined) return asked;
    concealAll(context, Object.values(tokens));
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

  /** The same person by another number: the account that is there is opened, and can be deleted. */
  async return(state, calls, context) {
    const { unexpected, access, isNew } = await signIn(state.traveller, 1, calls, context);
    state.access = access;
    return isNew === false ? undefined : unexpected;
  },
};

/** Deletes the account by the session that is open, or else by one more. Returns whether it is gone. */
async function cleanUp(state: State, calls: ApiCalls, context: Context): Promise<boolean> {
  if (state.access !== undefined && (await deleteAccount(calls, state.access))) return true;
  const { access } = await signIn(state.traveller, 2, calls, context);
  return access !== undefined && (await deleteAccount(calls, access));
}

async function deleteAccount(calls: ApiCalls, access: string): Promise<boolean> {
  return statusOf(await calls.deleteMe(access)) === 204 && statusOf(await calls.me(access)) === 401;
}

/** Asks for a code and redeems it. */
async function signIn({ telegramId, phones }: Traveller, place: 1 | 2, calls: ApiCalls, context: Context) {
  const created = await calls.create(telegramId, phones[place]);
  const issued = readCode(created, context);
  if (issued === undefined) return { unexpected: created };
  const registered = await calls.registerAtApi(phones[place], issued.code);
  const signedIn = readSignIn(registered, context);
  return { unexpected: registered, access: signedIn?.tokens.access, isNew: signedIn?.is_new };
}

function readCode(asked: Asked | undefined, context: Context) {
  const issued = asked?.ok ? contract.createTelegramCode.responses[200].safeParse(asked.answer.json).data : undefined;
  if (issued) context.conceal(issued.code);
  return issued;
}

function readSignIn(asked: Asked, context: Context) {
  if (!asked.ok) return undefined;
  const { 200: known, 201: created } = contract.registerWithTelegram.responses;
  const signedIn = (asked.answer.status === 201 ? created : known).safeParse(asked.answer.json).data;
  if (signedIn) concealAll(context, Object.values(signedIn.tokens));
  return signedIn;
}

function concealAll({ conceal }: Context, secrets: string[]): void {
  for (const secret of secrets) conceal(secret);
}

function isToldToWait(asked: Asked): boolean {
  return asked.ok && isWait(asked.answer);
}

/** The budgets of codes: the number or the person has just got one. */
export function isWait({ status, error }: Answer): boolean {
  return status === 429 && (error?.code === 'code_cooldown' || error?.code === 'code_limit');
}

function statusOf(asked: Asked): number | undefined {
  return asked.ok ? asked.answer.status : undefined;
}
