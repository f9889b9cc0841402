import { expect, test } from 'vitest';
import type { Account, SmsProvider } from '../../../src/features/channels/sms/providers/sms-provider.ts';
import { describeAccounts, watchAccount } from '../../../src/features/channels/sms/providers/watch-account.ts';

const MINUTE_MS = 60_000;

/** A provider whose account is in these states, one after the other. */
function watch(...states: Account['state'][]) {
  const asked: number[] = [];
  let time = 0;
  const provider: SmsProvider = {
    name: 'webhook',
    send: async () => ({ kind: 'refused', reason: '' }),
    readReports: () => 'forbidden',
    async checkAccount() {
      asked.push(time);
      return { state: states[asked.length - 1] ?? 'ok', balance: asked.length };
    },
  };
  const account = watchAccount(provider, () => time);
  /** What is known at this minute, once a check in the background has ended. */
  const at = async (minute: number) => {
    time = minute * MINUTE_MS;
    await account.look();
    return account.look();
  };
  return { at, account, minutes: () => asked.map((ms) => ms / MINUTE_MS) };
}

test.for<[Account['state'], number]>([
  ['ok', 5],
  ['login_refused', 10],
  ['unreachable', 1],
])('%s holds for %i minutes, then the provider is asked again', async ([state, minutes]) => {
  const provider = watch(state, 'ok');
  expect(await provider.at(0)).toEqual({ state, balance: 1 });
  expect(await provider.at(minutes)).toEqual({ state, balance: 1 });
  expect(provider.minutes()).toEqual([0]);
  expect(await provider.at(minutes + 1)).toEqual({ state: 'ok', balance: 2 });
  expect(provider.minutes()).toEqual([0, minutes + 1]);
});

test('who needs the balance of now waits for it, and calls at once share one request', async () => {
  const { account, at, minutes } = watch();
  await at(0);
  expect(await at(6)).toMatchObject({ balance: 2 });
  expect(await Promise.all([account.ask(), account.ask()])).toMatchObject([{ balance: 2 }, { balance: 2 }]);
  expect(minutes()).toEqual([0, 6]);
});

test.for([
  [null, 'unknown'],
  [0, 'empty'],
  [-5, 'empty'],
  [9_999, 'low'],
  [10_000, 'ok'],
] as const)('/readyz: a balance of %s is %s', async ([balance, told]) => {
  const account: Account = { state: 'ok', balance };
  const known = { ask: async () => account, look: async () => account };
  expect(await describeAccounts([known])).toEqual({
    sms: 'ok',
    sms_balance: told,
    sms_fallback: 'off',
    sms_fallback_balance: 'off',
  });
});
