import { expect, test } from 'vitest';
import type { SmsSender } from '../../src/features/channels/sms/gateway/sms-sender.ts';
import { watchLogin } from '../../src/features/channels/sms/gateway/watch-login.ts';

type State = Awaited<ReturnType<SmsSender['checkLogin']>>;

const MINUTE_MS = 60_000;

/** A gateway whose login gives these results, one after the other. */
function watch(...states: State[]) {
  const asked: number[] = [];
  let time = 0;
  const sender: SmsSender = {
    name: 'test',
    send: async () => ({ kind: 'refused', reason: '' }),
    findBalance: async () => null,
    readReport: () => undefined,
    async checkLogin() {
      asked.push(time);
      return states[asked.length - 1] ?? 'ok';
    },
  };
  const find = watchLogin(sender, () => time);
  /** The state at this minute, once a login in the background has ended. */
  const at = async (minute: number) => {
    time = minute * MINUTE_MS;
    await find();
    return find();
  };
  return { at, minutes: () => asked.map((ms) => ms / MINUTE_MS) };
}

test('without a gateway it is off', async () => {
  expect(await watchLogin(undefined, () => 0)()).toBe('off');
});

test.for<[State, number]>([
  ['ok', 60],
  ['login_refused', 10],
  ['unreachable', 1],
])('%s holds for %i minutes, then the gateway is asked again', async ([state, minutes]) => {
  const gateway = watch(state, 'ok');
  expect(await gateway.at(0)).toBe(state);
  expect(await gateway.at(minutes)).toBe(state);
  expect(gateway.minutes()).toEqual([0]);
  expect(await gateway.at(minutes + 1)).toBe('ok');
  expect(gateway.minutes()).toEqual([0, minutes + 1]);
});
