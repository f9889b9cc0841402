import { createApiLoads } from '../load/api-loads.ts';
import type { Figures } from '../load/figures.ts';
import { runAtRate } from '../load/run-at-rate.ts';
import { startApi } from '../servers/start-api.ts';
import type { OpenDatabase } from '../usage/open-database.ts';
import { warmUp } from './measure-server.ts';
import { type Spread, spreadOfRounds } from './spread.ts';

export interface AtRate {
  /** Journeys per second that were started */
  rate: number;
  figures: Record<keyof Figures, Spread>;
}

/** Measures how long a journey takes while journeys start at a fixed rate, in rounds over all rates. */
export async function measureRates(
  { postgres }: OpenDatabase,
  options: { rates: readonly number[]; connections: number; rounds: number; compileSeconds: number; seconds: number },
): Promise<AtRate[]> {
  const { rates, connections, rounds, seconds } = options;
  const api = await startApi(postgres.url);
  const openLoad = createApiLoads(api);
  try {
    await warmUp({ process: api, openLoad }, options.compileSeconds);
    const load = await openLoad('journey', connections);
    const figures = new Map<number, Figures[]>(rates.map((rate) => [rate, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [rate, ofRate] of figures)
        ofRate.push(await runAtRate(load, { connections, perSecond: rate, seconds }));
    }
    load.close();
    return [...figures].map(([rate, ofRate]) => ({ rate, figures: spreadOfRounds(ofRate) }));
  } finally {
    await api.stop();
  }
}
