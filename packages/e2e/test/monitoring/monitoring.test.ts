import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { apiEnvironment } from '@raqam/dev/development-environment';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { parse } from 'yaml';
import { cardOf, requestCode } from '../../src/handset.ts';
import { collect, register, signIn, startChallenge } from '../support/api.ts';
import { type Exposed, readExposition, readExpression } from '../support/exposition.ts';
import { addPerson, readSms } from '../support/handset.ts';
import { addBotAccount, startApi, startBot } from '../support/processes.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; action: string; runbook: string };
}
interface Panel {
  title: string;
  targets?: { expr: string }[];
}

const { groups }: { groups: { rules: Rule[] }[] } = parse(read('docs/operate/monitoring/alerts.yml'));
const rules = groups.flatMap((group) => group.rules);
const { panels }: { panels: Panel[] } = JSON.parse(read('docs/operate/monitoring/dashboard.json'));
const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

/** Metrics that Prometheus makes of each scrape by itself. */
const OF_PROMETHEUS = ['up'];
/** Labels that Prometheus adds to every series. */
const LABELS_OF_SCRAPES = ['job', 'instance'];

const receiver = createServer((_request, response) => response.writeHead(204).end());
let exposed: Exposed;

/** The metrics of the stack's api and bot together. */
async function scrape(): Promise<Exposed> {
  const { api, bot } = inject('urls');
  const texts = await Promise.all([api, bot].map(async (url) => (await fetch(`${url}/metrics`)).text()));
  return readExposition(texts.join('\n'));
}

function webhooks(...args: string[]): string {
  const command = ['apps/api/src/commands/raqam.main.ts', 'webhooks', ...args];
  const env = apiEnvironment(inject('ports'), inject('urls').postgres);
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Signs in by every way, fails at some, and has a webhook. */
async function travel(): Promise<void> {
  const { api } = inject('urls');
  const person = await addPerson();
  const code = await requestCode(person);
  await register({ phone: person.phone, code: code === '000000' ? '000001' : '000000' });
  await signIn({ phone: person.phone, code });
  const challenge = await startChallenge(api);
  const card = await cardOf(person, challenge.telegram.url);
  await person.press(card, challenge.telegram.number);
  expect((await collect(api, challenge)).status).toBe(200);

  const bySms = await addPerson();
  const ask = (body: object) =>
    fetch(`${api}/api/users/auth/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await ask({ phone: bySms.phone });
  await ask({ phone: bySms.phone }); // the cooldown
  await ask({ phone: bySms.phone, code: await readSms(bySms.phone) });
}

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo; // of TCP
  const [, id = ''] = /Webhook (\d+)/.exec(webhooks('add', `http://127.0.0.1:${port}/`, '--type', '*')) ?? [];
  await travel();
  const hasTried = async () => (await scrape()).get('raqam_webhook_tries_total')?.has('outcome');
  await vi.waitUntil(hasTried, { timeout: 60_000 });
  exposed = await scrape();
  webhooks('remove', id, '--yes');
});
afterAll(() => void receiver.close());

/** What an expression reads and nothing exposes. */
function missingIn(expression: string): string[] {
  return readExpression(expression).flatMap(({ name, labels }) => {
    if (OF_PROMETHEUS.includes(name)) return [];
    const known = exposed.get(name);
    if (known === undefined) return [name];
    return labels
      .filter((label) => !LABELS_OF_SCRAPES.includes(label) && !known.has(label))
      .map((label) => `${name}{${label}}`);
  });
}

describe('the alert rules', () => {
  test.for(rules.map((rule) => [rule.alert, rule] as const))(
    '%s reads metrics and labels that exist',
    ([, { expr }]) => {
      expect(readExpression(expr).length).toBeGreaterThan(0);
      expect(missingIn(expr)).toEqual([]);
    },
  );

  test('each says how bad it is, what to do, and where the documentation has more', () => {
    const headings = [...read('docs/operate/monitoring.md').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations } of rules) {
      expect(['critical', 'warning'], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toMatch(/\.$/);
      expect(annotations.action, alert).toMatch(/\.$/);
      const [file, heading] = annotations.runbook.split('#');
      expect(file).toBe('docs/operate/monitoring.md');
      expect(headings, alert).toContain(heading);
    }
  });

  test('the documentation explains each of them, and no other', () => {
    const explained = [...read('docs/operate/monitoring.md').matchAll(/^\| `(Raqam\w+)`/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual(rules.map(({ alert }) => alert).sort());
  });
});

test('every panel of the dashboard reads metrics and labels that exist', () => {
  expect(queries.length).toBeGreaterThan(0);
  expect(queries.map(({ title, expr }) => [title, ...missingIn(expr)]).filter(({ length }) => length > 1)).toEqual([]);
});

test('an unknown metric or label would be found', () => {
  expect(missingIn('sum by (chanel) (rate(raqam_codes_sent_total{outcom="sent"}[5m])) > 1')).toEqual([
    'raqam_codes_sent_total{outcom}',
    'raqam_codes_sent_total{chanel}',
  ]);
  expect(missingIn('max(raqam_sms_remaining) and up{job="raqam-api"}')).toEqual(['raqam_sms_remaining']);
});

test('every metric of the product has a place on the dashboard or in an alert', () => {
  const used = [...queries, ...rules].flatMap(({ expr }) => readExpression(expr).map(({ name }) => name));
  const names = [...exposed.keys()].filter((name) => name.startsWith('raqam_') && !/_(?:sum|count)$/.test(name));
  expect(names.filter((name) => !used.includes(name))).toEqual([]);
});

test('no metric holds a number, a Telegram id or an IP', async () => {
  const { api, bot } = inject('urls');
  const text = await (await Promise.all([api, bot].map(async (url) => (await fetch(`${url}/metrics`)).text()))).join(
    '\n',
  );
  const labels = [...text.matchAll(/="([^"]*)"/g)].map(([, value = '']) => value);
  expect(labels.filter((value) => /\d{7,}|\d+\.\d+\.\d+\.\d+/.test(value))).toEqual([]);
});

test('the lines of the bot and of the api about one message have the same request id', async () => {
  const api = await startApi();
  const account = await addBotAccount();
  const bot = await startBot(account, { WEBSITE_URL: api.url });
  const person = await addPerson({ bot: account.username });
  const code = await requestCode(person);
  await register({ phone: person.phone, code }, { api: api.url });
  await bot.stop();
  await api.stop();

  const idOf = (lines: string[], word: string) =>
    lines.flatMap((line) => (line.includes(word) ? (/request_id=(\S+)/.exec(line)?.[1] ?? []) : []));
  const [created = ''] = idOf(
    api.log.filter((line) => !line.includes('error=')),
    'endpoint=createTelegramCode',
  );
  expect(created).toMatch(/^update-/);
  expect(idOf(bot.log, 'Answered')).toContain(created);
  const [, pseudonym = ''] = /person=(\S+)/.exec(api.log.find((line) => line.includes(created)) ?? '') ?? [];
  const steps = api.log.flatMap((line) =>
    line.includes(`person=${pseudonym}`) ? (/endpoint=(\w+)/.exec(line)?.[1] ?? []) : [],
  );
  expect(steps).toEqual(['shareContact', 'createTelegramCode', 'registerWithTelegram']);
});
