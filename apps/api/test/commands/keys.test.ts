import { expect, test } from 'vitest';
import { keyCommands } from '../../src/commands/keys.commands.ts';
import { runAsOperator } from '../support/operator.ts';
import { useService } from '../support/service-keys.ts';
import { useApi } from '../support/test-api.ts';

const api = useApi();
const service = useService(api);

/** Runs `pnpm raqam keys …`. */
const keys = (...argv: string[]) => runAsOperator(api, { keys: keyCommands }, ['keys', ...argv]);

const show = (key: string) => service.call('GET', 'users/none/', { key });

test('add shows a key once, list shows its ending and its use, revoke ends it; each is an event', async () => {
  expect((await keys('list')).out).toMatch('no service keys');
  const added = await keys('add', 'shop', '--scope', 'users:read', '--scope', 'events:read', '--expires-in-days', '30');
  expect(added).toMatchObject({ code: 0, error: '' });
  const [, id = '', key = ''] = /^id +(\S+)\nkey +(rqk_\S+)\n/.exec(added.out) ?? [];
  expect((await show(key)).statusCode).toBe(404);
  expect((await service.call('DELETE', 'users/none/sessions/', { key })).statusCode).toBe(403);

  const { out } = await keys('list');
  expect(out).toMatch(
    new RegExp(`^${id}  rqk_…${key.slice(-4)}  shop  works until 20\\S+  20\\S+  users:read,events:read$`, 'm'),
  );
  expect(out).not.toContain(key);

  expect((await keys('revoke', id)).error).toContain('Nothing was changed');
  expect((await show(key)).statusCode).toBe(404);
  for (let i = 0; i < 2; i++) expect((await keys('revoke', id, '--yes')).code).toBe(0);
  expect((await show(key)).statusCode).toBe(401);
  expect((await keys('list')).out).toContain('  revoked 20');

  const { rows } = await api.sql.query("SELECT type, actor, data FROM events WHERE type LIKE 'admin.%' ORDER BY id");
  expect(rows).toEqual([
    {
      type: 'admin.key_created',
      actor: 'admin',
      data: { command: 'operator', key: id, name: 'shop', scopes: ['users:read', 'events:read'] },
    },
    { type: 'admin.key_revoked', actor: 'admin', data: { command: 'operator', key: id, name: 'shop' } },
  ]);
});

test.for([
  ['add', 'shop'],
  ['add', 'shop', '--scope', 'everything'],
  ['add', 'shop', '--scope', 'users:read', '--expires-in-days', '0'],
  ['add', 'shop', '--scope', 'users:read', '--expires-in-days', 'soon'],
  ['revoke', 'x'],
  ['revoke', '00000000-0000-7000-8000-000000000000'],
])('wrong arguments fail with a message, and nothing is created: %s', async (argv) => {
  const before = (await keys('list')).out;
  expect(await keys(...argv)).toMatchObject({ code: 1, out: '', error: expect.stringMatching(/\S/) });
  expect((await keys('list')).out).toBe(before);
});
