import { countSmsParts, isGsmText } from '@raqam/local-stack/sms-parts';
import { contract } from '@raqam/shared/contract';
import { languages } from '@raqam/shared/languages';
import { messages } from '@raqam/shared/messages/messages';
import { describe, expect, inject, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { Database } from '../../src/database/database.ts';
import { fitsOnePart, writeSms } from '../../src/features/channels/sms/sms-text.ts';
import { databaseUrl } from '../support/database/postgres.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, somebody, testConfig, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());
const { ask, enter, challenge } = smsCalls(api);
const users = async (phone: string) => (await api.sql.query('SELECT * FROM users WHERE phone = $1', [phone])).rows;

test('the first step sends a code and writes no user', async () => {
  const { phone } = somebody();
  const answer = await ask(phone.replace('+998', ''));
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    message: 'SMS code sent',
    phone,
    detail: 'Please verify your phone number with the code sent via SMS',
    expires_at: expect.any(String),
    resend_after_seconds: 60,
  });
  expect(Math.round((Date.parse(answer.json().expires_at) - Date.now()) / 60_000)).toBe(2);
  expect(gateway.sms(phone)).toHaveLength(1);
  expect(answer.body).not.toContain(gateway.code(phone));
  expect(await users(phone)).toEqual([]);
});

test('the second step makes a verified user with the default role, a session and its cookies', async () => {
  const { phone } = somebody();
  await ask(phone);
  const answer = await enter(phone, gateway.code(phone), { device_id: 'phone', device_name: 'iPhone 13' });
  expect(answer.statusCode).toBe(200);
  const body = answer.json();
  expect(Object.keys(body).sort()).toEqual(['access', 'refresh', 'user']);
  expect(contract.registerWithTelegram.responses[200].shape.user.parse(body.user)).toMatchObject({
    phone,
    telegram_id: null,
    role: 'user',
    is_verified: true,
  });
  const remembered = expect.stringContaining('.'); // the browser
  expect(answer.cookies.map(({ value }) => value)).toEqual([body.access, body.refresh, remembered]);
  const { rows } = await api.sql.query('SELECT device_id, device_name FROM sessions WHERE user_id = $1', [
    body.user.id,
  ]);
  expect(rows).toEqual([{ device_id: 'phone', device_name: 'iPhone 13' }]);
});

test('both paths, with and without slash', async () => {
  for (const path of ['/api/users/auth', '/api/users/auth/', '/api/v1/users/auth', '/api/v1/users/auth/']) {
    expect((await api.post(path, { phone: somebody().phone }, fromElsewhere())).statusCode, path).toBe(200);
  }
});

describe('SMS to known, unknown, disabled numbers', () => {
  test('the same answer', async () => {
    const shape = async (phone: string) => {
      const answer = await ask(phone);
      return [
        answer.statusCode,
        JSON.stringify({ ...answer.json(), phone: '', expires_at: '' }),
        Object.keys(answer.headers),
      ];
    };
    const known = somebody();
    await api.signIn(known);
    const disabled = somebody();
    const { user } = await api.signIn(disabled);
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
    const unknown = await shape(somebody().phone);
    expect(await shape(known.phone)).toEqual(unknown);
    expect(await shape(disabled.phone)).toEqual(unknown);
    expectError(await enter(disabled.phone, gateway.code(disabled.phone)), 403, 'account_disabled');
  });

  test('the same timing: the same statements in the same order, and one call of the gateway', async () => {
    const { rows } = await api.sql.query('SELECT current_database() AS name');
    const url = databaseUrl(inject('postgresUrl'), rows[0].name);
    const names: string[] = [];
    const db: Database = {
      ...api.db,
      run(statement, args) {
        // written in between, by the clock
        if (statement.name !== 'add-abuse-counts') names.push(statement.name);
        return api.db.run(statement, args);
      },
    };
    const config = testConfig(url, gateway.environment());
    const app = await buildApp({ config, db, version: 'watched', logger: false });
    const statementsFor = async (phone: string) => {
      names.splice(0);
      const payload = { phone };
      const answer = await app.inject({ method: 'POST', url: '/api/users/auth/', payload, ...fromElsewhere() });
      expect(answer.statusCode, answer.body).toBe(200);
      expect(gateway.sms(phone)).toHaveLength(1);
      return names.slice();
    };
    // a rule against abuse writes when its threshold is passed: no neighbours, and a country that has many codes
    const [known, disabled] = [
      { ...somebody(), phone: '+998971110001' },
      { ...somebody(), phone: '+998972110001' },
    ];
    await api.sql.query(
      "INSERT INTO abuse_counts SELECT 'country:UZ', date_trunc('day', now() - interval '1 day', 'UTC'), 900, 900",
    );
    await api.signIn(known);
    const { user } = await api.signIn(disabled);
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
    const unknown = await statementsFor('+998973110001');
    expect(unknown).not.toEqual([]);
    expect(await statementsFor(known.phone)).toEqual(unknown);
    expect(await statementsFor(disabled.phone)).toEqual(unknown);
    await app.close();
  });
});

