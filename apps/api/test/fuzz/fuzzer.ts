import fc from 'fast-check';
import { inject } from 'vitest';
import type { TestApi } from '../support/test-api.ts';
import { judgeAnswer } from './judge.ts';
import { firstPlans, plansFor } from './make-plans.ts';
import type { ApiDocument, Operation } from './openapi-document.ts';
import type { Plan } from './plan.ts';
import type { Recipes } from './recipes/recipe.ts';
import type { Secrets } from './secrets.ts';
import { HUNG_UP, listPlaces, type Prepared, type Received, type Sent, send, writeRequest } from './send.ts';
import type { World } from './world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How much the fuzz does. `seed`: null takes a new one. */
    fuzz: { requestsPerOperation: number; seed: number | null };
  }
  interface TaskMeta {
    /** What the fuzz has sent and got. */
    fuzz?: { seed: number; operations: OperationCount[] };
  }
}

/** How the requests of one operation were answered. */
export interface OperationCount {
  operation: string;
  requests: number;
  statuses: Record<string, number>;
}

export interface Target extends Operation {
  /** Where the answer is no JSON of the contract: checks it beside the general promises. */
  judge?: (sent: Sent, received: Received) => string[];
}

export interface FuzzerParts {
  api: TestApi;
  port: number;
  document: ApiDocument;
  recipes: Recipes;
  world: World;
  secrets: Secrets;
}

/** Seconds of the clock after which tokens and limits are renewed: an access token lives for ten minutes. */
const RENEWED_AFTER_MS = 180_000;
/** What was prepared is replaced after so many requests, even if none used it up. */
const MAX_USES = 25;
/** These statuses tell that what was prepared is no longer there. */
const USED_UP = new Set([401, 403, 404, 409, 410, 429]);
/** These endpoints may keep a request waiting. */
const WAITING = new Set(['waitForChallenge', 'nextAlerts']);

const { requestsPerOperation, seed: given } = inject('fuzz');
export const SEED = given ?? Date.now() % 2 ** 31;

/** Sends requests and checks the answers, the log, and that each operation succeeds at all. */
export function createFuzzer({ api, port, document, recipes, world, secrets }: FuzzerParts) {
  const counts = new Map<string, OperationCount>();
  const kept = new Map<string, { prepared: Prepared; uses: number }>();
  let renewedAt = Number.NEGATIVE_INFINITY;

  async function prepare({ id, endpoint }: Operation): Promise<Prepared> {
    const before = kept.get(id);
    if (before && before.uses < MAX_USES) {
      before.uses += 1;
      return before.prepared;
    }
    const recipe = recipes[endpoint];
    if (!recipe) throw new Error(`${endpoint} has no recipe`);
    const prepared = await recipe.prepare();
    kept.set(id, { prepared, uses: 1 });
    return prepared;
  }

  function count({ id }: Operation, status: string): void {
    const own = counts.get(id) ?? { operation: id, requests: 0, statuses: {} };
    own.requests += 1;
    own.statuses[status] = (own.statuses[status] ?? 0) + 1;
    counts.set(id, own);
  }

  async function attempt(
    target: Target,
    plan: Plan,
    mayWait = WAITING.has(target.endpoint),
  ): Promise<Received | undefined> {
    const prepared = await prepare(target);
    const sent = writeRequest(target, plan, prepared, world.findCredential);
    const received = await send(port, sent, mayWait);
    if (received === HUNG_UP) {
      count(target, HUNG_UP);
      return undefined;
    }
    const { status } = received;
    count(target, String(status));
    const repeats = recipes[target.endpoint]?.repeats === true;
    if (USED_UP.has(status) || (status < 300 && !repeats)) kept.delete(target.id);
    const broken = target.judge
      ? target.judge(sent, received)
      : judgeAnswer(document, isForOperation(plan) ? target : undefined, sent, received, secrets);
    const isOdd = plan.id !== null && target.path.includes('{') && !sent.path.includes(ownPath(target, prepared));
    if (!target.judge && isOdd && status < 400 && isForOperation(plan)) broken.push('an odd id names nothing');
    for (const line of api.log.splice(0)) {
      if (/"level":[56]0/.test(line)) broken.push(`no error is logged: ${line}`);
      for (const found of secrets.findIn(line)) broken.push(`the log holds ${found}: ${line}`);
    }
    if (broken.length > 0) throw new Error(describeFailure(broken, sent, received));
    return received;
  }

  /** Renews what has expired, and forgets what was logged so far. */
  async function getReady(): Promise<void> {
    if (performance.now() - renewedAt > RENEWED_AFTER_MS) {
      renewedAt = performance.now();
      await world.renew();
    }
    await world.forgetLimits();
    api.log.splice(0); // of the preparation
  }

  return {
    /** Sends this operation's share of requests. */
    async run(target: Target): Promise<void> {
      await getReady();
      const { body } = await prepare(target);
      api.log.splice(0); // of the preparation
      const examples = firstPlans(listPlaces(body ?? null).length).map((plan): [Plan] => [plan]);
      const property = fc.asyncProperty(plansFor(target), async (plan) => void (await attempt(target, plan)));
      await fc.assert(property, {
        seed: SEED + counts.size, // else operations that look alike would get the same requests
        includeErrorInReport: true,
        numRuns: requestsPerOperation + examples.length,
        examples,
      });
    },
    /** Sends one request that is answered at once; resolves to its answer. */
    async ask(target: Target, plan: Plan): Promise<Received> {
      await getReady();
      const received = await attempt(target, plan, false);
      if (!received) throw new Error(`${target.id} did not answer`);
      return received;
    },
    /** How often an operation succeeded. */
    successes: ({ id }: Operation) =>
      Object.entries(counts.get(id)?.statuses ?? {})
        .filter(([status]) => /^[23]/.test(status))
        .reduce((sum, [, times]) => sum + times, 0),
    counts: () => [...counts.values()],
  };
}

function ownPath({ path }: Operation, { params = {} }: Prepared): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

/** Whether a plan leaves no doubt for which operation its request is. */
function isForOperation({ path, id }: Plan): boolean {
  return path === null && (id === null || /^[\w{}() -]{1,100}$/.test(id));
}

function describeFailure(broken: readonly string[], sent: Sent, { status, headers, body }: Received): string {
  const { method, path, body: sentBody } = sent;
  return [
    `Broken: ${broken.join('; ')}`,
    `${method} ${path.slice(0, 500)}`,
    ...sent.headers.map(([name, value]) => `${name}: ${value.slice(0, 300)}`),
    sentBody?.toString('latin1').slice(0, 1_000) ?? '',
    `→ ${status} ${JSON.stringify(headers)}`,
    body.slice(0, 1_000),
  ].join('\n');
}
