import type { Database } from '../../database/database.ts';
import type { RowsOf } from '../../database/prepare.ts';
import { createSignal } from '../../database/signal.ts';
import { signWebhook } from '../../encryption/sign-webhook.ts';
import { WEBHOOK } from '../../policy.ts';
import { type Finish, finishDelivery, takeDeliveries } from './deliveries.queries.ts';
import { createPoster, type PostResult } from './post-webhook.ts';
import { recordEvents, restartCursor } from './record-events.queries.ts';
import { findEnabledWebhooks } from './webhooks.queries.ts';

export interface DeliveryOptions {
  db: Database;
  /** Decrypts a secret; undefined if no key does. */
  openSecret(sealed: string): string | undefined;
  /** Whether private addresses and plain HTTP are allowed. */
  allowPrivate: boolean;
  version: string;
  /** How many milliseconds a receiver has for its answer; WEBHOOK.timeout unless given. */
  timeoutMs?: number;
  /** Milliseconds. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Called after each try. `pending`: it will be tried again. */
  onTried(state: Finish['state'], webhookId: number): void;
  /** Called when a receiver has answered 410. */
  onDisabled(webhookId: number): void;
  /** Called once when the work begins to fail; not while it has never worked, which the start logs. */
  onError(error: unknown): void;
}

type Webhook = RowsOf<typeof findEnabledWebhooks>;
type Delivery = Pick<RowsOf<typeof takeDeliveries>, 'id' | 'tries'> & { body: string };

/** Between two looks for webhooks and their events. */
const LOOK_INTERVAL_MS = 1_000;
/** Events per statement. */
const BATCH = 1_000;
/** How long a stop waits for requests that are being sent. */
const STOP_TIMEOUT_MS = 5_000;

/**
 * Delivers events to the webhooks while the process runs. Every process does so: they share the work by locks. Returns
 * a function that stops it; what could not be finished is sent again by another process.
 */
export function startDeliveries(options: DeliveryOptions): () => Promise<void> {
  const { db } = options;
  const stopping = new AbortController();
  const wake = createSignal();
  const timer = setInterval(wake.fire, LOOK_INTERVAL_MS).unref();
  const post = createPoster({ ...options, signal: stopping.signal });
  const sending = new Set<Promise<void>>();
  const busy = new Map<number, number>();
  let isStopped = false;
  let isWorking = false;
  let webhooks = new Map<number, Webhook>();
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    if (performance.now() - lookedAt < LOOK_INTERVAL_MS / 2) return;
    lookedAt = performance.now();
    webhooks = new Map((await db.run(findEnabledWebhooks, {})).map((webhook) => [webhook.id, webhook]));
    if (webhooks.size === 0) return;
    const [recorded] = await db.run(recordEvents, { size: BATCH });
    if (recorded?.is_behind) await db.run(restartCursor, {});
    if (recorded?.events === BATCH) {
      lookedAt = Number.NEGATIVE_INFINITY; // there are more
      wake.fire();
    }
  }

  async function take(): Promise<void> {
    const places = [...webhooks.keys()]
      .map((id) => ({ id, free: WEBHOOK.concurrency - (busy.get(id) ?? 0) }))
      .filter(({ free }) => free > 0);
    if (places.length === 0 || isStopped) return;
    const taken = await db.run(takeDeliveries, {
      webhook_ids: places.map(({ id }) => id),
      free: places.map(({ free }) => free),
    });
    for (const { body, webhook_id, ...delivery } of taken) {
      const webhook = webhooks.get(webhook_id);
      // null: it waits, and others may be behind it
      if (body === null) wake.fire();
      else if (webhook) track(webhook_id, send(webhook, { ...delivery, body }));
    }
  }

  function track(id: number, work: Promise<void>): void {
    busy.set(id, (busy.get(id) ?? 0) + 1);
    const tracked = work.catch(report).finally(() => {
      busy.set(id, (busy.get(id) ?? 1) - 1);
      sending.delete(tracked);
      wake.fire();
    });
    sending.add(tracked);
  }

  async function send({ url, sealed }: Webhook, { id, body, tries }: Delivery): Promise<void> {
    const secrets = sealed.map(options.openSecret).filter((secret) => secret !== undefined);
    const result: PostResult =
      secrets.length > 0
        ? await postSigned(url, id, body, secrets)
        : {
            kind: 'refused',
            outcome: 'its secret can’t be decrypted with SECRET_KEY: rotate-secret makes another one',
          };
    if (stopping.signal.aborted) return; // the lease ends, and another process sends it
    const finish = { id, tries, outcome: result.outcome, ...decide(result, tries, options.random) };
    const [finished] = await db.run(finishDelivery, finish);
    if (!finished) return;
    options.onTried(finish.state, finished.webhook_id);
    if (finished.was_disabled) options.onDisabled(finished.webhook_id);
  }

  function postSigned(url: string, id: string, body: string, secrets: string[]): Promise<PostResult> {
    const timestamp = Math.floor(options.now() / 1000);
    const signature = signWebhook({ id, timestamp, body }, secrets);
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
    return post(url, headers, body);
  }

  function report(error: unknown): void {
    if (isWorking) options.onError(error);
    isWorking = false;
  }

  async function work(): Promise<void> {
    while (!isStopped) {
      const woken = wake.next(); // before the work: what ends meanwhile counts
      await look()
        .then(take)
        .then(() => {
          isWorking = true;
        })
        .catch(report);
      await woken;
    }
  }

  const working = work();
  return async () => {
    isStopped = true;
    clearInterval(timer);
    wake.close();
    await working;
    const timeout = setTimeout(() => stopping.abort(), STOP_TIMEOUT_MS);
    await Promise.all(sending);
    clearTimeout(timeout);
    stopping.abort();
  };
}

/** What becomes of a delivery after a try. */
function decide(
  { kind }: PostResult,
  tries: number,
  random: () => number,
): Pick<Finish, 'state' | 'pause' | 'is_gone'> {
  if (kind === 'accepted') return { state: 'delivered', pause: 0, is_gone: false };
  const pause = WEBHOOK.pauses[tries - 1];
  if (kind === 'gone' || pause === undefined) return { state: 'failed', pause: 0, is_gone: kind === 'gone' };
  return { state: 'pending', pause: pause * (1 + WEBHOOK.jitter * random()), is_gone: false };
}
