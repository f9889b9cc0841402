import type { CodeChannel } from '@raqam/shared/contract/challenges';
import { useEffect, useEffectEvent } from 'react';
import type { Attempt } from '../../attempt/attempt.ts';
import { useAuth } from '../../session/AuthContext.tsx';

/** Only sites with Telegram Gateway need it. */
const loadWatch = () => import('./watch-channel.ts');

/**
 * Tells when the API sends the code by the next channel on its own, because Telegram Gateway reported that it did not
 * arrive. It asks only while the code step is shown and there is a next channel.
 */
export function useFallback(
  { step, challengeId, channel, nextChannel }: Attempt,
  onFallback: (channel: CodeChannel) => void,
): void {
  const { waitForChallenge } = useAuth();
  const tell = useEffectEvent(onFallback);
  const wait = useEffectEvent(waitForChallenge);
  const isWaiting = step === 'sms-code' && channel !== undefined && nextChannel !== undefined;

  useEffect(() => {
    if (!isWaiting || challengeId === undefined) return;
    const ask = (signal: AbortSignal) => wait(challengeId, { state: 'waiting', channel }, signal);
    let stop = () => {};
    let isLeft = false;
    loadWatch().then(
      ({ watchChannel }) => {
        if (!isLeft) stop = watchChannel(ask, channel, tell);
      },
      // Not fetched: the button for the next channel stays
      () => {},
    );
    return () => {
      isLeft = true;
      stop();
    };
  }, [isWaiting, challengeId, channel]);
}
