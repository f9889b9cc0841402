import { describe, expect, test } from 'vitest';
import { eventCommands } from '../../src/commands/events.commands.ts';
import { runAsOperator } from '../support/operator.ts';
import { somebody, useApi, wrong } from '../support/test-api.ts';

const api = useApi();
const raqam = (...argv: string[]) => runAsOperator(api, { events: eventCommands }, ['events', ...argv]);

test('why somebody got no account: the events of a number, in a table and as JSON', async () => {
  const person = somebody();
  await api.register(person.phone, wrong(await api.issue(person)));
  const { code, out } = await raqam('--phone', person.phone);
  expect(code).toBe(0);
  const [head, newest, oldest] = out.trim().split('\n');
  expect(head).toMatch(/^at +type +user +by +ip +data$/);
  expect(newest).toMatch(/code\.failed .*127\.0\.0\.1 .*attempts_left=4/);
  expect(oldest).toMatch(/code\.sent .* bot /);
  expect(out).not.toContain(person.phone);
  const json = JSON.parse((await raqam('--phone', person.phone, '--json')).out);
  expect(json.map(({ type }: { type: string }) => type)).toEqual(['code.failed', 'code.sent']);
});

test('an export has every event of all pages, one JSON object per line, the newest first', async () => {
  await api.sql.query(
    "INSERT INTO events (type, actor, at) SELECT 'sms.delivered', 'system', now() - n * interval '1 second' FROM generate_series(1, 250) n",
  );
  const { out } = await raqam('--type', 'sms.*', '--jsonl');
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events).toHaveLength(250);
  const times = events.map(({ at }) => at);
  expect(times).toEqual([...times].sort().reverse());
  const since = times[9];
  expect((await raqam('--type', 'sms.delivered', '--since', since, '--jsonl')).out.trim().split('\n')).toHaveLength(10);
  expect(
    (await raqam('--type', 'sms.delivered', '--until', times[248], '--jsonl')).out.trim().split('\n'),
  ).toHaveLength(1);
  expect((await raqam('--type', 'sms.delivered', '--actor', 'user')).out).toBe('There are none.\n');
});

test('--since takes how long ago, as the runbooks write it: 30m, 2h, 7d', async () => {
  await api.sql.query(
    `INSERT INTO events (type, actor, at) SELECT 'number.proved', 'system', now() - ago FROM unnest($1::interval[]) ago`,
    [['10 minutes', '90 minutes', '3 days']],
  );
  const found = async (since: string) =>
    (await raqam('--type', 'number.proved', '--since', since, '--jsonl')).out.split('\n').length - 1;
  expect(await found('30m')).toBe(1);
  expect(await found('2h')).toBe(2);
  expect(await found('7d')).toBe(3);
});

describe('a wrong filter is named', () => {
  test.for([
    ['--phone', '12'],
    ['--user', 'aziza'],
    ['--type', 'code'],
    ['--ip', '1.2.3'],
    ['--actor', 'nobody'],
    ['--since', 'yesterday'],
    ['--since', '99999999999999999d'],
    ['--until', '2026-13-01'],
  ])('%s %s', async (argv) => {
    const { code, error } = await raqam(...argv);
    expect(code).toBe(1);
    expect(error).not.toBe('');
  });
});
