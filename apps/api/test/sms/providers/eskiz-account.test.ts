import { findFreePort } from '@raqam/local-stack/free-port';
import { expect, test } from 'vitest';
import { createEskiz } from '../../../src/features/channels/sms/providers/eskiz.ts';
import { useGateway } from '../../support/sms/gateway.ts';

const gateway = useGateway();

function eskiz(options: { baseUrl?: string; password?: string } = {}) {
  const { ESKIZ_EMAIL: email = '', ESKIZ_PASSWORD: password = '' } = gateway.environment();
  return createEskiz({
    baseUrl: gateway.url,
    email,
    password,
    from: '4546',
    callbackUrl: undefined,
    reportSecrets: [],
    ...options,
  });
}

test('Eskiz tells its balance, also after it has forgotten the token', async () => {
  const sender = eskiz();
  expect(await sender.checkAccount()).toEqual({ state: 'ok', balance: expect.any(Number) });
  await gateway.handset('DELETE', '/eskiz/tokens');
  expect(await sender.checkAccount()).toEqual({ state: 'ok', balance: expect.any(Number) });
});

test('an account without a balance, with a wrong password, and out of reach', async () => {
  const sender = eskiz();
  await gateway.fail({ method: 'get-limit', kind: 'status', status: 500 });
  expect(await sender.checkAccount()).toEqual({ state: 'ok', balance: null });
  await gateway.fail({ method: 'get-limit', kind: 'drop' });
  expect(await sender.checkAccount()).toEqual({ state: 'unreachable', balance: null });
  expect(await eskiz({ password: 'wrong' }).checkAccount()).toEqual({ state: 'login_refused', balance: null });
  const baseUrl = `http://127.0.0.1:${await findFreePort()}`;
  expect(await eskiz({ baseUrl }).checkAccount()).toEqual({ state: 'unreachable', balance: null });
});
