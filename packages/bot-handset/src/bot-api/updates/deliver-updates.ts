import { setTimeout as delay } from 'node:timers/promises';
import { HOUR_MS, MINUTE_MS, SECOND_MS, unixTime } from '../../durations.ts';
import type { PendingUpdate } from '../../world/update-queue.ts';
import type { Webhook } from '../../world/webhook-state.ts';
import { BotApiError } from '../request/bot-api-error.ts';
import type { MethodContext } from '../request/method-context.ts';
import { readArgs } from '../request/request-args.ts';
import { NO_FILES } from '../request/uploaded-file.ts';

const RESPONSE_TIMEOUT_MS = 60 * SECOND_MS;
const LONGEST_BACKOFF_MS = MINUTE_MS;
const MAX_RETRY_AFTER_MS = HOUR_MS;
/** The longest wait for a change; then the loop checks again. */
const WATCH_INTERVAL_MS = HOUR_MS;

/** Methods that a webhook may not call in its reply: the result would be lost, or the webhook itself. */
const NOT_IN_REPLY = /^(get.*|setwebhook|deletewebhook|close|logout)$/i;

/**
 * Sends pending updates to a webhook until it is aborted. Updates of one chat arrive in order, one at a time; a
 * refused update does not delay other chats. It is retried at once, then after 2, 4, 8 … seconds, or after
 * `Retry-After`.
 */
export function deliverUpdates(context: MethodContext, webhook: Webhook): void {
  const { bot, stopping } = context;
  const ended = AbortSignal.any([webhook.ended.signal, stopping]);

  const deliverReady = () => {
    for (const item of bot.updates.pending) {
      if (ended.aborted || webhook.busy.size >= webhook.maxConnections) return;
      if (webhook.busy.has(item.key)) continue;
      webhook.busy.add(item.key);
      void deliver(context, webhook, item, ended).finally(() => {
        webhook.busy.delete(item.key);
        deliverReady();
      });
    }
  };

  const watch = async () => {
    while (!ended.aborted) {
      deliverReady();
      await bot.updates.changed.wait(WATCH_INTERVAL_MS, ended);
    }
  };
  void watch();
}

async function deliver(context: MethodContext, webhook: Webhook, item: PendingUpdate, ended: AbortSignal) {
  let backoff = 0;
  while (!ended.aborted && context.bot.updates.pending.includes(item)) {
    const outcome = await post(webhook, item, ended);
    if (ended.aborted) return;
    if (outcome.ok) {
      // The answer in the reply is there before the update counts as handled
      await runReply(context, outcome.reply);
      context.bot.updates.remove(item);
      return;
    }
    webhook.lastError = { date: unixTime(), message: outcome.error };
    const wait = outcome.retryAfter > 0 ? outcome.retryAfter : backoff;
    backoff = Math.min(LONGEST_BACKOFF_MS, backoff === 0 ? 2 * SECOND_MS : backoff * 2);
    // An abort ends the loop above.
    if (wait > 0) await delay(wait, undefined, { signal: ended }).catch(() => undefined);
  }
}

type Outcome = { ok: true; reply: unknown } | { ok: false; error: string; retryAfter: number };

async function post(webhook: Webhook, item: PendingUpdate, ended: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(webhook.secretToken ? { 'x-telegram-bot-api-secret-token': webhook.secretToken } : {}),
      },
      body: JSON.stringify(item.update),
      redirect: 'manual',
      signal: AbortSignal.any([ended, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]),
    });
    const body = await response.text();
    if (response.ok) return { ok: true, reply: parseReply(body, response.headers.get('content-type') ?? '') };
    const error = `Wrong response from the webhook: ${response.status} ${response.statusText}`.trimEnd();
    const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10) * SECOND_MS;
    return { ok: false, error, retryAfter: Math.min(MAX_RETRY_AFTER_MS, Math.max(0, retryAfter || 0)) };
  } catch (error) {
    return { ok: false, error: describeFailure(error), retryAfter: 0 };
  }
}

function parseReply(body: string, contentType: string): unknown {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    return JSON.parse(body);
  } catch {
    // Most webhooks answer nothing, or "OK": no method call.
    return undefined;
  }
}

async function runReply(context: MethodContext, reply: unknown): Promise<void> {
  const args = readArgs(reply);
  const method = args.get('method');
  if (!method || NOT_IN_REPLY.test(method)) return;
  try {
    await context.callMethod(method, { ...context, args, files: NO_FILES });
  } catch (error) {
    // Telegram ignores these errors too.
    if (!(error instanceof BotApiError)) throw error;
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'Read timeout expired';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return 'Connection refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'Failed to resolve host: Name or service not known';
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'Connection timed out';
    default:
      return 'Connection closed';
  }
}
