import { type ApiResult, createApiClient } from '@raqam/shared/client';
import type { Contract, Profile, RequestBody, ResponseBody, Tokens, User } from '@raqam/shared/contract';
import type { ChallengeState } from '@raqam/shared/contract/challenges';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from 'react';
import { watchConnection } from '../../../api/connection.ts';
import { describeFailure, type FirstText } from '../../../api/describe-failure.ts';
import { useIsClient } from '../../../components/use-is-client.ts';
import { defaultTexts, type Texts } from '../../../messages/load-messages.ts';
import type { Notice } from '../../../messages/messages.ts';
import { TextsContext } from '../../../messages/TextsContext.tsx';
import { readStored, writeKept } from '../../../stored.ts';
import { type Challenge, createChallenges, type SentCode } from './challenges.ts';
import { describeDevice } from './device.ts';
import { createSession, type FurtherOptions } from './session.ts';

/**
 * How the person got signed in: with a new account, into an existing one, or on an earlier visit. `number-stays`: into
 * their account, which did not get the given number. `pressed` and `pressed-new`: by a press in Telegram, perhaps somebody else's, so that the page names the account.
 */
export type Arrival = 'new' | 'existing' | 'number-stays' | 'pressed' | 'pressed-new' | 'restored';

export const wasPressed = (arrival: Arrival): boolean => arrival === 'pressed' || arrival === 'pressed-new';

export type AuthState =
  /** Not known yet. With a problem: the API did not answer, which is not a sign-out. */
  | { status: 'loading'; user: null; problem: FirstText | null }
  /** With a notice if the person did not sign out here and now. */
  | { status: 'signed-out'; user: null; notice: Notice | null }
  | { status: 'signed-in'; user: User; arrival: Arrival };

export type Auth = AuthState & {
  /** The URL of the button to the bot; without it the pages ask in words to open the bot. */
  botUrl: string | undefined;
  /** Redeems the bot's code: creates the account or signs in to it. */
  registerWithTelegram: (claim: { phone: Phone; code: string }) => Promise<ApiResult<Registration>>;
  /** Starts a sign-in that waits for a press in Telegram; null: the API has no bot. */
  startChallenge: () => Promise<ApiResult<Challenge | null>>;
  /** Resolves once its state is not `known` any more, or after ten seconds. */
  waitForChallenge: (
    id: string,
    known: ChallengeState,
    signal: AbortSignal,
  ) => Promise<ApiResult<ResponseBody<'waitForChallenge'>>>;
  /** Signs in once it is approved in Telegram. Asked again within 60 s, it gives the same session. */
  collectChallenge: (id: string) => Promise<ApiResult<User>>;
  /** Signs in by the data with which Telegram opened the page. Asked again within 60 s, it gives the same session. */
  signInWithMiniApp: (initData: string) => Promise<ApiResult<User>>;
  /** Sends a code by SMS, for the challenge that has sent one before, or else for another. */
  requestSmsCode: (phone: Phone, challengeId: string | undefined) => Promise<ApiResult<SentCode>>;
  /** Redeems the code of an SMS: signs in, or creates the account. */
  signInWithSms: (claim: { challengeId: string; phone: Phone; code: string }) => Promise<ApiResult<User>>;
  /** Calls an endpoint as the signed-in user. If the session has ended, the person is signed out. */
  call: <Name extends keyof Contract>(
    name: Name,
    body: RequestBody<Name>,
    params?: Record<string, string>,
    further?: FurtherOptions,
  ) => Promise<ApiResult<ResponseBody<Name>>>;
  /** Changes the given fields of the profile. */
  updateProfile: (changes: RequestBody<'updateMe'>) => Promise<ApiResult<Profile>>;
  /** Deletes the account with all its sessions. */
  deleteAccount: () => Promise<ApiResult<null>>;
  /** Ends the session. If the API can't be reached, the person stays signed in: the cookie would still be valid. */
  logout: () => Promise<ApiResult<null>>;
  /** Repeats a failed check of who is signed in. */
  retry: () => void;
  /** Closes the notice about a sign-out. */
  dismissNotice: () => void;
};

interface Registration {
  user: User;
  isNew: boolean;
}

const signedOut = { status: 'signed-out', user: null, notice: null } as const satisfies AuthState;
const checking = { status: 'loading', user: null, problem: null } as const satisfies AuthState;

