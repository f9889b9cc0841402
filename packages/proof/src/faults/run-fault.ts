import { setTimeout as pause } from 'node:timers/promises';
import { createHandset } from '@raqam/e2e/handset';
import type { Fault, Scene, Together } from './fault.ts';
import { checkInvariants } from './load/check-invariants.ts';
import { createClient } from './load/client.ts';
import { type AnswerCounts, createCounts } from './load/count-answers.ts';
import { findSecrets } from './load/find-secrets.ts';
import { createHistory } from './load/history.ts';
import { goOnJourney, type JourneyKind, type Journeys } from './load/journeys.ts';
import { runLoad } from './load/run-load.ts';
import { createRandom } from './random.ts';
import { startWorld, type World, type WorldOptions } from './world/start-world.ts';
import { type ReadinessWatch, watchReadiness } from './world/watch-readiness.ts';

/** What a fault did to the product. */
export interface Outcome {
  times: number;
  /** Of the fault and the time until everything worked again. */
  counts: AnswerCounts;
  /** What /readyz said meanwhile. */
  readyz: string[];
  /** Milliseconds from the end of the fault until a journey of every kind came to its end. */
  recoveredMs: number;
  /** Journeys that came to their end, */
  done: number;
  /** and those that ended early, as a code does that expires in an outage. */
  abandoned: number;
  sessions: number;
  /** Everything that did not hold; empty if the product passed. */
  broken: string[];
}

const JOURNEYS_AROUND = 24;
const RECOVERY_LIMIT_MS = 60_000;
/** An answer that takes longer is a hang. The api gives up on a silent database after 11 s; the rest is for a busy machine. */
const SLOWEST_ANSWER_MS = 14_000;
const POLL_INTERVAL_MS = 50;
const KINDS: readonly JourneyKind[] = ['code', 'sms', 'press', 'guess', 'race'];
const MAX_SHOWN = 5;

/** Causes a fault while people sign in, and checks all that docs/policy.md §3 promises. */
export async function runFault(fault: Fault, options: RunOptions): Promise<Outcome> {
  const random = createRandom(options.seed);
  const world = await startWorld({ ...fault.world, ...options.world }, random);
  const readiness = watchReadiness(world.replicas);
  try {
    return await observe(fault, { ...options, world, readiness, random });
  } finally {
    readiness.stop();
    await world.stop();
  }
}

export interface RunOptions {
  seed: number;
  times: number;
  /** The share of the time that a fault lasts. */
  scale?: number;
  /** Journeys before the fault and after the recovery. */
  around?: number;
  /** In place of the fault's own. */
  world?: WorldOptions;
}

interface Stage extends Omit<RunOptions, 'world'> {
  world: World;
  readiness: ReadinessWatch;
  random(): number;
}

async function observe(
  fault: Fault,
  { world, readiness, random, times, scale = 1, around = JOURNEYS_AROUND }: Stage,
): Promise<Outcome> {
  const broken: string[] = [];
  const history = createHistory();
  for (const name of ['SECRET_KEY', 'TELEGRAM_BOT_SECRET']) history.secrets.add(world.apiEnv[name] ?? '');
  const network = {
    targets: () => world.replicas.filter(({ isServing }) => isServing).map(({ url }) => url),
    lossShare: 0,
    counts: createCounts(),
    random,
  };
  const journeys: Journeys = {
    network,
    history,
    botSecret: world.apiEnv['TELEGRAM_BOT_SECRET'] ?? '',
    readSms: (phone) => world.stack.sms.list(phone).map(({ text }) => text),
    handset: createHandset(world.stack.url),
  };
  const load = runLoad(journeys, fault.kinds);
  await load.more(around);

  const counts = createCounts();
  network.counts = counts;
  readiness.reset();
  const scene: Scene = {
    world,
    journeys,
    random,
    goTogether: (kind, people) => goTogether(kind, people, journeys),
    last: (ms) => pause(ms * scale),
    untilAnswered: (count) => {
      const enough = counts.ok + count;
      return until(() => counts.ok >= enough, `there were fewer than ${count} answers in a minute`, readiness);
    },
    untilReadyzSays: (what) => until(() => readiness.says(what), `/readyz does not say ${what}`, readiness),
    report: (what) => broken.push(what),
  };
  await fault.cause(scene, times);
  const recoveredMs = await recover([...(fault.kinds ?? []), ...KINDS], journeys, readiness, broken);
  const readyz = readiness.said();
  await load.more(around);
  await load.finish();

  broken.push(...judgeAnswers(counts, fault));
  broken.push(...world.exits.map((exit) => `a process ended by itself: ${exit}`));
  broken.push(...few(history.failures));
  broken.push(...few(findSecrets(world.lines, history.secrets)));
  broken.push(...few(await checkInvariants(history, world.database.url, createClient(network, '10.255.255.254'))));
  const { abandoned, sessions } = history;
  const done = [...history.done.values()].reduce((sum, count) => sum + count, 0);
  return { times, counts, readyz, recoveredMs, done, abandoned, sessions: sessions.length, broken };
}

