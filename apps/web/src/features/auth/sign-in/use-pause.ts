import type { Phone } from '@raqam/shared/phone';
import { useState } from 'react';
import { useCountdown } from '../../../components/use-countdown.ts';

const SECOND = 1000;

interface Pause {
  /** Seconds left for this number. */
  wait: number;
  /** The API asks to wait so many seconds. */
  pauseFor: (phone: Phone, seconds: number) => void;
}

/** A wait that the API asked for, of one number: another one may go on at once, as far as this page knows. */
export function usePause(phone: Phone | undefined): Pause {
  const [pause, setPause] = useState<{ phone: Phone; until: number }>();
  return {
    wait: useCountdown(pause && pause.phone === phone ? pause.until : 0),
    pauseFor: (paused, seconds) => setPause({ phone: paused, until: Date.now() + seconds * SECOND }),
  };
}
