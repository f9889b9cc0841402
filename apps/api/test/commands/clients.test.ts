import { expect, test } from 'vitest';
import { clientsCommands } from '../../src/commands/clients.commands.ts';
import { digestRandomSecret } from '../../src/encryption/random-secret.ts';
import { runAsOperator } from '../support/operator.ts';
import { useApi } from '../support/test-api.ts';

const api = useApi();

/** Runs `pnpm raqam clients …`. */
const run = (...argv: string[]) => runAsOperator(api, { clients: clientsCommands }, ['clients', ...argv]);

const digestOf = async (id: string) =>
  (await api.sql.query('SELECT secret_digest FROM clients WHERE id = $1', [id])).rows[0]?.secret_digest ?? null;

const secretIn = (out: string) => /^client_secret +(\S+)$/m.exec(out)?.[1] ?? '';

test('a client is added; its secret is shown once, and only its digest is stored', async () => {
  const added = await run(
    'add',
    'shop',
    '--name',
    'The shop',
    '--redirect-uri',
    'https://shop.uz/a',
    '--redirect-uri',
    'https://shop.uz/b',
  );
  expect(added).toMatchObject({ code: 0, error: '' });
  const secret = secretIn(added.out);
  expect(secret).toHaveLength(43);
  expect(await digestOf('shop')).toEqual(digestRandomSecret(secret));
  const shown = await run('show', 'shop');
  for (const text of ['The shop', 'https://shop.uz/a', 'https://shop.uz/b', 'asked once', 'RS256'])
    expect(shown.out).toContain(text);
  expect(shown.out + (await run('list')).out).not.toContain(secret);
});

test('a public client has no secret, and gets none', async () => {
  const added = await run('add', 'app', '--public', '--own', '--es256', '--redirect-uri', 'uz.shop.app:/done');
  expect(added.out).not.toContain('secret ');
  expect(await digestOf('app')).toBeNull();
  expect(await run('rotate-secret', 'app', '--yes')).toMatchObject({
    code: 1,
    error: 'There is no client “app” that has a secret.\n',
  });
});

test('a rotated secret is another one', async () => {
  const before = secretIn((await run('add', 'grafana', '--redirect-uri', 'https://g.shop.uz/login/generic_oauth')).out);
  const after = secretIn((await run('rotate-secret', 'grafana', '--yes')).out);
  expect(after).not.toBe(before);
  expect(await digestOf('grafana')).toEqual(digestRandomSecret(after));
});

test('a client is disabled, enabled and removed', async () => {
  await run('add', 'old', '--redirect-uri', 'https://old.shop.uz/cb');
  expect((await run('disable', 'old')).out).toBe('Disabled old.\n');
  expect((await run('list')).out).toMatch(/^old +old +asked once +confidential +disabled$/m);
  expect((await run('enable', 'old')).out).toBe('Enabled old.\n');
  expect((await run('list')).out).toMatch(/^old +old +asked once +confidential +enabled$/m);
  expect((await run('remove', 'old', '--yes')).out).toBe('Removed old.\n');
  for (const name of ['show', 'disable', 'enable', 'remove'])
    expect(await run(name, 'old')).toMatchObject({ code: 1, error: 'There is no client “old”.\n' });
});

test('a client that only has numbers proved needs no redirect URI', async () => {
  expect(await run('add', 'forms')).toMatchObject({ code: 0, error: '' });
  expect((await run('show', 'forms')).out).not.toContain('redirect URI');
});

test('each change of a client is an event, once', async () => {
  const changes = ['add', 'rotate-secret', 'disable', 'disable', 'enable', 'enable', 'remove'];
  for (const change of changes) expect((await run(change, 'logged', '--yes')).code).toBe(0);
  const { rows } = await api.sql.query(
    "SELECT type, actor, data FROM events WHERE data ->> 'client' = 'logged' ORDER BY id",
  );
  const types = ['added', 'secret_rotated', 'disabled', 'enabled', 'removed'];
  expect(rows).toEqual(
    types.map((type) => ({
      type: `admin.client_${type}`,
      actor: 'admin',
      data: { client: 'logged', command: 'operator' },
    })),
  );
});

test('what is wrong with a new client is said', async () => {
  expect(await run('add', 'shop two')).toMatchObject({ code: 1, error: expect.stringContaining('The id has') });
  expect(await run('add', 'http', '--redirect-uri', 'http://shop.uz/')).toMatchObject({
    code: 1,
    error: expect.stringContaining('http://shop.uz/ is no redirect URI'),
  });
});

test('what can’t be undone is done only after yes', async () => {
  await run('add', 'kept');
  const before = await digestOf('kept');
  for (const name of ['rotate-secret', 'remove'])
    expect(await run(name, 'kept')).toMatchObject({ code: 1, error: expect.stringContaining('Nothing was changed') });
  expect(await digestOf('kept')).toEqual(before);
});

test('--json is what the page gets', async () => {
  const added = JSON.parse((await run('add', 'json', '--own', '--redirect-uri', 'https://j.uz/', '--json')).out);
  expect(added).toEqual({
    secret: expect.stringMatching(/^\S{43}$/),
    client: expect.objectContaining({ id: 'json', is_own: true, is_public: false, disabled_at: null }),
  });
  expect(JSON.parse((await run('list', '--json')).out)).toContainEqual(added.client);
  expect(JSON.parse((await run('show', 'json', '--json')).out)).toEqual(added.client);
});
