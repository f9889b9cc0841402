import { beforeEach, expect, test } from 'vitest';
import { usePress, withBot } from '../support/press.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { BOT_SECRET, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useHeldGateway();
const api = useApi(() => ({ ...gateway.environment(), ...withBot }));
const press = usePress(api);
const { ask, enter } = smsCalls(api);

interface Line {
  level: string;
  endpoint: string;
  status: number;
  error?: string;
  person?: string;
  challenge?: string;
  request_id: string;
}

beforeEach(() => void api.log.splice(0));

/** The lines about answers, as a search for one word finds them. */
const find = (word = '"Answered"'): Line[] =>
  api.log.filter((line) => line.includes('"Answered"') && line.includes(word)).map((line) => JSON.parse(line));
const steps = (lines: Line[]) =>
  lines.map(({ endpoint, status, error }) => [endpoint, status, ...(error ? [error] : [])]);

test('the pseudonym of a person finds every step of a journey, from whichever side it comes', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.register(person.phone, wrong(code));
  const { tokens } = (await api.register(person.phone, code)).json();
  await api.me(tokens.access);
  await api.post('/api/v1/auth/token/refresh/', { refresh: tokens.refresh });
  await api.get('/api/users/profile/', { headers: { authorization: `Bearer ${tokens.access}` } });
  await api.signIn(somebody()); // somebody else

  const [{ person: pseudonym = '' } = {}] = find();
  expect(pseudonym).toMatch(/^[\w-]{11}$/);
  expect(steps(find(pseudonym))).toEqual([
    ['createTelegramCode', 200],
    ['registerWithTelegram', 400, 'code_incorrect'],
    ['registerWithTelegram', 201],
    ['me', 200],
    ['refreshSession', 200],
    ['me', 200],
  ]);
  expect(find().map(({ person }) => person)).toContainEqual(expect.not.stringMatching(pseudonym));
  expect(api.log.join()).not.toContain(person.phone.slice(-9));
});

test('the bot checks its key every minute and leaves no line, unless the key is refused', async () => {
  const check = (secret_key: string) =>
    api.post('/api/v1/auth/telegram/otp/create/', { secret_key, telegram_id: 1, phone_number: 'raqam-bot' });
  await check(BOT_SECRET);
  expect(find()).toEqual([]);
  await check('another');
  expect(steps(find())).toEqual([['createTelegramCode', 403, 'bot_secret_invalid']]);
});

test('an SMS and its code, sent and refused', async () => {
  const { phone } = somebody();
  const asked = ask(phone);
  const sms = await gateway.next();
  sms.accept();
  await asked;
  await ask(phone);
  await enter(phone, sms.code);
  const [{ person = '' } = {}] = find();
  expect(steps(find(person))).toEqual([
    ['authenticateBySms', 200],
    ['authenticateBySms', 429, 'code_cooldown'],
    ['authenticateBySms', 200],
  ]);
});

test('the id of a challenge finds every step of a press; waits that end with nothing new leave no line', async () => {
  const { telegramId, phone } = somebody();
  const browser = await press.start({}, fromElsewhere());
  await press.wait(browser);
  await press.open(browser.nonce, telegramId);
  await press.wait(browser, { seconds: 0, state: 'waiting' });
  await press.wait(browser, { seconds: 0, state: 'opened' });
  await press.contact(telegramId, phone);
  await press.decide(browser.id, telegramId, { choice: browser.number });
  await press.collect(browser);
  expect(steps(find(browser.id))).toEqual([
    ['startChallenge', 201],
    ['openChallenge', 200],
    ['waitForChallenge', 200],
    ['shareContact', 200],
    ['decideChallenge', 200],
    ['collectChallenge', 201],
  ]);
  const [last] = find(browser.id).slice(-1);
  expect(last?.person).toMatch(/^[\w-]{11}$/);
});

test('a request id that the proxy or the bot gives is in the line', async () => {
  const id = 'request-0123456789';
  const person = somebody();
  const body = { secret_key: BOT_SECRET, telegram_id: person.telegramId, phone_number: person.phone };
  await api.post('/api/v1/auth/telegram/otp/create/', body, { headers: { 'x-request-id': id } });
  expect(steps(find(id))).toEqual([['createTelegramCode', 200]]);
});

test('health checks, metrics, unknown paths, empty polls and the bot’s look-ups leave no line; their failures do', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/docs/json', '/nothing']) await api.get(path);
  await press.alerts();
  const chat = { telegram_id: somebody().telegramId };
  await api.post('/api/v1/bot/chats/find/', chat, { headers: { authorization: `Bearer ${BOT_SECRET}` } });
  expect(find()).toEqual([]);
  await api.post('/api/v1/bot/chats/find/', chat);
  expect(steps(find())).toEqual([['findChat', 403, 'bot_secret_invalid']]);
});

test('each line has its status, error and duration, and nothing else', async () => {
  await api.me('nonsense');
  const [line] = find();
  for (const ofPino of ['level', 'time', 'pid', 'hostname']) Reflect.deleteProperty(Object(line), ofPino);
  expect(line).toEqual({
    request_id: expect.any(String),
    endpoint: 'me',
    status: 401,
    error: 'session_invalid',
    ms: expect.any(Number),
    msg: 'Answered',
  });
});
