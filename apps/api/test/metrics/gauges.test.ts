import { setTimeout as timer } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { Database } from '../../src/database/database.ts';
import { signUp, usePress, withBot } from '../support/press.ts';
import { readMetrics } from '../support/read-metrics.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { somebody, testConfig, useApi } from '../support/test-api.ts';

const gateway = useHeldGateway();
const api = useApi(() => ({ ...gateway.environment(), ...withBot, SMS_DAILY_LIMIT: '20' }));
const press = usePress(api);
const { ask } = smsCalls(api);

test('SMS left, alerts, connections, Redis and the build', async () => {
  const asked = ask(somebody().phone);
  (await gateway.next()).accept();
  await asked;
  const person = await signUp(api);
  await api.pass('31 seconds');
  await api.signIn(person, { device_id: 'another' }); // a new device: an alert

  // left out where the database takes longer to answer than a scrape waits
  await expect.poll(async () => (await readMetrics(api)).get('raqam_database_up')).toBe(1);
  const metrics = await readMetrics(api);
  expect(metrics.get('raqam_sms_left_today')).toBe(19);
  expect(metrics.get('raqam_sms_daily_limit')).toBe(20);
  expect(metrics.get('raqam_alerts_queued')).toBe(1);
  expect(metrics.get('raqam_database_up')).toBe(1);
  expect(metrics.get('raqam_database_connections{state="idle"}')).toBeGreaterThan(0);
  expect(metrics.get('raqam_database_waiting_statements')).toBe(0);
  expect(metrics.get('raqam_redis_state{state="off"}')).toBe(1);
  expect(metrics.get('raqam_build_info{version="1.2.3+abcdef0"}')).toBe(1);

  const [alert] = (await press.alerts()).json().alerts;
  await press.acknowledge([alert.id]);
  expect((await readMetrics(api)).get('raqam_alerts_queued')).toBe(0);
});

test('a frozen database leaves its gauges out and fails no scrape; scrapes ask it no second time', async () => {
  let asked = 0;
  const release = new AbortController();
  const frozen: Database = {
    ...api.db,
    async probe() {
      asked += 1;
      await timer(60_000, undefined, { signal: release.signal }).catch(() => {});
      return [];
    },
  };
  const app = await buildApp({
    config: testConfig('postgres://127.0.0.1/none'),
    db: frozen,
    version: '1',
    logger: false,
  });
  const scrapes = await Promise.all([app.inject('/metrics'), app.inject('/metrics')]);
  for (const { statusCode, body } of scrapes) {
    expect(statusCode).toBe(200);
    expect(body).toMatch(/^raqam_database_up 0$/m);
    expect(body).not.toMatch(/^raqam_(?:sms_left_today|alerts_queued) /m);
  }
  expect(asked).toBe(1);
  release.abort();
});
