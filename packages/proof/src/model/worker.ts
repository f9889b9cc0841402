import type { Row } from './account-table.ts';
import type { Tally } from './run.ts';
import { type Failure, runSequences, type Sequences } from './run-sequences.ts';
import { startSystem } from './system.ts';

/** Sent to a worker: sequences to run. */
export type Order = Sequences;

/** Sent by a worker: that it is ready, one more sequence, or what came of an order. */
export type Report =
  | { kind: 'ready' }
  | { kind: 'sequence' }
  | { kind: 'done'; failure: Failure | undefined; steps: [string, [string, number][]][]; rows: [Row, number][] };

const [databaseUrl = ''] = process.argv.slice(2);
const send = (report: Report) => void process.send?.(report);
const system = await startSystem(databaseUrl);

process.on('message', async (order: Order) => {
  const tally: Tally = { steps: new Map(), rows: new Map() };
  const failure = await runSequences(system, tally, order, () => send({ kind: 'sequence' }));
  const steps = [...tally.steps].map(([step, counts]): [string, [string, number][]] => [step, [...counts]]);
  send({ kind: 'done', failure, steps, rows: [...tally.rows] });
});
process.on('disconnect', async () => {
  await system.close();
});
send({ kind: 'ready' });
