import { apiEnvironment, botEnvironment } from '@raqam/dev/development-environment';
import { expect, inject, test } from 'vitest';
import { requestCode } from '../src/handset.ts';
import { collect, register, startChallenge } from './support/api.ts';
import { addPerson, faults } from './support/handset.ts';
import { addBotAccount, startApi, startBot } from './support/processes.ts';

test('a code, token, secret or number in a log: none after a whole journey, with failures, at LOG_LEVEL=trace', async () => {
  const api = await startApi({ LOG_LEVEL: 'trace' });
  const account = await addBotAccount();
  const bot = await startBot(account, { LOG_LEVEL: 'trace', WEBSITE_URL: api.url });
  const person = await addPerson({ bot: account.username });

  // The message with the code fails; the error must not hold its payload.
  await faults.add({ target: 'telegram', method: 'sendMessage', kind: 'status', status: 400, times: 1 });
  await person.act({ contact: 'own' });
  await person.ask({ text: person.phone });
  const second = await addPerson({ bot: account.username });
  const code = await requestCode(second);
  const wrong = await register(
    { phone: second.phone, code: code === '000000' ? '111111' : '000000' },
    { api: api.url },
  );
  expect(wrong.status).toBe(400);
  const { status, body, cookies } = await register({ phone: second.phone, code }, { api: api.url });
  expect(status).toBe(201);
  const started = await startChallenge(api.url);
  const nonce = new URL(started.telegram.url).searchParams.get('start') ?? '';
  await second.press(await second.hear(await second.act({ text: `/start ${nonce}` })), started.telegram.number);
  const collected = await collect(api.url, started);
  await bot.stop();
  await api.stop();

  const log = [...api.log, ...bot.log].join('\n');
  expect(log).toContain('Bad Request'); // the failure itself is logged
  const { SECRET_KEY = '', TELEGRAM_BOT_SECRET = '' } = apiEnvironment(inject('ports'), '');
  const secrets = {
    code,
    access: body.tokens?.access,
    refresh: body.tokens?.refresh,
    cookie: cookies[0]?.split(/[=;]/)[1],
    'nonce of the link': nonce,
    'secret of the challenge': started.secret,
    'access after the press': collected.body.tokens?.access,
    'refresh after the press': collected.body.tokens?.refresh,
    SECRET_KEY,
    TELEGRAM_BOT_SECRET,
    BOT_SECRET_KEY: botEnvironment(inject('ports'))['BOT_SECRET_KEY'],
    BOT_TOKEN: account.token,
    phone: person.phone.slice(1),
    'phone of the second': second.phone.slice(1),
  };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret, name).toBeTruthy();
    // As a whole number, because every timestamp contains six digits
    const shown = new RegExp(`(?<![\\w.-])${escapeForRegExp(secret ?? '')}(?!\\w)`);
    expect(shown.test(log), `${name} is in the log`).toBe(false);
  }
});

function escapeForRegExp(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