describe('whose account it is', () => {
  test('a verified number opens its account, whatever its Telegram', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    await ask(person.phone);
    expect((await enter(person.phone, gateway.code(person.phone))).json().user).toMatchObject({
      id: user.id,
      telegram_id: person.telegramId,
    });
  });

  test('an unverified claim with another Telegram loses the number to the person who gets the SMS', async () => {
    const squatter = somebody();
    const claim = (await api.register(squatter.phone, await api.issue(squatter, { proof: 'typed' }))).json();
    await ask(squatter.phone);
    const proved = (await enter(squatter.phone, gateway.code(squatter.phone))).json();
    expect(proved.user).toMatchObject({ phone: squatter.phone, telegram_id: null, is_verified: true });
    expect(proved.user.id).not.toBe(claim.user.id);
    expectError(await api.me(claim.tokens.access), 401, 'session_invalid');
  });
});

test('200 parallel wrong guesses at one challenge: at most 5 are compared; the right code afterwards is refused as void', async () => {
  const { phone } = somebody();
  await ask(phone);
  const code = gateway.code(phone);
  const answers = await Promise.all(Array.from({ length: 200 }, () => enter(phone, wrong(code))));
  for (const answer of answers) expectError(answer, 400, 'code_incorrect');
  expect(await challenge(phone)).toMatchObject({ tries: 5 });
  const right = await enter(phone, code);
  expectError(right, 400, 'code_incorrect');
  expect(right.json().error.attempts_left).toBe(0);
});

test('no error about a code or an SMS sends people without Telegram to the bot alone', () => {
  const { code_expired, code_incorrect, code_cooldown, code_limit } = messages.en.errors;
  for (const text of [code_expired, code_incorrect, code_cooldown, code_limit, messages.en.smsMayArrive]) {
    expect(text).not.toMatch(/bot|Telegram/);
  }
});

test('the right code is answered as expired after its time', async () => {
  const { phone } = somebody();
  await ask(phone);
  await api.pass('2 minutes 1 second');
  expectError(await enter(phone, gateway.code(phone)), 400, 'code_expired');
});

describe('without a gateway', () => {
  const silent = useApi();
  test('the first step is 503, and no code is issued', async () => {
    const { phone } = somebody();
    expectError(await silent.post('/api/users/auth/', { phone }), 503, 'sms_unavailable');
    expect((await silent.sql.query('SELECT 1 FROM challenges WHERE phone = $1', [phone])).rowCount).toBe(0);
  });
});

describe('the text', () => {
  test.for(languages)('in %s is one GSM-7 part, says never to share it, and ends with the WebOTP line', (language) => {
    const text = writeSms(language, {
      host: 'royxatdan-otish.example-shop.uz',
      brand: undefined,
      code: '042137',
    });
    expect(isGsmText(text)).toBe(true);
    expect(countSmsParts(text.replaceAll('\n', '\r\n'))).toBe(1); // as multipart forms have it
    expect(text).toMatch(/hech kimga aytmang|Nikomu ego ne soobschayte|Never share it/);
    expect(text.split('\n').at(-1)).toBe('@royxatdan-otish.example-shop.uz #042137');
  });

  test.for(languages)('in %s names the brand where there is one, and the host in the WebOTP line', (language) => {
    const text = writeSms(language, { host: 'shop.uz', brand: 'Oson Savdo', code: '042137' });
    expect(text).toMatch(/^[^@]*Oson Savdo[^@]*042137[^@]*\n\n@shop\.uz #042137$/);
    expect(text.replace('@shop.uz', '')).not.toContain('shop.uz');
  });

  test.for([
    ['Oson Savdo', true],
    ['x'.repeat(95), true],
    ['x'.repeat(96), false],
    ['€'.repeat(47), true],
    ['€'.repeat(48), false],
    ['Дўкон', true], // UCS-2, to the last of its 70 units
    ['Дўконим', false],
    ['Do‘kon', false],
    ["Do'kon", true],
  ] as const)('with the name %s is one part: %s', ([brand, fits]) => {
    const host = 'shop.uz';
    expect(fitsOnePart({ brand, host })).toBe(fits);
    const texts = languages.map((language) => writeSms(language, { host, brand, code: '042137' }));
    const parts = texts.map((text) => countSmsParts(text.replaceAll('\n', '\r\n')));
    expect(Math.max(...parts) === 1).toBe(fits);
  });

  test('follows the language of the request', async () => {
    const { phone } = somebody();
    await api.post('/api/users/auth/', { phone }, { ...fromElsewhere(), headers: { 'accept-language': 'ru' } });
    expect(gateway.sms(phone)[0]).toMatch(/^Kod dlya localhost: \d{6}/);
  });
});
