import type { Fault } from '../fault.ts';

export const clientFaults: Record<string, Fault> = {
  'lost-answers': {
    shows: 'every fifth answer of the api gets lost on its way to the client, for 15 s',
    times: 1,
    mayLoseAnswers: true,
    async cause({ journeys, last }) {
      journeys.network.lossShare = 0.2;
      await last(15_000);
      journeys.network.lossShare = 0;
    },
  },
};
