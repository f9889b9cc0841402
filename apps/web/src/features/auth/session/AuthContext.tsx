import { type ApiFailure, type ApiResult, createApiClient } from '@raqam/shared/client';
import type { Contract, RequestBody, ResponseBody, Tokens, User } from '@raqam/shared/contract';
import type { NumberClaim } from '@raqam/shared/contract/fields';
import type { Language } from '@raqam/shared/languages';
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from 'react';
import { watchConnection } from '../../../api/connection.ts';
import { describeFailure } from '../../../api/describe-failure.ts';
import { payForCalls } from '../../../api/pay-for-calls.ts';
import { useIsClient } from '../../../components/use-is-client.ts';
import { defaultTexts, type Texts } from '../../../messages/load-messages.ts';
import type { Notice } from '../../../messages/messages.ts';
import { TextsContext } from '../../../messages/TextsContext.tsx';
import { readKept, readStored, writeKept, writeStored } from '../../../stored.ts';
import type { Arrival, Auth, AuthState, NumberQuestion } from './auth.ts';
import { notUnderstood, UNBOUND } from './challenge-answers.ts';
import { createChallenges } from './challenges.ts';
import { createSession, type FurtherOptions } from './session.ts';
import type { WaysIn } from './ways-in.ts';

const signedOut = { status: 'signed-out', user: null, notice: null } as const satisfies AuthState;
const checking = { status: 'loading', user: null, problem: null } as const satisfies AuthState;

/** Steps of the sign-in work with other calls where a part of the page provides them. */
export const AuthContext = createContext<Auth | undefined>(undefined);

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
  const [channels, setChannels] = useState<readonly string[]>(['telegram', 'sms']);
  const [{ api, session, challenges }] = useState(() => connect(baseUrl, setChannels));
  const [known, setState] = useState<AuthState>(() => (session.mayExist() ? checking : signedOut));
  const atFirst = mayBeSignedIn ? checking : signedOut;
  const state = useIsClient() ? known : atFirst;
  const botUrl = bot && linkToBot(bot, language);
  const [question, setQuestion] = useState<NumberQuestion | null>(null);
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
    setQuestion(null);
    session.start(tokens);
    writeKept('raqam.bot-link', undefined);
    // Who only proves again who they are does not arrive
    setState((current) => ({
      status: 'signed-in',
      user,
      arrival: current.status === 'signed-in' && current.user.id === user.id ? current.arrival : arrival,
    }));
  }

  /** Asks whether the number is new to the person, if that is why a sign-in was refused. */
  function refuse<Failed extends { ok: false; error: ApiFailure }>(
    failed: Failed,
    claim: NumberQuestion['claim'],
    challengeId?: string,
  ): Failed {
    if (failed.error.code !== 'number_recycled') return failed;
    const url = botUrl;
    const canAsk = url !== undefined && challengeId !== undefined && challengeId !== UNBOUND;
    setQuestion({ claim, askOwner: canAsk ? () => enterBy((ways) => ways.askOwner(challengeId, url)) : undefined });
    return failed;
  }

  /** Makes a call that the first screen does not load. */
  async function enterBy<Data>(enter: (ways: WaysIn) => Promise<ApiResult<Data>>): Promise<ApiResult<Data>> {
    // Not fetched: the person tries again
    const part = await import('./ways-in.ts').catch(() => undefined);
    return part
      ? enter(part.createWaysIn({ api, challenges, language, settle: settleSignedIn, refuse }))
      : notUnderstood;
  }

  async function collect(id: string, claim?: NumberClaim): Promise<ApiResult<User>> {
    const result = await challenges.collect(id, language, claim);
    if (!result.ok) return refuse(result, () => collect(id, 'new_number'), id);
    const { user, tokens, is_new: isNew } = result.data;
    settleSignedIn(user, tokens, isNew ? 'pressed-new' : 'pressed');
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

  const user = state.user;
  useEffect(() => {
    // Not needed by any screen: if it can't be fetched, the next sign-in is like the first
    if (!user) return;
    let isOver = false;
    import('./remember-account.ts').then(({ rememberAccount }) => isOver || rememberAccount(user)).catch(() => {});
    return () => {
      isOver = true;
    };
  }, [user]);

  // The dialog in which the person left for Telegram's page is closed after it
  const collectLeft = useEffectEvent(async () => {
    const { id, left_at } = Object(readKept('raqam.press.dialog')); // any JSON
    if (state.status === 'signed-out' && typeof id === 'string' && left_at !== undefined)
      await auth.collectChallenge(id);
  });
  useEffect(() => void collectLeft(), []);

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
    botUrl,
    hasBot: bot !== undefined || channels.includes('telegram'),
    sendsCodes: channels.includes('gateway') || channels.includes('sms'),
    question,

    startChallenge: (continues) => challenges.start(language, continues),
    waitForChallenge: (id, known, signal) => challenges.wait(id, known, language, signal),
    collectChallenge: (id) => collect(id),

    registerWithTelegram: (proved) => enterBy((ways) => ways.register(proved)),
    requestCode: (wanted) => enterBy((ways) => ways.requestCode(wanted)),
    signInWithCode: (claim) => enterBy((ways) => ways.signInWithCode(claim)),
    signInWithPasskey: (sign) => enterBy((ways) => ways.signInWithPasskey(sign)),
    signInWithMiniApp: (initData) => enterBy((ways) => ways.signInWithMiniApp(initData)),
    startTelegramLogin: (id, returnTo) => enterBy((ways) => ways.startTelegramLogin(id, returnTo)),

    dropQuestion: () => setQuestion(null),

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
      if (result.ok) {
        writeStored('raqam.account', null);
        settleSignedOut('accountDeleted');
      }
      return result;
    },

    async logout(forget = false) {
      const person = session.person();
      const result = await session.call('logout', forget ? { forget } : {}, language);
      if (!result.ok && result.error.code !== 'session_invalid') return result;
      if (forget) writeStored('raqam.account', null);
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

function connect(baseUrl: string, onChannels: (channels: readonly string[]) => void) {
  const api = watchConnection(payForCalls(createApiClient({ baseUrl })));
  return { api, session: createSession(api), challenges: createChallenges(api, onChannels) };
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

export const wasPressed = (arrival: Arrival): boolean => arrival === 'pressed' || arrival === 'pressed-new';

export function useAuth(): Auth {
  const auth = use(AuthContext);
  if (!auth) throw new Error('useAuth needs an AuthProvider above it');
  return auth;
}
