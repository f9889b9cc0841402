import { setTimeout as pause } from 'node:timers/promises';
import { createCountUp } from '@raqam/e2e/rehearsal/count-up';
import { goOnJourney, type JourneyKind, type Journeys } from './journeys.ts';

export interface Load {
  /** Resolves once this many more journeys have come to their end. */
  more(count: number): Promise<void>;
  /** Lets everybody finish. */
  finish(): Promise<void>;
}

const KINDS: readonly JourneyKind[] = ['code', 'sms', 'press', 'code', 'race', 'guess'];
const LANES = 8;
/** The pause between two journeys of a lane, on average. */
const PAUSE_MS = 150;

/** People arrive steadily, by every way to sign in, until `finish`. */
export function runLoad(journeys: Journeys, further: readonly JourneyKind[] = []): Load {
  const { random } = journeys.network;
  const kinds = [...further, ...KINDS];
  const finished = createCountUp();
  let isFinishing = false;

  async function people(lane: number): Promise<void> {
    for (let n = lane; !isFinishing; n++) {
      const kind = kinds[n % kinds.length] ?? 'code';
      if (await goOnJourney(kind, journeys)) {
        finished.add();
      }
      await pause(2 * PAUSE_MS * random());
    }
  }

  const all = Promise.all(Array.from({ length: LANES }, (_, lane) => people(lane)));
  return {
    more: finished.more,
    async finish() {
      isFinishing = true;
      await all;
    },
  };
}
