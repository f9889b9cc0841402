import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds. Most answers are one call of the API and one of Telegram's. */
const BUCKETS = [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** The kinds of updates that the bot asks Telegram for. */
const KINDS = ['message', 'callback_query'] as const;
/** `failed`: not answered, and not tried again; `dropped`: its sender floods the bot; `left`: it comes again after a stop. */
const OUTCOMES = ['answered', 'failed', 'dropped', 'left'] as const;
const ALERT_OUTCOMES = ['sent', 'blocked', 'refused'] as const;

export type AlertOutcome = (typeof ALERT_OUTCOMES)[number];
export type BotMetrics = ReturnType<typeof createBotMetrics>;

/** What gauges read when Prometheus scrapes. */
export interface GaugeSources {
  version: string;
  /** Updates that are being answered, or wait behind others of their chat. */
  countQueued(): number;
  /** People whose answers wait for a retry. */
  countWaiting(): number;
}

/** The metrics of the bot. Series of known labels begin with 0. */
export function createBotMetrics(register: Registry) {
  const registers = [register];
  const metrics = {
    updates: new Counter({
      name: 'raqam_bot_updates_total',
      help: 'Updates by kind and outcome: answered, failed (not answered, and not tried again), dropped (its sender floods the bot) or left (it comes again after a stop)',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    updateDuration: new Histogram({
      name: 'raqam_bot_update_duration_seconds',
      help: 'From the arrival of an update until it was answered, with the wait behind others of its chat and all retries',
      labelNames: ['kind'],
      buckets: BUCKETS,
      registers,
    }),
    lastUpdate: new Gauge({
      name: 'raqam_bot_last_update_timestamp_seconds',
      help: 'When the last update arrived (Unix time); 0: none since the start',
      registers,
    }),
    lastContact: new Gauge({
      name: 'raqam_bot_last_contact_timestamp_seconds',
      help: 'When Telegram last confirmed that updates come here (Unix time): by an answered poll, or by a check of the webhook; 0: never since the start',
      registers,
    }),
    webhookPending: new Gauge({
      name: 'raqam_bot_webhook_pending_updates',
      help: 'Updates that Telegram still has to deliver to the webhook, as of the last check, which is made each minute',
      registers,
    }),
    telegramCalls: new Counter({
      name: 'raqam_bot_telegram_calls_total',
      help: 'Calls of the Bot API by method and outcome: ok, the error code (409: another instance polls; 429: too many messages) or unreachable',
      labelNames: ['method', 'outcome'],
      registers,
    }),
    telegramDuration: new Histogram({
      name: 'raqam_bot_telegram_call_duration_seconds',
      help: 'How long calls of the Bot API took, by method; without getUpdates, which waits for updates',
      labelNames: ['method'],
      buckets: BUCKETS,
      registers,
    }),
    apiCalls: new Counter({
      name: 'raqam_bot_api_calls_total',
      help: 'Calls of the api by endpoint and outcome: ok, the code of the error, or unreachable',
      labelNames: ['endpoint', 'outcome'],
      registers,
    }),
    apiDuration: new Histogram({
      name: 'raqam_bot_api_call_duration_seconds',
      help: 'How long calls of the api took, by endpoint; without nextAlerts, which waits for alerts',
      labelNames: ['endpoint'],
      buckets: BUCKETS,
      registers,
    }),
    apiAccepts: new Gauge({
      name: 'raqam_bot_api_accepts',
      help: 'Whether the api answers and accepts the key of the bot, checked each minute',
      registers,
    }),
    alerts: new Counter({
      name: 'raqam_bot_alerts_total',
      help: 'Alerts to people: sent, blocked (the person has blocked the bot) or refused by Telegram for good',
      labelNames: ['outcome'],
      registers,
    }),
  };
  for (const kind of KINDS) for (const outcome of OUTCOMES) metrics.updates.inc({ kind, outcome }, 0);
  for (const outcome of ['ok', '409', '429', 'unreachable'])
    metrics.telegramCalls.inc({ method: 'getUpdates', outcome }, 0);
  for (const outcome of ['ok', '429', 'unreachable']) metrics.telegramCalls.inc({ method: 'sendMessage', outcome }, 0);
  for (const outcome of ALERT_OUTCOMES) metrics.alerts.inc({ outcome }, 0);
  return metrics;
}

/** Registers the gauges that are read when Prometheus scrapes. */
export function registerBotGauges(register: Registry, { version, countQueued, countWaiting }: GaugeSources): void {
  const registers = [register];
  new Gauge({
    name: 'raqam_build_info',
    help: 'Always 1; the version of this build',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const queued = new Gauge({
    name: 'raqam_bot_queued_updates',
    help: 'Updates that are being answered, or wait behind others of their chat',
    registers,
    collect() {
      queued.set(countQueued());
    },
  });
  const waiting = new Gauge({
    name: 'raqam_bot_waiting_people',
    help: 'People whose answers wait for a retry, because Telegram is busy or unreachable',
    registers,
    collect() {
      waiting.set(countWaiting());
    },
  });
}