const AuthContext = createContext<Auth | undefined>(undefined);

export interface AuthProviderProps {
  /** The API's base, absolute or (same origin) `/api/v1`. Read once. */
  baseUrl: string;
  /** The bot's username, with or without @; or another URL that opens it, such as a local emulator's. */
  bot?: string | undefined;
  /** The texts of everything below, and their language; Uzbek if omitted. */
  texts?: Texts;
  /** Whether somebody may be signed in, for rendering on a server. In the browser its storage says so. */
  mayBeSignedIn?: boolean | undefined;
  children: ReactNode;
}

/** Provides the signed-in person and the texts to everything below it. Tokens never leave it. */
export function AuthProvider({
  baseUrl,
  bot,
  texts = defaultTexts,
  mayBeSignedIn = false,
  children,
}: AuthProviderProps) {
  const { language } = texts;
  const [{ api, session, challenges }] = useState(() => connect(baseUrl));
  const [known, setState] = useState<AuthState>(() => (session.mayExist() ? checking : signedOut));
  const atFirst = mayBeSignedIn ? checking : signedOut;
  const state = useIsClient() ? known : atFirst;
  /** Counts sign-ins and sign-outs: the answer to an earlier, slower check must not overrule them. */
  const turn = useRef(0);

  async function restore(): Promise<void> {
    turn.current += 1;
    const asked = turn.current;
    const wasSignedIn = typeof readStored('raqam.signed-in') === 'string';
    const mayBeRefused = !session.wasRenewed() && (!navigator.cookieEnabled || isElsewhere(baseUrl));
    const result = await session.call('me', undefined, language);
    if (asked !== turn.current) return;
    if (result.ok) setState({ status: 'signed-in', user: result.data, arrival: 'restored' });
    else if (result.error.code === 'session_invalid') {
      const notice = mayBeRefused ? 'cookiesRefused' : 'sessionEnded';
      settleSignedOut(wasSignedIn ? notice : null);
    } else {
      const problem = describeFailure(result.error, language, new Date());
      // A known state stays: only a page that still waits for it has to show the failure
      setState((current) => (current.status === 'loading' ? { ...checking, problem } : current));
    }
  }

  function settleSignedOut(notice: Notice | null = null): void {
    turn.current += 1;
    session.end();
    setState({ ...signedOut, notice });
  }

  function settleSignedIn(user: User, tokens: Tokens, arrival: Arrival): void {
    turn.current += 1;
    session.start(tokens);
    writeKept('raqam.bot-link', undefined);
    // Who only proves again who they are does not arrive
    setState((current) => ({
      status: 'signed-in',
      user,
      arrival: current.status === 'signed-in' && current.user.id === user.id ? current.arrival : arrival,
    }));
  }

  /** Signs in by a call that gives the same session again for 60 s. */
  async function enter(redeem: () => Promise<ApiResult<ResponseBody<'signInWithMiniApp'>>>): Promise<ApiResult<User>> {
    const result = await askTwice(redeem);
    if (!result.ok) return result;
    const { user, tokens, is_new: isNew } = result.data;
    settleSignedIn(user, tokens, isNew ? 'new' : 'existing');
    return { ok: true, data: user };
  }

  /** Handles an ended session, or a cookie that belongs to another person by now, who is then signed in here. */
  function settleInvalid(person: number, notice: Notice | null): void {
    if (session.person() === person) settleSignedOut(notice);
    else void restore();
  }

  async function call<Name extends keyof Contract>(
    name: Name,
    body: RequestBody<Name>,
    params?: Record<string, string>,
    further?: FurtherOptions,
  ): Promise<ApiResult<ResponseBody<Name>>> {
    const asked = turn.current;
    const person = session.person();
    const result = await session.call(name, body, language, params, further);
    // A later sign-in or sign-out wins
    if (!result.ok && result.error.code === 'session_invalid' && asked === turn.current)
      settleInvalid(person, 'sessionEnded');
    return result;
  }

  const restoreFromEffect = useEffectEvent(restore);
  const needsRetry = state.status === 'loading' && state.problem !== null;

  useEffect(() => {
    if (session.mayExist()) void restoreFromEffect();
    // Another tab signed in or out, such as the one that the bot's link opened
    function follow(event: StorageEvent): void {
      // A renewal changes nothing about who is signed in.
      if (event.key === 'raqam.signed-in' && event.newValue !== 'renewed') void restoreFromEffect();
    }
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, [session]);

  const isSignedIn = state.status === 'signed-in';
  useEffect(() => {
    if (!isSignedIn) return;
    // The notice of the previous sign-out no longer applies
    for (const place of ['page', 'dialog'] as const)
      for (const key of [`raqam.sign-in.${place}`, `raqam.press.${place}`] as const) writeKept(key, undefined);
  }, [isSignedIn]);

  useEffect(() => {
    if (!needsRetry) return;
    const again = () => void restoreFromEffect();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [needsRetry]);

  const auth: Auth = {
    ...state,
    botUrl: bot && linkToBot(bot, language),

    async registerWithTelegram(claim) {
      const body = { ...claim, ...describeDevice() };
      const result = await askTwice(() => api.call('registerWithTelegram', body, { language }));
      if (!result.ok) return result;
      const { user, tokens, is_new: isNew } = result.data;
      const arrival = user.phone === claim.phone ? 'existing' : 'number-stays';
      settleSignedIn(user, tokens, isNew ? 'new' : arrival);
      return { ok: true, data: { user, isNew } };
    },

    startChallenge: () => challenges.start(language),

    waitForChallenge: (id, known, signal) => challenges.wait(id, known, language, signal),

    async collectChallenge(id) {
      const result = await challenges.collect(id, language);
      if (!result.ok) return result;
      const { user, tokens, is_new: isNew } = result.data;
      settleSignedIn(user, tokens, isNew ? 'pressed-new' : 'pressed');
      return { ok: true, data: user };
    },

    requestSmsCode: (phone, challengeId) => challenges.send(challengeId, phone, language),

    signInWithSms: ({ challengeId, phone, code }) => enter(() => challenges.verify(challengeId, phone, code, language)),

    signInWithMiniApp: (initData) =>
      enter(() => api.call('signInWithMiniApp', { init_data: initData, ...describeDevice() }, { language })),

    call,

    async updateProfile(changes) {
      const result = await call('updateMe', changes);
      if (result.ok) {
        const user = result.data;
        setState((current) => (current.status === 'signed-in' ? { ...current, user } : current));
      }
      return result;
    },

    async deleteAccount() {
      const result = await call('deleteMe', undefined);
      if (result.ok) settleSignedOut('accountDeleted');
      return result;
    },

    async logout() {
      const person = session.person();
      const result = await session.call('logout', {}, language);
      if (!result.ok && result.error.code !== 'session_invalid') return result;
      settleInvalid(person, null);
      return { ok: true, data: null };
    },

    retry() {
      setState(checking);
      void restore();
    },

    dismissNotice() {
      setState((current) => (current.status === 'signed-out' ? signedOut : current));
    },
  };

  return (
    <TextsContext value={texts}>
      <AuthContext value={auth}>{children}</AuthContext>
    </TextsContext>
  );
}

function connect(baseUrl: string) {
  const api = watchConnection(createApiClient({ baseUrl }));
  return { api, session: createSession(api), challenges: createChallenges(api) };
}

/**
 * Redeems a code once more if no answer came: the API may have redeemed it, and gives the same device the same session
 * again for 60 s.
 */
async function askTwice<Data>(redeem: () => Promise<ApiResult<Data>>): Promise<ApiResult<Data>> {
  const first = await redeem();
  return !first.ok && first.error.code === 'unreachable' ? redeem() : first;
}

/** Whether the API has another host name than the page, so that a browser may refuse its cookies. */
function isElsewhere(baseUrl: string): boolean {
  return new URL(baseUrl, window.location.href).hostname !== window.location.hostname;
}

/**
 * Adds `start` to the bot's link: without it Telegram shows no START button to people who already used the bot. Its
 * value tells the bot the page's language.
 */
function linkToBot(bot: string, language: Language): string {
  const url = new URL(bot.includes('://') ? bot : `https://t.me/${bot.replace(/^@/, '')}`);
  url.searchParams.set('start', language);
  return url.href;
}

export function useAuth(): Auth {
  const auth = use(AuthContext);
  if (!auth) throw new Error('useAuth needs an AuthProvider above it');
  return auth;
}
