import type { ApiFailure } from '@raqam/shared/client';
import type { Place } from '../../attempt/attempt.ts';
import type { Auth } from '../../session/auth.ts';
import type { Challenge } from '../../session/challenges.ts';
import { isDesktop } from './desktop.ts';
import { keepPress, readPress } from './kept-press.ts';
import { nextPress, type PressEvent, type PressState } from './press-state.ts';

type PressCalls = Pick<Auth, 'startChallenge' | 'waitForChallenge' | 'collectChallenge'>;

/** One place's sign-in by one press: starts a challenge, waits for the press in Telegram, and collects the session. */
export interface Press {
  state: () => PressState;
  /** It works while somebody listens. */
  subscribe: (listener: () => void) => () => void;
  /** Sets the calls; and whether it may start a challenge, which only makes sense where its link is shown. */
  use: (calls: PressCalls, mayStart: boolean) => void;
  /** The person leaves for Telegram. */
  leave: () => void;
  restart: () => void;
  /** Waits for the owner of an account, who was shown the card of this challenge. */
  ask: (challenge: Challenge) => void;
  /** Goes on with a challenge that was started elsewhere on the page. */
  adopt: (challenge: Challenge) => void;
}

/** How one call ended. `pause`: seconds that the API asks for. */
type Outcome = { failure?: ApiFailure; pause?: number };

/** From here on the other ways are shown more clearly. */
const SLOW_MS = 20_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;
/** One return to the tab fires several events. */
const SAME_RETURN_MS = 500;
const SECOND_MS = 1000;
/** Events of the window after which the person is back, or the connection. */
const RETURNS = ['pageshow', 'focus', 'online'] as const;

export function createPress(place: Place): Press {
  let state = readPress(place, Date.now());
  let calls: PressCalls | undefined;
  let mayStart = false;
  let isWorking = false;
  let running: { since: number; stop: AbortController } | undefined;
  /** Ends the pause. */
  let wake = () => {};
  let slowTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the first QR code was shown. */
  let shownAt: number | undefined;
  const listeners = new Set<() => void>();

  function apply(event: PressEvent): void {
    const before = state;
    state = nextPress(state, event);
    if (state === before) return;
    keepPress(place, state);
    watchTime();
    wake();
    for (const listener of listeners) listener();
  }

  function watchTime(): void {
    clearTimeout(slowTimer);
    if (state.step !== 'waiting' || state.isSlow || listeners.size === 0) return;
    if (isDesktop()) shownAt ??= Date.now();
    const since = state.leftAt ?? shownAt;
    if (since !== undefined) slowTimer = setTimeout(() => apply({ type: 'slow' }), since + SLOW_MS - Date.now());
  }

  /** The next call; undefined while there is none to make. A hidden phone suspends its calls, so it makes none. */
  function nextCall({ startChallenge, waitForChallenge, collectChallenge }: PressCalls) {
    const { step, challenge } = state;
    switch (step) {
      case 'starting':
        if (document.hidden || !mayStart) return undefined;
        return async (): Promise<Outcome> => {
          const result = await startChallenge();
          if (!result.ok) return { failure: result.error };
          apply({ type: 'started', challenge: result.data });
          return {};
        };
      case 'waiting':
      case 'opened':
        if (!challenge || (document.hidden && !isDesktop())) return undefined;
        return async (): Promise<Outcome> => {
          const stop = new AbortController();
          running = { since: Date.now(), stop };
          const result = await waitForChallenge(challenge.id, { state: step }, stop.signal);
          running = undefined;
          if (stop.signal.aborted) return {};
          if (!result.ok) return { failure: result.error };
          const { state: answer, channel } = result.data;
          // cancelled on Telegram's page, which says so: the other ways go on
          const isCancelled = answer === 'declined' && channel === 'telegram_login';
          apply(isCancelled ? { type: 'restarted' } : { type: 'answered', state: answer });
          return { pause: result.data.retry_after_seconds };
        };
      case 'approved':
        if (!challenge) return undefined;
        return async (): Promise<Outcome> => {
          const result = await collectChallenge(challenge.id);
          if (!result.ok) return { failure: result.error };
          apply({ type: 'collected' });
          return {};
        };
      default:
        return undefined;
    }
  }

  /** Makes one call after the other. After a failure it pauses, each time twice as long. */
  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    let failures = 0;
    while (listeners.size > 0) {
      const call = calls && nextCall(calls);
      if (!call) {
        await pauseFor();
        continue;
      }
      const { failure, pause = failure?.retryAfter ?? 0 } = await call();
      if (failure) apply({ type: 'failed', failure });
      const backoff = failure ? Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) : 0;
      failures = failure ? failures + 1 : 0;
      const ms = Math.max(backoff, pause * SECOND_MS);
      if (ms > 0 && listeners.size > 0) await pauseFor(ms);
    }
    isWorking = false;
  }

  /** Ends after a change of the state, a return of the person, or the time. */
  async function pauseFor(ms?: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (ms !== undefined) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  /** The running call's connection may be dead, and the answer may be there. */
  function goOn(): void {
    if (document.hidden) return;
    if (running && Date.now() - running.since > SAME_RETURN_MS) running.stop.abort();
    wake();
  }

  return {
    state: () => state,

    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        document.addEventListener('visibilitychange', goOn);
        for (const event of RETURNS) window.addEventListener(event, goOn);
        watchTime();
        void work();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        document.removeEventListener('visibilitychange', goOn);
        for (const event of RETURNS) window.removeEventListener(event, goOn);
        clearTimeout(slowTimer);
        running?.stop.abort();
        wake();
      };
    },

    use(current, isShown) {
      const isNews = mayStart !== isShown;
      calls = current;
      mayStart = isShown;
      if (isNews) wake();
    },

    leave: () => apply({ type: 'left', at: Date.now() }),

    restart: () => apply({ type: 'restarted' }),

    ask(challenge) {
      running?.stop.abort();
      apply({ type: 'asked', challenge });
    },
    adopt: (challenge) => apply({ type: 'started', challenge }),
  };
}
