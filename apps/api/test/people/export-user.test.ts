import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { type Admin, signInAdmin } from '../support/admin.ts';
import { eventsWith } from '../support/events.ts';
import { usePasskeys } from '../support/passkeys.ts';
import { usePress, withBot } from '../support/press.ts';
import { useService } from '../support/service-keys.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const FERNET_KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const api = useApi(() => ({ ...gateway.environment(), ...withBot, FERNET_KEY }));
const press = usePress(api);
const service = useService(api);
let admin: Admin;
beforeAll(async () => {
  admin = await signInAdmin(api);
});

const exportUser = (id: string) => admin.call('GET', `users/${id}/export/`);

test('everything that is stored about a user is exported, and that is an event', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.register(person.phone, wrong(code), {}, { remoteAddress: '203.0.113.7' });
  const { user, tokens } = (await api.register(person.phone, code, { device_name: 'Redmi 12' })).json();
  const headers = { authorization: `Bearer ${tokens.access}` };
  const payload = { passport_id: 'AA1234567', address: 'Toshkent' };
  await api.app.inject({ method: 'PATCH', url: '/api/v1/auth/me/', headers, payload });
  await api.post('/api/users/auth/', { phone: person.phone }, fromElsewhere());
  const browser = await press.start({}, fromElsewhere());
  await press.open(browser.nonce, person.telegramId);
  await api.sql.query("INSERT INTO telegram_chats (telegram_id, language) VALUES ($1, 'ru')", [person.telegramId]);
  await usePasskeys(api, press).make(tokens.access);
  await service.call('POST', `users/${user.id}/enable/`);
  await admin.call('POST', 'people/unlock/', { phone: somebody().phone });

  const answer = await exportUser(user.id);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers['cache-control']).toBe('no-store');
  const exported = answer.json();
  expect(exported).toMatchObject({
    user: { id: user.id, phone: person.phone, country: 'UZ', telegram_id: person.telegramId, ...payload },
    sessions: [{ device_name: 'Redmi 12', ip_address: '127.0.0.1' }],
    telegram_chats: [{ language: 'ru' }],
    deliveries: [{ channel: 'sms', provider: 'eskiz' }],
    alerts: [{ kind: 'new_passkey' }],
    consents: [],
    openid_connect: [],
    passkeys: [{ is_backed_up: false, transports: ['internal'] }],
  });
  expect(exported.limits.map(({ kind }: { kind: string }) => kind)).toContain('sms');
  expect(exported.challenges.map(({ channel, state }: Record<string, string>) => [channel, state]).sort()).toEqual(
    [
      ['telegram', 'collected'],
      ['sms', 'waiting'],
      ['telegram', 'opened'],
    ].sort(),
  );
  const types = exported.events.map(({ type }: { type: string }) => type);
  expect(types).toEqual(expect.arrayContaining(['code.sent', 'code.failed', 'user.created', 'user.signed_in']));
  expect(answer.body).toContain('203.0.113.7');
  expect((await eventsWith(api, { user_id: user.id })).at(-1)).toMatchObject({
    type: 'admin.user_exported',
    actor: 'admin',
    data: { admin: admin.id },
  });
});

test('an export holds no secret, and nothing of administrators or of other people', async () => {
  const [person, bystander] = [somebody(), somebody()];
  const { user, access, refresh } = await api.signIn(person);
  await api.signIn(bystander);
  await api.pass('31 seconds');
  await api.sql.query('UPDATE sessions SET created_at = now() WHERE user_id = $1', [admin.id]);
  const code = await api.issue(person);
  const browser = await press.start({}, fromElsewhere());
  await press.open(browser.nonce, person.telegramId);
  await admin.call('POST', `users/${user.id}/enable/`);
  await admin.call('POST', 'people/unlock/', { phone: person.phone });
  await exportUser(user.id);
  const { body } = await exportUser(user.id);
  expect(body).toContain('admin.user_exported');
  const { rows } = await api.sql.query('SELECT encode(digest, $1) AS digest FROM challenges', ['hex']);
  for (const secret of [access, refresh, browser.secret, browser.nonce, ...rows.map(({ digest }) => digest)])
    if (secret) expect(body).not.toContain(secret);
  expect(body).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
  for (const other of [
    admin.id,
    bystander.phone.slice(4),
    `•••${bystander.phone.slice(-4)}`,
    String(bystander.telegramId),
  ])
    expect(body).not.toContain(other);
});

test('more events than one batch are all exported', async () => {
  const { user } = await api.signIn(somebody());
  await api.sql.query(
    `INSERT INTO events (type, actor, user_id, at)
     SELECT 'code.failed', 'user', $1, now() - interval '1 day' + (i / 10) * interval '1 second' FROM generate_series(1, 2500) i`,
    [user.id],
  );
  const { events } = (await exportUser(user.id)).json();
  const failed = events.filter(({ type }: { type: string }) => type === 'code.failed');
  expect(new Set(failed.map(({ id }: { id: number }) => id)).size).toBe(2500);
  expect(failed).toHaveLength(2500);
});

test('of nobody: 404; for services: 403', async () => {
  for (const id of [randomUUID(), '1']) expectError(await exportUser(id), 404, 'not_found');
  expectError(await service.call('GET', `users/${admin.id}/export/`), 403, 'admin_required');
});
