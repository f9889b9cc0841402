import { expect, inject, test } from 'vitest';
import { query } from './support/database.ts';
import { runDoctor, startDoctor } from './support/doctor.ts';
import type { Exchange, Fault, Reply } from './support/door.ts';
import { useLocalSystem } from './support/local-system.ts';
import { handset } from './support/processes.ts';

// The doctor waits up to 30 s for the bot and for the page.
const TROUBLE_TIMEOUT_MS = 120_000;

const local = useLocalSystem();
const examine = () => runDoctor([], local.environment());

const broken: Reply = { status: 504, headers: { 'content-type': 'text/html' }, body: '<h1>Gateway timeout</h1>' };
const isCall =
  (name: 'challenges' | 'wait' | 'collect') =>
  ({ method, path }: Exchange): boolean =>
    method === 'POST' && path.endsWith(`/${name}/`);

/** Replaces the answers of these requests. */
const answerTo = (isMeant: (exchange: Exchange) => boolean, change: (reply: Reply) => Reply): Fault => ({
  after: (reply, exchange) => (isMeant(exchange) ? change(reply) : undefined),
});

/** Everything that the dry run may have left. */
async function findLeftovers(): Promise<object> {
  const people: unknown = await (await fetch(`${inject('urls').stack}/handset/users`)).json();
  return {
    users: await query(`SELECT id FROM users WHERE telegram_id > ${2 ** 51} OR phone LIKE '+447700900%'`),
    sessions: await query(`SELECT id FROM sessions WHERE device_id = 'raqam-doctor'`),
    chats: await query(`SELECT telegram_id FROM telegram_chats WHERE telegram_id > ${2 ** 51}`),
    people: Object.values(Object(people)).filter((each) => Reflect.get(Object(each), 'telegram_id') > 2 ** 51),
  };
}
const nothing = { users: [], sessions: [], chats: [], people: [] };

test('a newcomer and a known person sign in by one press, “It was not me” ends it, and nothing is left', async () => {
  const diagnosis = await examine();
  expect(diagnosis.of('press')).toMatchObject({
    mark: 'ok',
    seen: expect.stringMatching(/^a newcomer, a known person, “It was not me”; the page knew within \d+\.\d s$/),
  });
  expect(diagnosis.of('journey-cleanup').mark).toBe('ok');
  expect(diagnosis.of('cookies').mark).toBe('ok');
  expect(await findLeftovers()).toEqual(nothing);
});

test('the page asks by the cookie alone', async () => {
  await examine();
  const asked = local.door().log.filter((exchange) => isCall('wait')(exchange) || isCall('collect')(exchange));
  expect(asked.length).toBeGreaterThan(5);
  for (const { path, requestHeaders, requestBody } of asked) {
    expect(requestHeaders.cookie, path).toMatch(/^challenge_secret=/);
    expect(requestBody, path).not.toContain('secret');
  }
});

test('a proxy that cuts long polls is named by its answer', async () => {
  local.door().fault = answerTo(isCall('wait'), () => broken);
  const diagnosis = await examine();
  expect(diagnosis.of('press')).toMatchObject({
    mark: 'failed',
    seen: 'at “open its link in Telegram, as a newcomer”: answered 504 text/html',
  });
  expect(await findLeftovers()).toEqual(nothing);
});

test('a page that never notices the press', { timeout: TROUBLE_TIMEOUT_MS }, async () => {
  local.door().fault = answerTo(isCall('wait'), (reply) => {
    const body = JSON.parse(reply.body);
    if (body.state !== 'approved') return reply;
    return { ...reply, body: JSON.stringify({ ...body, state: 'opened', retry_after_seconds: 10 }) };
  });
  const diagnosis = await examine();
  expect(diagnosis.of('press')).toMatchObject({
    mark: 'failed',
    seen: 'at “press the number”: the page still sees “opened”',
    fix: expect.stringMatching(/same DATABASE_URL/),
  });
});

test('a bot that shows nothing', { timeout: TROUBLE_TIMEOUT_MS }, async () => {
  await handset('/faults', { target: 'telegram', method: 'sendMessage', kind: 'status', status: 403, times: 1 });
  const diagnosis = await examine();
  expect(diagnosis.of('press')).toMatchObject({
    mark: 'failed',
    seen: 'at “open its link in Telegram, as a newcomer”: the bot does not show what it should',
    fix: expect.stringMatching(/^Read the log of the bot/),
  });
  expect(await findLeftovers()).toEqual(nothing);
});

test('the answer to a collect is lost: the account is still deleted', async () => {
  local.door().fault = answerTo(isCall('collect'), () => broken);
  const diagnosis = await examine();
  expect(diagnosis.of('press').seen).toBe('at “sign in on the site”: answered 504 text/html');
  expect(diagnosis.of('journey-cleanup').mark).toBe('ok');
  expect(await findLeftovers()).toEqual(nothing);
});

test.for<[string, (cookie: string) => string, RegExp]>([
  ['is readable by scripts', (cookie) => cookie.replace('; HttpOnly', ''), /^challenge_secret is not HttpOnly$/],
  ['reaches every sign-in', (cookie) => cookie.replace(/Path=[^;]*/, 'Path=/'), /^challenge_secret is not restricted/],
])('a proxy changes the cookie of the sign-in: it %s', async ([, change, seen]) => {
  local.door().fault = answerTo(isCall('challenges'), (reply) => ({
    ...reply,
    headers: { ...reply.headers, 'set-cookie': reply.headers['set-cookie']?.map(change) },
  }));
  const diagnosis = await examine();
  expect(diagnosis.of('press').mark).toBe('ok');
  expect(diagnosis.of('cookies')).toMatchObject({ mark: 'failed', seen: expect.stringMatching(seen) });
});

test('after Ctrl-C the account and the person are still deleted', async () => {
  let doctor: ReturnType<typeof startDoctor> | undefined;
  local.door().fault = answerTo(isCall('collect'), (reply) => {
    doctor?.interrupt();
    return reply;
  });
  doctor = startDoctor([], local.environment());
  const { exitCode, output } = await doctor.ended;
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^❌ Dry run: one press in Telegram +interrupted$/m);
  expect(output).toMatch(/^✅ Dry run: clean-up /m);
  expect(local.door().log.filter(isCall('collect')), 'steps after it').toHaveLength(1);
  expect(await findLeftovers()).toEqual(nothing);
});

test('the secret and the link of a sign-in are never printed', async () => {
  const secrets: string[] = [];
  local.door().fault = answerTo(isCall('challenges'), (reply) => {
    const { secret, telegram } = JSON.parse(reply.body);
    secrets.push(secret, new URL(telegram.url).searchParams.get('start') ?? '');
    return reply;
  });
  const { output } = await startDoctor([], local.environment()).ended;
  expect(secrets).toHaveLength(4);
  for (const secret of secrets) expect(output).not.toContain(secret);
});
