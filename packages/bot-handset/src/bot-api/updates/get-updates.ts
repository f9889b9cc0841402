import { setTimeout as delay } from 'node:timers/promises';
import { holdUntil } from '../../change-signal.ts';
import { SECOND_MS } from '../../durations.ts';
import type { UpdateQueue } from '../../world/update-queue.ts';
import type { Bot } from '../../world/world.ts';
import { BotApiError } from '../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../request/method-context.ts';
import { integerArg } from '../request/request-args.ts';
import { readAllowedUpdates } from './read-allowed-updates.ts';

const LONGEST_POLL_SECONDS = 50;
const MAX_BATCH = 100;
/** Telegram delays every further 409 by this time, which slows down a bot that polls again at once. */
const CONFLICT_INTERVAL_MS = 3 * SECOND_MS;

const OTHER_POLLER =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const WEBHOOK_SET = 'Conflict: terminated by setWebhook request';
const UNDER_WEBHOOK =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/**
 * The method `getUpdates`. Ends an older poll of the same bot, confirms the updates below `offset`, then waits until
 * there is an update or the timeout passes.
 */
export async function getUpdates({ bot, args, signal }: MethodContext): Promise<MethodResult> {
  if (bot.webhook.current) throw await conflict(bot, UNDER_WEBHOOK, signal);
  if (args.has('allowed_updates')) bot.updates.allowed = readAllowedUpdates(args);
  endPoll(bot, OTHER_POLLER);
  const poll = new AbortController();
  bot.polling.current = poll;
  try {
    confirm(bot.updates, integerArg(args, 'offset', 0, -MAX_BATCH, Number.MAX_SAFE_INTEGER));
    const limit = integerArg(args, 'limit', MAX_BATCH, 1, MAX_BATCH);
    const timeout = integerArg(args, 'timeout', 0, 0, LONGEST_POLL_SECONDS) * SECOND_MS;
    const batch = await holdUntil(
      () => (bot.updates.pending.length > 0 ? bot.updates.pending.slice(0, limit) : undefined),
      bot.updates.changed,
      timeout,
      AbortSignal.any([signal, poll.signal]),
    );
    if (poll.signal.aborted) throw await conflict(bot, String(poll.signal.reason), signal);
    return { result: (batch ?? []).map((item) => item.update) };
  } finally {
    if (bot.polling.current === poll) bot.polling.current = undefined;
  }
}

/** Ends the waiting poll because a webhook takes over. */
export function endPollForWebhook(bot: Bot): void {
  endPoll(bot, WEBHOOK_SET);
}

function endPoll(bot: Bot, reason: string): void {
  bot.polling.current?.abort(reason);
}

/** A positive offset confirms everything below it, a negative one everything but the last updates. */
function confirm(updates: UpdateQueue, offset: number): void {
  if (offset > 0) updates.confirmBelow(offset);
  if (offset < 0) updates.keepLast(-offset);
}

async function conflict(bot: Bot, description: string, signal: AbortSignal): Promise<BotApiError> {
  const now = performance.now();
  const at = Math.max(now, bot.polling.nextConflictAt);
  bot.polling.nextConflictAt = at + CONFLICT_INTERVAL_MS;
  // An abort: the caller hung up.
  if (at > now) await delay(at - now, undefined, { signal }).catch(() => undefined);
  return new BotApiError(409, description);
}
