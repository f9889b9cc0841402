import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, callApi } from './call-api.ts';
import { type AnswerCounts, countAnswer } from './count-answers.ts';

/** The network between clients and replicas. */
export interface Network {
  /** Base URLs of the replicas that the platform sends requests to. */
  targets(): readonly string[];
  /** The share of answers that get lost on the way. */
  lossShare: number;
  counts: AnswerCounts;
  random(): number;
}

/** How a client asks until it has an answer. */
export interface Asked extends Answer {
  /** Requests without an answer, or with a 503: any of them may have done the work. */
  uncertain: number;
  /** Since the first request. */
  ms: number;
}

/** The client stops to ask after this time. An outage here is shorter. */
const GIVE_UP_MS = 120_000;
/** A client may wait less than `Retry-After` says; these do, so that there is a load during an outage. */
const RETRY_INTERVAL_MS = 250;

class GaveUp extends Error {}

export interface Client {
  /** One request, without another one. */
  ask(method: 'GET' | 'POST', path: string, body?: object, more?: Record<string, string>): Promise<Answer>;
  /** Repeats the same request until there is an answer other than 503. Throws GaveUp after two minutes. */
  insist(method: 'GET' | 'POST', path: string, body?: object, more?: Record<string, string>): Promise<Asked>;
}

/** A client with an IP of its own, which asks a replica at random. */
export function createClient(network: Network, ip: string): Client {
  const client: Client = {
    async ask(method, path, body, more) {
      const targets = network.targets();
      const base = targets[Math.floor(network.random() * targets.length)];
      const began = performance.now();
      const isAnswerLost = network.random() < network.lossShare;
      const answer: Answer =
        base === undefined
          ? { status: 0, body: null, retryAfter: undefined }
          : await callApi(base, {
              method,
              path,
              ...(body && { body }),
              headers: { 'x-real-ip': ip, ...more },
              isAnswerLost,
            });
      countAnswer(network.counts, `${method} ${path}`, answer, performance.now() - began);
      return answer;
    },
    async insist(method, path, body, more) {
      const began = performance.now();
      for (let uncertain = 0; ; uncertain++) {
        const answer = await client.ask(method, path, body, more);
        const ms = performance.now() - began;
        if (answer.status !== 0 && answer.status !== 503) return { ...answer, uncertain, ms };
        if (ms > GIVE_UP_MS) throw new GaveUp(`${method} ${path}: no answer but ${answer.status} for two minutes`);
        await pause(RETRY_INTERVAL_MS * (0.5 + network.random()));
      }
    },
  };
  return client;
}
