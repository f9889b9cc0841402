import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { somebody, useApi } from '../support/test-api.ts';
import { addHook, deliver, raqam, readDeliveries } from '../support/webhooks.ts';

const api = useApi();
const EXAMPLE = fileURLToPath(new URL('../../examples/webhook-receiver.mjs', import.meta.url));

let end = () => {};
afterEach(() => end());

test('the example of docs/webhooks.md verifies what it receives', async () => {
  const documentation = await readFile(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
  expect(documentation).toContain(await readFile(EXAMPLE, 'utf8'));

  const placeholder = await addHook(api, 'https://example.uz/', '*');
  const lines: string[] = [];
  const start = (secret: string) => {
    const child = spawn(process.execPath, [EXAMPLE], { env: { WEBHOOK_SECRET: secret, PORT: '0' } });
    end = () => void child.kill('SIGKILL');
    createInterface(child.stdout).on('line', (line) => lines.push(line));
    return expect.poll(() => /listening on (\d+)/.exec(lines.join('\n'))?.[1]).toBeDefined();
  };
  await start(placeholder.secret);
  const port = /listening on (\d+)/.exec(lines[0] ?? '')?.[1];
  await api.sql.query('UPDATE webhooks SET url = $1', [`http://127.0.0.1:${port}/webhooks/raqam`]);
  deliver(api);
  const { user } = await api.signIn(somebody());
  await expect.poll(() => lines).toContain(`user.signed_in ${user.id}`);
  expect(lines).toContain(`user.created ${user.id}`);

  await raqam(api, 'rotate-secret', placeholder.id, '--yes');
  await api.sql.query('DELETE FROM webhook_secrets WHERE expires_at IS NOT NULL'); // the secret of the example
  const before = (await readDeliveries(api)).length;
  await api.signIn(somebody());
  await expect
    .poll(async () => (await readDeliveries(api)).slice(before).map(({ outcome }) => outcome))
    .toContain('answered 400');
});
