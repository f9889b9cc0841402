import type { ApiFailure } from '@raqam/shared/client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { describeFailure, type Text } from '../../api/describe-failure.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import type { Bridge } from './bridge.ts';
import { dropLaunch, type Launch } from './launch.ts';

export type Step =
  | { kind: 'signing-in' }
  /** The person has no account yet, so their number is needed. `isBusy`: it is on its way. */
  | { kind: 'ask'; isBusy: boolean; note?: 'cancelled' | 'late' }
  /** Telegram's data is used up or too old. */
  | { kind: 'reopen' }
  /** `isFinal`: another try would end alike. */
  | { kind: 'failed'; problem: Text; isFinal: boolean }
  | { kind: 'done' };

/** How often the page asks whether the bot has passed the number on, and for how long. */
const CONTACT_INTERVAL_MS = 1_000;
const CONTACT_TRIES = 60;

/** Signs in by Telegram's data, without any step for people who have an account. */
export function useMiniApp(bridge: Bridge, launch: Launch | undefined) {
  const auth = useAuth();
  const { language } = useAllTexts();
  const [step, setStep] = useState<Step>({ kind: 'signing-in' });
  /** Whether the sign-in was begun: it is not repeated after a sign-out. */
  const isBegun = useRef(false);

  const begin = useEffectEvent((): void => {
    const isOwn = launch === undefined || (auth.user && auth.user.telegram_id === launch.telegramId);
    if (auth.status === 'signed-in' && isOwn) {
      dropLaunch();
      setStep({ kind: 'done' });
    } else void signIn();
  });

  async function signIn(): Promise<void> {
    setStep({ kind: 'signing-in' });
    const error = await redeem();
    if (error) settle(error);
  }

  /** The failure, if the person is not signed in. */
  async function redeem(): Promise<ApiFailure | undefined> {
    if (!launch) return { code: 'init_data_invalid', message: '', fields: {} };
    const result = await auth.signInWithMiniApp(launch.initData);
    if (!result.ok) return result.error;
    setStep({ kind: 'done' });
    return undefined;
  }

  function settle(error: ApiFailure): void {
    if (error.code === 'contact_required') setStep({ kind: 'ask', isBusy: false });
    else if (error.code === 'init_data_invalid') {
      dropLaunch();
      setStep({ kind: 'reopen' });
    } else {
      const isFinal = ['account_disabled', 'number_recycled', 'phone_conflict', 'not_found'].includes(error.code);
      setStep({ kind: 'failed', problem: describeFailure(error, language, new Date()), isFinal });
    }
  }

  const answered = useEffectEvent(async (isSent: boolean): Promise<void> => {
    if (!isSent) return setStep({ kind: 'ask', isBusy: false, note: 'cancelled' });
    for (let tries = 0; tries < CONTACT_TRIES; tries++) {
      await new Promise((done) => setTimeout(done, CONTACT_INTERVAL_MS));
      const error = await redeem();
      // the phone may have lost its network for a moment
      if (error?.code === 'contact_required' || error?.code === 'unreachable') continue;
      return error && settle(error);
    }
    setStep({ kind: 'ask', isBusy: false, note: 'late' });
  });

  const { status } = auth;
  useEffect(() => {
    if (status === 'loading' || isBegun.current) return;
    isBegun.current = true;
    begin();
  }, [status]);

  useEffect(() => bridge.on('phone_requested', ({ status: answer }) => void answered(answer === 'sent')), [bridge]);

  const hasLeft = step.kind === 'done' && status === 'signed-out';
  useEffect(() => {
    if (hasLeft) dropLaunch();
  }, [hasLeft]);

  return {
    step,
    retry: () => void signIn(),
    /** The person is signed in by their answer to a question. */
    finish: () => setStep({ kind: 'done' }),
    share(): void {
      setStep({ kind: 'ask', isBusy: true });
      bridge.post('web_app_request_phone');
    },
  };
}
