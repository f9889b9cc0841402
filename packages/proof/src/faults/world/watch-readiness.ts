import type { Replica } from './start-world.ts';

/** What /readyz of the replicas has said, as `200` or `503 database`. */
export interface ReadinessWatch {
  /** Forgets what was said so far. */
  reset(): void;
  said(): string[];
  /** Whether the last answer of a replica was this. */
  says(what: string): boolean;
  /** Whether all replicas have said 200 in their last answer. */
  isReady(): boolean;
  stop(): void;
}

const INTERVAL_MS = 200;
const TIMEOUT_MS = 20_000;

export function watchReadiness(replicas: readonly Replica[]): ReadinessWatch {
  const said = new Set<string>();
  const last = new Map<Replica, string>();
  let isStopped = false;

  async function watch(replica: Replica): Promise<void> {
    while (!isStopped) {
      const answer = await askReadiness(replica.url);
      last.set(replica, answer);
      said.add(answer);
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
  }
  for (const replica of replicas) void watch(replica);
  return {
    reset: () => said.clear(),
    said: () => [...said],
    says: (what) => [...last.values()].includes(what),
    isReady: () => replicas.every((replica) => !replica.isServing || last.get(replica) === '200'),
    stop() {
      isStopped = true;
    },
  };
}

async function askReadiness(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { error } = (await response.json()) as { error?: { reason?: string } };
    return error ? `${response.status} ${error.reason}` : String(response.status);
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'away';
  }
}
