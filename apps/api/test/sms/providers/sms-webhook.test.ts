import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DEVELOPMENT_SMS_WEBHOOK_SECRET as SECRET } from '@raqam/local-stack/sms-webhook/sms-webhook-routes';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useGateway } from '../../support/sms/gateway.ts';
import { smsWebhook } from '../../support/sms/providers.ts';
import { smsCalls } from '../../support/sms/sms-calls.ts';
import { expectError, somebody, useApi } from '../../support/test-api.ts';

const NEXT_SECRET = `whsec_${Buffer.from('next-sms-webhook-secret-of-the-tests').toString('base64')}`;

const gateway = useGateway();
// while the secret is changed
const api = useApi(() => ({
  SMS_PROVIDER: 'webhook',
  ...smsWebhook(gateway),
  SMS_WEBHOOK_SECRET: `${NEXT_SECRET},${SECRET}`,
}));
const { ask, challenge, enter } = smsCalls(api);

beforeEach(() => gateway.handset('DELETE', '/faults'));

const delivery = async (phone: string) => {
  const sql = 'SELECT provider, provider_id, status FROM deliveries WHERE challenge_id = $1';
  return (await api.sql.query(sql, [(await challenge(phone)).id])).rows[0];
};

test('a person signs in by a code that the webhook sends', async () => {
  const { phone } = somebody();
  expect((await ask(phone)).statusCode).toBe(200);
  expect(await delivery(phone)).toMatchObject({ provider: 'webhook', status: 'waiting' });
  expect((await enter(phone, gateway.code(phone))).statusCode).toBe(200);
  expect((await api.get('/readyz')).json()).toMatchObject({ sms: 'ok', sms_balance: 'unknown' });
});

test.for([
  [400, undefined],
  [302, undefined],
  [500, 'unknown'],
  [503, 'unknown'],
] as const)('an answer of %i: delivery %s', async ([status, outcome]) => {
  await gateway.fail({ target: 'sms-webhook', kind: 'status', status });
  const answer = await ask(somebody().phone);
  expectError(answer, 503, 'sms_unavailable');
  expect(answer.json().error.delivery).toBe(outcome);
});

test('its reports are signed by one of the secrets', async () => {
  const { phone } = somebody();
  await ask(phone);
  const { provider_id: id } = await delivery(phone);
  const report = (body: object, secret: string, at = new Date()) => {
    const text = JSON.stringify(body);
    return api.post('/api/v1/sms/reports/webhook', text, {
      headers: {
        'webhook-id': 'report-1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('report-1', at, text),
      },
    });
  };
  const delivered = { id, status: 'delivered' };
  const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
  expectError(await report(delivered, other), 404, 'not_found');
  expectError(await report(delivered, SECRET, new Date(Date.now() - 600_000)), 404, 'not_found');
  expectError(await api.post('/api/v1/sms/reports/webhook', delivered), 404, 'not_found');
  expectError(await report({ id, status: 'arrived' }, SECRET), 400, 'bad_request');
  expect(await delivery(phone)).toMatchObject({ status: 'waiting' });
  expect((await report({ id, status: 'expired' }, SECRET)).statusCode).toBe(204);
  expect(await delivery(phone)).toMatchObject({ status: 'expired' });
  expect((await report(delivered, NEXT_SECRET)).statusCode).toBe(204);
  expect(await delivery(phone)).toMatchObject({ status: 'delivered' });
});

let end = () => {};
afterEach(() => end());

test('the example of docs/sms-providers.md takes what the api sends, and nothing else', async () => {
  const file = fileURLToPath(new URL('../../../examples/sms-webhook-receiver.mjs', import.meta.url));
  const documentation = await readFile(new URL('../../../../../docs/sms-providers.md', import.meta.url), 'utf8');
  expect(documentation).toContain(await readFile(file, 'utf8'));

  const lines: string[] = [];
  const child = spawn(process.execPath, [file], { env: { SMS_WEBHOOK_SECRET: SECRET, PORT: '0' } });
  end = () => void child.kill('SIGKILL');
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const started = { timeout: 60_000 };
  await expect.poll(() => /listening on (\d+)/.exec(lines.join('\n'))?.[1], started).toBeDefined();
  const url = `http://127.0.0.1:${/listening on (\d+)/.exec(lines[0] ?? '')?.[1]}/send`;
  await api.deploy({ SMS_WEBHOOK_URL: url });

  const { phone } = somebody();
  const options = { headers: { 'accept-language': 'ru' }, remoteAddress: '203.0.113.77' };
  expect((await ask(phone, options)).statusCode).toBe(200);
  expect(await delivery(phone)).toMatchObject({ provider_id: 'id-of-your-provider' });
  await expect.poll(() => lines.join('\n')).toMatch(new RegExp(`to \\${phone} in ru: Kod dlya localhost: (\\d{6}).*`));
  await expect.poll(() => lines.at(-1)).toMatch(/#(\d{6}) \(\1\)$/);

  await api.deploy({ SMS_WEBHOOK_URL: url, SMS_WEBHOOK_SECRET: NEXT_SECRET });
  expectError(await ask(somebody().phone), 503, 'sms_unavailable');
});
