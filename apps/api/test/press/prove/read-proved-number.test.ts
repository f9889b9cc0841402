import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@raqam/local-stack/free-port';
import { beforeAll, expect, test } from 'vitest';
import { createReadProvedNumber } from '../../../examples/read-proved-number.ts';
import { createVerifyToken } from '../../../examples/verify-token.ts';
import { usePress, withBot } from '../../support/press.ts';
import { fromElsewhere, somebody, useApi } from '../../support/test-api.ts';

let port = 0;
beforeAll(async () => {
  port = await findFreePort();
});
const publicUrl = () => `http://127.0.0.1:${port}`;
const api = useApi(() => ({ ...withBot, PUBLIC_URL: publicUrl() }));
beforeAll(() => api.app.listen({ port, host: '127.0.0.1' }));
const press = usePress(api);

async function proveNumber(): Promise<{ token: string; phone: string; access: string }> {
  const person = somebody();
  const { access } = await api.signIn(person);
  const browser = await press.start({ purpose: 'prove_number' }, fromElsewhere());
  await press.open(browser.nonce, person.telegramId);
  await press.decide(browser.id, person.telegramId, { choice: browser.number });
  return { token: (await press.collect(browser)).json().phone_token, phone: person.phone, access };
}

test('the example reads the number of a phone token by the published keys', async () => {
  const { token, phone } = await proveNumber();
  expect(await createReadProvedNumber(publicUrl())(token)).toBe(phone);
});

test('it refuses the token for another client, of another issuer, and an access token', async () => {
  const { token, access } = await proveNumber();
  await expect(createReadProvedNumber(publicUrl(), 'ijara')(token)).rejects.toThrow('"aud"');
  await expect(createReadProvedNumber(`http://localhost:${port}`)(token)).rejects.toThrow('"iss"');
  await expect(createReadProvedNumber(publicUrl())(access)).rejects.toThrow('"typ"');
});

test('the example that verifies access tokens refuses a phone token', async () => {
  const { token, access } = await proveNumber();
  const verifyToken = createVerifyToken(publicUrl());
  expect(await verifyToken(access)).toBeDefined();
  expect(await verifyToken(token)).toBeUndefined();
});

test('the document has this example', () => {
  const read = (path: string) =>
    readFileSync(fileURLToPath(new URL(`../../../../../${path}`, import.meta.url)), 'utf8');
  expect(read('docs/customize/prove-number.md')).toContain(read('apps/api/examples/read-proved-number.ts'));
});
