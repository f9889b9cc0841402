import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { findFreePort } from '@raqam/local-stack/free-port';
import { describe, expect, test } from 'vitest';
import { type ApiAnswer, refusal } from '../support/answers.ts';
import { createPerson } from '../support/person.ts';
import { BOT_SECRET, BOT_TOKEN } from '../support/run-bot.ts';
import { startBot as start } from '../support/start-bot.ts';
import { useSite } from '../support/use-site.ts';

const site = useSite();

describe('problems that the operator can fix are logged in English and in Uzbek, one line each', () => {
  /** The log lines above `info`. */
  const troubles = (lines: string[]) =>
    lines.map((line) => JSON.parse(line)).filter(({ level }: { level: string }) => level !== 'info');

  test('a token that Telegram refuses: BOT_TOKEN, and the process ends with 1', async () => {
    const bot = start({ ...site.environment(), BOT_TOKEN: '778:unknown-to-telegram' });
    expect(await bot.exit).toBe(1);
    expect(troubles(bot.lines)).toMatchObject([
      { level: 'error', msg: expect.stringMatching(/^Telegram refused BOT_TOKEN \(service bot\).*@BotFather/) },
      {
        level: 'error',
        msg: expect.stringMatching(/^Telegram BOT_TOKEN’ni \(bot xizmati\) qabul qilmadi.*@BotFather/),
      },
    ]);
    expect(bot.lines.join()).not.toContain('unknown-to-telegram');
  });

  test.for<[string, string, RegExp, RegExp]>([
    [
      'another instance polls',
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      /^Another instance.*BOT_TOKEN \(service bot\).*stop the other instance/,
      /boshqa nusxasi.*BOT_TOKEN \(bot xizmati\).*to‘xtating/,
    ],
    [
      'a webhook is set',
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      /^A webhook is set.*BOT_TOKEN \(service bot\).*stop that program/,
      /^Bu botga webhook o‘rnatilgan.*BOT_TOKEN \(bot xizmati\).*to‘xtating/,
    ],
    [
      'a webhook is being set',
      'Conflict: terminated by setWebhook request',
      /^A webhook is set/,
      /^Bu botga webhook o‘rnatilgan/,
    ],
  ])('%s: logged once, and the bot comes back', async ([, description, english, uzbek]) => {
    const conflicts = [1, 2];
    const telegram = createServer((request, response) => {
      const isRefused = request.url?.endsWith('/getUpdates') && conflicts.pop() !== undefined;
      const body = isRefused ? { ok: false, error_code: 409, description } : { ok: true, result: answers(request.url) };
      response.writeHead(isRefused ? 409 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(telegram, 'listening');
    const bot = start({ ...site.environment(), TELEGRAM_API_ROOT: rootOf(telegram) });
    await bot.says('"msg":"Polling"');
    bot.kill();
    expect(await bot.exit).toBe(0);
    expect(conflicts).toEqual([]);
    expect(troubles(bot.lines)).toMatchObject([
      { level: 'warn', reason: expect.stringContaining(description), msg: expect.stringMatching(english) },
      { level: 'warn', reason: expect.stringContaining(description), msg: expect.stringMatching(uzbek) },
    ]);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN);
    telegram.closeAllConnections();
    telegram.close();
  });

  test.for<[string, ApiAnswer, RegExp, RegExp]>([
    [
      'a secret that the API refuses: both variables',
      refusal(403, 'bot_secret_invalid'),
      /BOT_SECRET_KEY \(service bot\) must equal TELEGRAM_BOT_SECRET \(service api\)/,
      /BOT_SECRET_KEY \(bot xizmati\) TELEGRAM_BOT_SECRET \(api xizmati\) bilan bir xil/,
    ],
    [
      'a host that the API does not serve: ALLOWED_HOSTS',
      refusal(400, 'host_not_allowed'),
      /WEBSITE_URL \(service bot\).*ALLOWED_HOSTS \(service api\)/,
      /WEBSITE_URL’dagi \(bot xizmati\).*ALLOWED_HOSTS’ga \(api xizmati\)/,
    ],
  ])(
    '%s: logged at the start, told in /readyz, and logged for every person refused',
    async ([, answer, english, uzbek]) => {
      const port = await findFreePort();
      site.api.answers.push(...Array.from({ length: 100 }, () => answer)); // it asks again and again
      const bot = start({ ...site.environment(), PORT: String(port) });
      await bot.says('Polling');
      await bot.says('(api xizmati)');
      const standing =
        answer === 'hang-up' || answer === 'lost' || answer.status === 400 ? 'host_refused' : 'secret_refused';
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(ready.status).toBe(200);
      expect(await ready.json()).toMatchObject({ username: 'test_bot', api: standing });

      site.api.answers.length = 0; // from now on the fake API takes the key
      await bot.says('The API accepts the bot');
      expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).toMatchObject({ api: 'ok' });
      const person = await createPerson(site.stack.url);
      site.api.answers.push(answer);
      await person.send({ contact: 'own' });
      bot.kill();
      expect(await bot.exit).toBe(0);
      const both = [
        { level: 'error', msg: expect.stringMatching(english) },
        { level: 'error', msg: expect.stringMatching(uzbek) },
      ];
      expect(troubles(bot.lines)).toMatchObject([...both, ...both]);
      expect(bot.lines.join()).not.toContain(BOT_SECRET);
    },
  );

  test('an API that is not there: WEBSITE_URL', async () => {
    const port = await findFreePort();
    const bot = start({ ...site.environment(), WEBSITE_URL: `http://127.0.0.1:${port}` });
    await bot.says('Polling');
    await bot.says('WEBSITE_URL (bot xizmati)');
    const person = await createPerson(site.stack.url);
    await person.send({ contact: 'own' });
    bot.kill();
    expect(await bot.exit).toBe(0);
    const both = [
      { level: 'error', msg: expect.stringMatching(/WEBSITE_URL \(service bot\) must be/) },
      { level: 'error', msg: expect.stringMatching(/WEBSITE_URL \(bot xizmati\).*manzili bo‘lishi kerak/) },
    ];
    expect(troubles(bot.lines)).toMatchObject([...both, ...both]); // at the start, and for the person
    expect(JSON.stringify(troubles(bot.lines).map(({ msg }) => msg))).not.toContain(String(port));
  });

  test('a port that is taken: PORT, and the process ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = new URL(rootOf(other));
    const bot = start({ ...site.environment(), PORT: port });
    expect(await bot.exit).toBe(1);
    expect(troubles(bot.lines)).toMatchObject([
      {
        level: 'error',
        reason: 'EADDRINUSE',
        msg: expect.stringMatching(/^PORT \(service bot\) is taken/),
      },
      { level: 'error', reason: 'EADDRINUSE', msg: expect.stringMatching(/^PORT \(bot xizmati\) band/) },
    ]);
    expect(bot.lines.join()).not.toMatch(new RegExp(`(?<!\\d)${port}(?!\\d)`)); // as a whole: a timestamp may hold it
    other.close();
  });
});

describe('a faulty Telegram', () => {
  test.for<[string, (response: ServerResponse) => void]>([
    ['answers with a page', (response) => void response.end('<html>Log in to the network</html>')],
    ['cuts its answers off', (response) => void response.write('{"ok":true,', () => response.destroy())],
    ['never answers', () => {}],
  ])('%s: the bot is not ready, tells no token, and ends at SIGTERM', async ([, answer]) => {
    const telegram = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
    await once(telegram, 'listening');
    const port = await findFreePort();
    const bot = start({ ...site.environment(), TELEGRAM_API_ROOT: rootOf(telegram), PORT: String(port) });
    await bot.says('listening');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
    if (answer.length > 0) await bot.says('Telegram is out of reach');
    bot.kill();
    expect(await bot.exit).toBe(0);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN);
    expect(bot.lines.join()).not.toContain(BOT_TOKEN.split(':')[1]);
    telegram.closeAllConnections();
    telegram.close();
  });
});

/** Telegram's answers while there are no updates. */
function answers(url = ''): unknown {
  if (url.endsWith('/getMe')) return { id: 777, is_bot: true, first_name: 'Test', username: 'test_bot' };
  return url.endsWith('/getUpdates') ? [] : true;
}

function rootOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}
