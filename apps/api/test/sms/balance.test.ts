import { expect, test } from 'vitest';
import { createEskizSender } from '../../src/features/channels/sms/gateway/eskiz-sender.ts';
import { judgeBalance, watchBalance } from '../../src/features/channels/sms/gateway/watch-balance.ts';
import { findFreePort } from '../support/free-port.ts';
import { useGateway } from '../support/sms/gateway.ts';

const gateway = useGateway();

function eskiz(baseUrl = gateway.url) {
  const { ESKIZ_EMAIL: email = '', ESKIZ_PASSWORD: password = '' } = gateway.environment();
  return createEskizSender({ baseUrl, email, password, from: '4546', callbackUrl: undefined });
}

test('Eskiz tells its balance, also after it has forgotten the token', async () => {
  const sender = eskiz();
  expect(await sender.findBalance()).toBeGreaterThan(0);
  await gateway.handset('DELETE', '/eskiz/tokens');
  expect(await sender.findBalance()).toBeGreaterThan(0);
});

test('a gateway that fails or is out of reach has no balance, and nothing throws', async () => {
  const sender = eskiz();
  await gateway.fail({ method: 'get-limit', kind: 'status', status: 500 });
  expect(await sender.findBalance()).toBeNull();
  await gateway.fail({ method: 'get-limit', kind: 'drop' });
  expect(await sender.findBalance()).toBeNull();
  expect(await eskiz(`http://127.0.0.1:${await findFreePort()}`).findBalance()).toBeNull();
});

test('without a gateway there is no balance', async () => {
  expect(await watchBalance(undefined, () => 0)()).toBeNull();
});

test.for([
  [7000, 5],
  [null, 1],
] as const)('the balance %s is asked for once in %i minutes, also by calls at once', async ([balance, minutes]) => {
  let [asked, time] = [0, 0];
  const sender = {
    ...eskiz(),
    async findBalance() {
      asked += 1;
      return balance;
    },
  };
  const find = watchBalance(sender, () => time);
  expect(await Promise.all([find(), find()])).toEqual([balance, balance]);
  time = minutes * 60_000;
  expect(await find()).toBe(balance);
  expect(asked).toBe(1);
  time += 1;
  await find();
  expect(asked).toBe(2);
});

test.for([
  [null, 'unknown'],
  [0, 'empty'],
  [-5, 'empty'],
  [9_999, 'low'],
  [10_000, 'ok'],
] as const)('a balance of %s is told as %s, once the gateway has answered', async ([balance, state]) => {
  const judge = judgeBalance(async () => balance);
  expect(judge()).toBe('unknown');
  await Promise.resolve();
  expect(judge()).toBe(state);
});
