import { type ApiResult, createApiClient } from '@raqam/shared/client';
import type { Contract, Profile, RequestBody, ResponseBody, Tokens, User } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from 'react';
import { watchConnection } from '../../../api/connection.ts';
import { describeFailure, type Text } from '../../../api/describe-failure.ts';
import { defaultTexts, type Texts } from '../../../messages/load-messages.ts';
import type { Notice } from '../../../messages/messages.ts';
import { TextsContext } from '../../../messages/TextsContext.tsx';
import { readStored, writeKept } from '../../../stored.ts';
import { describeDevice } from './device.ts';
import { createSession } from './session.ts';

/**
 * How the person came to be signed in: with a new account, into their account, by an SMS (the API does not say
 * whether the account is new), or still from an earlier visit. `number-stays`: into their account, though the
 * number that they gave was not attached to it.
 */
export type Arrival = 'new' | 'existing' | 'number-stays' | 'by-sms' | 'restored';

export type AuthState =
  /** Not known yet. With a problem the API did not say either way; that is no sign-out. */
  | { status: 'loading'; user: null; problem: Text | null }
  /** With a notice when it was not the person who signed out here and now. */
  | { status: 'signed-out'; user: null; notice: Notice | null }
  | { status: 'signed-in'; user: User; arrival: Arrival };

export type Auth = AuthState & {
  /** Where the button to the bot leads; without it the pages say in words to open the bot. */
  botUrl: string | undefined;
  /** Redeems the bot's code: creates the account or signs in to it. */
  registerWithTelegram: (claim: { phone: Phone; code: string }) => Promise<ApiResult<Registration>>;
  /** Sends a code by SMS. */
  requestSmsCode: (phone: Phone) => Promise<ApiResult<SmsSent>>;
  /** Redeems the code of an SMS: signs in, or creates the account. */
  signInWithSms: (claim: { phone: Phone; code: string }) => Promise<ApiResult<User>>;
  /** Calls an endpoint as the signed-in user. When the session turns out to be over, the person is signed out. */
  call: <Name extends keyof Contract>(
    name: Name,
    body: RequestBody<Name>,
    params?: Record<string, string>,
  ) => Promise<ApiResult<ResponseBody<Name>>>;
  /** Changes the profile: what is left out stays. */
  updateProfile: (changes: RequestBody<'updateMe'>) => Promise<ApiResult<Profile>>;
  /** Deletes the account with all its sessions. */
  deleteAccount: () => Promise<ApiResult<null>>;
  /** Ends the session. When the API can't be told, the person stays signed in: the cookie would still be good. */
  logout: () => Promise<ApiResult<null>>;
  /** Asks again who is signed in, after a failure. */
  retry: () => void;
  /** The person has read why they are signed out. */
  dismissNotice: () => void;
};

interface Registration {
  user: User;
  isNew: boolean;
}

type SmsSent = Extract<ResponseBody<'authenticateBySms'>, { resend_after_seconds: number }>;

const signedOut = { status: 'signed-out', user: null, notice: null } as const satisfies AuthState;
/** Both steps of the SMS endpoint have one contract: an answer to the other step is no answer. */
const notUnderstood = { ok: false, error: { code: 'unreachable', message: '', fields: {} } } as const;
const checking = { status: 'loading', user: null, problem: null } as const satisfies AuthState;

const AuthContext = createContext<Auth | undefined>(undefined);

export interface AuthProviderProps {
  /** The API's base, absolute or (same origin) `/api/v1`. Read once. */
  baseUrl: string;
  /** The bot's username, with or without @; or another address that opens it, as a local emulator has. */
  bot?: string | undefined;
  /** What everything below says, and in which language; Uzbek where left out. */
  texts?: Texts;
  children: ReactNode;
}

/** Knows who is signed in, and gives everything below it its texts. Tokens never leave it. */
export function AuthProvider({ baseUrl, bot, texts = defaultTexts, children }: AuthProviderProps) {
  const { language } = texts;
  const [{ api, session }] = useState(() => connect(baseUrl));
  // While the page is built there is no browser to ask: it is drawn for a person who is signed out.
  const [state, setState] = useState<AuthState>(() =>
    typeof window !== 'undefined' && session.mayExist() ? checking : signedOut,
  );
  /** Counts what decides who is signed in: a slower, earlier question must not overrule it. */
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
      // What is known stays: only somebody who waits for the answer has to hear that there was none.
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
    setState({ status: 'signed-in', user, arrival });
  }

  /** The session is over, or the cookie is another person's by now: then that person is signed in here. */
  function settleInvalid(person: number, notice: Notice | null): void {
    if (session.person() === person) settleSignedOut(notice);
    else void restore();
  }

  async function call<Name extends keyof Contract>(
    name: Name,
    body: RequestBody<Name>,
    params?: Record<string, string>,
  ): Promise<ApiResult<ResponseBody<Name>>> {
    const asked = turn.current;
    const person = session.person();
    const result = await session.call(name, body, language, params);
    // A sign-in or sign-out meanwhile knows better.
    if (!result.ok && result.error.code === 'session_invalid' && asked === turn.current)
      settleInvalid(person, 'sessionEnded');
    return result;
  }

  const restoreFromEffect = useEffectEvent(restore);
  const needsRetry = state.status === 'loading' && state.problem !== null;

  useEffect(() => {
    if (session.mayExist()) void restoreFromEffect();
    // Another tab signed in or out, for instance the one that the bot's link opened.
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
    // What led here is over.
    for (const key of ['raqam.sign-in.page', 'raqam.sign-in.dialog'] as const) writeKept(key, undefined);
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

    async requestSmsCode(phone) {
      const body = { phone, ...describeDevice() }; // a known device has SMS codes of its own
      const result = await api.call('authenticateBySms', body, { language });
      if (!result.ok) return result;
      return 'resend_after_seconds' in result.data ? { ok: true, data: result.data } : notUnderstood;
    },

    async signInWithSms(claim) {
      const body = { ...claim, ...describeDevice() };
      const result = await askTwice(() => api.call('authenticateBySms', body, { language }));
      if (!result.ok) return result;
      if (!('access' in result.data)) return notUnderstood;
      const { user, access, refresh } = result.data;
      settleSignedIn(user, { access, refresh }, 'by-sms');
      return { ok: true, data: user };
    },

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
  return { api, session: createSession(api) };
}

/**
 * Redeems a code once more where no answer came: it may have been lost after the API had done it, and the same device
 * gets the same session again for 60 s.
 */
async function askTwice<Data>(redeem: () => Promise<ApiResult<Data>>): Promise<ApiResult<Data>> {
  const first = await redeem();
  return !first.ok && first.error.code === 'unreachable' ? redeem() : first;
}

/** Whether the API has another name than the page, so that a browser may refuse its cookies. */
function isElsewhere(baseUrl: string): boolean {
  return new URL(baseUrl, window.location.href).hostname !== window.location.hostname;
}

/**
 * The bot's link with `start`: without it Telegram shows no START button to a person who knows the bot already. It
 * tells the bot the language of the page.
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
