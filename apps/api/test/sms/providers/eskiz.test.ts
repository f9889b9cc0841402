import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findFreePort } from '@raqam/local-stack/free-port';
import { beforeEach, expect, test } from 'vitest';
import { createEskiz } from '../../../src/features/channels/sms/providers/eskiz.ts';
import type { Sms } from '../../../src/features/channels/sms/providers/sms-provider.ts';
import { readPhone } from '../../../src/http/read-phone.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { smsCalls } from '../../support/sms/sms-calls.ts';
import { somebody, useApi } from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());
const { ask } = smsCalls(api);
const account = { email: 'a', password: 'b', from: '4546', callbackUrl: undefined, reportSecrets: [] };
const phone = readPhone('phone', '+998901234567');
const sms: Sms = { phone, text: 'x', language: 'uz', code: '123456', challenge: 'of-the-test' };

beforeEach(() => gateway.handset('DELETE', '/faults'));

test('many sends after the token has expired share one login', async () => {
  let logins = 0;
  let newest = '';
  const strict = createServer((request, response) => {
    request.resume().on('end', () => {
      const json = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url?.endsWith('/login')) {
        logins += 1;
        newest = `token-${logins}`;
        return json(200, { data: { token: newest } });
      }
      return request.headers.authorization === `Bearer ${newest}` ? json(200, { id: 'x' }) : json(401, {});
    });
  }).listen(0, '127.0.0.1');
  await once(strict, 'listening');
  const sender = createEskiz({
    ...account,
    baseUrl: `http://127.0.0.1:${(strict.address() as AddressInfo).port}`,
  });
  expect(await sender.send(sms)).toMatchObject({ kind: 'accepted' });
  newest = 'another';
  const sendings = await Promise.all(Array.from({ length: 12 }, () => sender.send(sms)));
  expect(sendings.map(({ kind }) => kind)).toEqual(Array(12).fill('accepted'));
  expect(logins).toBe(2);
  strict.close();
});

test('answers too late: the outcome is unknown', async () => {
  const { ESKIZ_EMAIL: email = '', ESKIZ_PASSWORD: password = '' } = gateway.environment();
  const sender = createEskiz({
    ...account,
    baseUrl: gateway.url,
    email,
    password,
    timeoutMs: 3_000,
  });
  // half of its time is the login's, which may take longer on a busy machine
  await expect.poll(() => sender.checkAccount()).toMatchObject({ state: 'ok' });
  await gateway.fail({ method: 'send', kind: 'delay', ms: 6_000 });
  expect(await sender.send(sms)).toMatchObject({ kind: 'unknown' });
});

test('is unreachable: nothing was sent', async () => {
  const baseUrl = `http://127.0.0.1:${await findFreePort()}`;
  const sender = createEskiz({ ...account, baseUrl });
  expect(await sender.send(sms)).toMatchObject({ kind: 'refused' });
});

test('has forgotten the token: one new login, one SMS', async () => {
  const { phone } = somebody();
  await gateway.handset('DELETE', '/eskiz/tokens');
  expect((await ask(phone)).statusCode).toBe(200);
  expect(gateway.sms(phone)).toHaveLength(1);
});
