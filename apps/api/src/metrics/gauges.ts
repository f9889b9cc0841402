import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import { findQueues } from './queues.queries.ts';
import { readAtScrape } from './read-at-scrape.ts';

const REDIS_STATES = ['ok', 'unreachable', 'off'] as const;

export interface GaugeSources {
  db: Database;
  version: string;
  /** SMS_DAILY_LIMIT */
  smsDailyLimit: number;
  findRedisState(): Promise<(typeof REDIS_STATES)[number]>;
}

/** Registers the gauges, each read when Prometheus scrapes. Those that can't be read are left out, or show it. */
export function registerGauges(register: Registry, { db, version, smsDailyLimit, findRedisState }: GaugeSources): void {
  const registers = [register];
  new Gauge({
    name: 'raqam_build_info',
    help: 'Always 1; the version of this build',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);

  const connections = new Gauge({
    name: 'raqam_database_connections',
    help: 'Connections of this process to the database, by state: used or idle',
    labelNames: ['state'],
    registers,
    collect() {
      const { open, idle } = db.pool;
      connections.set({ state: 'used' }, open - idle);
      connections.set({ state: 'idle' }, idle);
    },
  });
  const waiting = new Gauge({
    name: 'raqam_database_waiting_statements',
    help: 'Statements of this process that wait for a free connection to the database',
    registers,
    collect() {
      waiting.set(db.pool.waiting);
    },
  });

  // all three are collected at once and share one read
  const readQueues = readAtScrape(async () => (await db.probe(findQueues, {}))[0]);
  const up = new Gauge({
    name: 'raqam_database_up',
    help: 'Whether the database answered this scrape within 2 s',
    registers,
    async collect() {
      up.set((await readQueues()) ? 1 : 0);
    },
  });
  const left = new Gauge({
    name: 'raqam_sms_left_today',
    help: 'SMS that SMS_DAILY_LIMIT still allows today (UTC), for all processes together',
    registers,
    async collect() {
      const queues = await readQueues();
      left.remove();
      if (queues) left.set(Math.max(0, smsDailyLimit - queues.sms_sent));
    },
  });
  const alerts = new Gauge({
    name: 'raqam_alerts_queued',
    help: 'Alerts that the bot has not sent yet, for all processes together, at most 10,000',
    registers,
    async collect() {
      const queues = await readQueues();
      alerts.remove();
      if (queues) alerts.set(queues.alerts);
    },
  });
  new Gauge({ name: 'raqam_sms_daily_limit', help: 'SMS_DAILY_LIMIT', registers }).set(smsDailyLimit);

  const readRedis = readAtScrape(findRedisState);
  const redis = new Gauge({
    name: 'raqam_redis_state',
    help: '1 for the state that Redis is in, 0 for the others; off: REDIS_URL is not set',
    labelNames: ['state'],
    registers,
    async collect() {
      const current = (await readRedis()) ?? 'unreachable';
      for (const state of REDIS_STATES) redis.set({ state }, state === current ? 1 : 0);
    },
  });
}
