import { findFreePort } from '@raqam/local-stack/free-port';
import { expect, test } from 'vitest';
import { createPerson } from '../support/person.ts';
import { startBot } from '../support/start-bot.ts';
import { useSite, webhookAt } from '../support/use-site.ts';

const site = useSite();

/** The bot, polling, on a port of its own. */
async function start(more: Record<string, string> = {}) {
  const port = await findFreePort();
  const bot = startBot({ ...site.environment(), PORT: String(port), ...more });
  const url = `http://127.0.0.1:${port}`;
  const scrape = async () => (await fetch(`${url}/metrics`)).text();
  return { ...bot, url, scrape };
}

async function stop(bot: { kill(): void; exit: Promise<unknown> }): Promise<void> {
  bot.kill();
  expect(await bot.exit).toBe(0);
}

async function addFault(fault: object): Promise<void> {
  await fetch(`${site.stack.url}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', kind: 'status', times: 1, ...fault }),
  });
}

const nowSeconds = () => Date.now() / 1_000;
const valueIn = (text: string, series: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length),
  );

test('updates, calls, alerts and the last contact are counted while the bot polls', async () => {
  const startedAt = nowSeconds();
  const bot = await start();
  await bot.says('The API accepts the bot');
  const person = await createPerson(site.stack.url);
  await addFault({ method: 'sendMessage', status: 429, retry_after: 0 });
  await person.send({ contact: 'own' });
  await expect.poll(bot.scrape).toContain('raqam_bot_updates_total{kind="message",outcome="answered"} 1');
  await expect.poll(bot.scrape).toContain('raqam_bot_queued_updates 0');

  const text = await bot.scrape();
  const series = (name: string) => valueIn(text, name);
  expect(series('raqam_bot_telegram_calls_total{method="sendMessage",outcome="429"}')).toBe(1);
  expect(series('raqam_bot_telegram_calls_total{method="sendMessage",outcome="ok"}')).toBe(1);
  expect(series('raqam_bot_telegram_calls_total{method="getUpdates",outcome="409"}')).toBe(0);
  expect(series('raqam_bot_telegram_call_duration_seconds_count{method="sendMessage"}')).toBe(2);
  expect(series('raqam_bot_update_duration_seconds_count{kind="message"}')).toBe(1);
  expect(series('raqam_bot_api_calls_total{endpoint="createTelegramCode",outcome="ok"}')).toBe(1);
  expect(series('raqam_bot_api_calls_total{endpoint="createTelegramCode",outcome="phone_invalid"}')).toBe(1); // its check
  expect(series('raqam_bot_api_accepts')).toBe(1);
  expect(series('raqam_bot_waiting_people')).toBe(0);
  expect(series('raqam_bot_last_update_timestamp_seconds')).toBeGreaterThan(startedAt);
  expect(series('raqam_bot_last_contact_timestamp_seconds')).toBeGreaterThan(startedAt);
  expect(text).toMatch(/^raqam_build_info\{version="\d+\.\d+\.\d+[^"]*"\} 1$/m);
  expect(text).not.toContain(person.phone.slice(-9));
  expect(text).not.toContain(String(person.id));
  await stop(bot);
});

test('the line of an update has the request id under which the api logs it, and nothing of the person', async () => {
  const bot = await start();
  await bot.says('Polling');
  const person = await createPerson(site.stack.url);
  await person.send({ contact: 'own' });
  await bot.says('"Answered"');
  const line = JSON.parse(bot.lines.find((each) => each.includes('"Answered"')) ?? '');
  expect(line).toEqual({
    level: 'info',
    time: expect.any(String),
    request_id: expect.stringMatching(/^update-777-\d{10}$/),
    kind: 'message',
    outcome: 'answered',
    ms: expect.any(Number),
    msg: 'Answered',
  });
  expect(site.api.calls.map(({ requestId }) => requestId)).toContain(line.request_id);
  expect(bot.lines.join()).not.toContain(String(person.id));
  await stop(bot);
});

test('a second instance: both count conflicts', async () => {
  const one = await start();
  await one.says('Polling');
  const other = await start();
  const conflicts = async () =>
    Math.max(
      ...(await Promise.all([one.scrape(), other.scrape()])).map((text) =>
        valueIn(text, 'raqam_bot_telegram_calls_total{method="getUpdates",outcome="409"}'),
      ),
    );
  await expect.poll(conflicts).toBeGreaterThan(0);
  await stop(one);
  await stop(other);
});

test('an update that can’t be answered counts as failed', async () => {
  const bot = await start();
  await bot.says('Polling');
  const person = await createPerson(site.stack.url);
  await addFault({ method: 'sendMessage', status: 400 });
  await person.act({ text: '/help' });
  await expect.poll(bot.scrape).toContain('raqam_bot_updates_total{kind="message",outcome="failed"} 1');
  await stop(bot);
});

test('by webhook: updates count, and the internet, which reaches this port, gets no metrics', async () => {
  const port = await findFreePort();
  const bot = await start(webhookAt(port));
  await bot.says('Receiving updates by webhook');
  const person = await createPerson(site.stack.url);
  await person.send({ contact: 'own' });
  // on the private network, under another name than that of the webhook
  const scrape = async () => (await fetch(`http://localhost:${port}/metrics`)).text();
  await expect.poll(scrape).toContain('raqam_bot_updates_total{kind="message",outcome="answered"} 1');
  expect(valueIn(await scrape(), 'raqam_bot_webhook_pending_updates')).toBe(0);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
  for (const header of ['x-forwarded-for', 'x-real-ip', 'via'])
    expect((await fetch(`http://localhost:${port}/metrics`, { headers: { [header]: 'x' } })).status).toBe(404);
  await stop(bot);
});