/** Resolves to the milliseconds until all replicas are ready and a journey of every kind comes to its end. */
async function recover(
  kinds: readonly JourneyKind[],
  journeys: Journeys,
  readiness: ReadinessWatch,
  broken: string[],
): Promise<number> {
  const began = performance.now();
  const spent = () => performance.now() - began;
  while (!readiness.isReady() && spent() < RECOVERY_LIMIT_MS) await pause(POLL_INTERVAL_MS);
  if (!readiness.isReady())
    broken.push(`/readyz is not 200 a minute after the fault, but ${readiness.said().join(', ')}`);
  for (const kind of kinds) {
    const isDone = () => goOnJourney(kind, journeys);
    while (!(await isDone())) {
      if (spent() < RECOVERY_LIMIT_MS) continue;
      broken.push(`no journey by ${kind} comes to its end a minute after the fault`);
      break;
    }
  }
  return spent();
}

async function until(isSo: () => boolean, problem: string, readiness: ReadinessWatch): Promise<void> {
  for (const began = performance.now(); !isSo(); ) {
    if (performance.now() - began > RECOVERY_LIMIT_MS)
      throw new Error(`${problem}, but ${readiness.said().join(', ')}`);
    await pause(POLL_INTERVAL_MS);
  }
}

function goTogether(kind: JourneyKind, people: number, journeys: Journeys): Together {
  const sent: Promise<unknown>[] = [];
  const coded: Promise<unknown>[] = [];
  const all = Array.from({ length: people }, () => {
    const hasSent = Promise.withResolvers<void>();
    const hasCode = Promise.withResolvers<void>();
    sent.push(hasSent.promise);
    coded.push(hasCode.promise);
    const journey = goOnJourney(kind, journeys, { onSent: hasSent.resolve, onCode: hasCode.resolve });
    return journey.finally(() => {
      hasSent.resolve(); // a journey that failed is in the history
      hasCode.resolve();
    });
  });
  return { sent: Promise.all(sent), first: Promise.race(coded), all: Promise.all(all) };
}

function judgeAnswers(counts: AnswerCounts, { mayLoseAnswers = false }: Fault): string[] {
  const broken = counts.examples.map((example) => `neither 2xx, 4xx nor 503 with Retry-After: ${example}`);
  if (counts.slowestMs > SLOWEST_ANSWER_MS) broken.push(`an answer took ${Math.round(counts.slowestMs)} ms`);
  if (counts.lost > 0 && !mayLoseAnswers) broken.push(`${counts.lost} requests got no answer`);
  return broken;
}

function few(broken: readonly string[]): string[] {
  const more = broken.length - MAX_SHOWN;
  return more > 0 ? [...broken.slice(0, MAX_SHOWN), `… and ${more} more like this`] : [...broken];
}
