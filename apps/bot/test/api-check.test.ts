import { createApiClient } from '@raqam/shared/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchApi } from '../src/api-check.ts';
import { refusal } from './support/answers.ts';
import { type FakeApi, startFakeApi } from './support/fake-api.ts';

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

/** Watches until all queued answers were given and one more call was made; resolves to what was reported. */
async function watch(): Promise<{ reports: string[]; pauses: number[] }> {
  const reports: string[] = [];
  const pauses: number[] = [];
  const stopping = new AbortController();
  await watchApi(
    {
      api: createApiClient({ baseUrl: api.url }),
      secretKey: 'secret',
      delay: async (ms) => {
        pauses.push(ms);
        if (api.answers.length === 0 && reports.at(-1) === 'ok') stopping.abort();
      },
      onChange: (standing) => reports.push(standing),
      onTrouble: (standing) => reports.push(`trouble: ${standing}`),
    },
    stopping.signal,
  );
  return { reports, pauses };
}

test('asks at once, with a phone that no code is issued for, and every minute while the API accepts the bot', async () => {
  expect(await watch()).toEqual({ reports: ['ok'], pauses: [60_000] });
  expect(api.calls).toMatchObject([{ body: { secret_key: 'secret', phone_number: 'raqam-bot' } }]);
});

test('a refused key or host is trouble at once, and reported once', async () => {
  const [secret, host] = [refusal(403, 'bot_secret_invalid'), refusal(400, 'host_not_allowed')];
  api.answers.push(secret, secret, secret, host, host);
  expect((await watch()).reports).toEqual([
    'secret_refused',
    'trouble: secret_refused',
    'host_refused',
    'trouble: host_refused',
    'ok',
  ]);
});

test('an API that starts together with the bot is no trouble; one that stays away is', async () => {
  api.answers.push('hang-up');
  expect((await watch()).reports).toEqual(['unreachable', 'ok']);
  api.answers.push(refusal(503, 'not_ready'), { status: 404, body: {} }, 'hang-up');
  expect((await watch()).reports).toEqual(['unreachable', 'trouble: unreachable', 'ok']);
});

test('an overloaded API is no trouble: it is asked again soon', async () => {
  const overloaded = refusal(503, 'overloaded', { retry_after: 2 });
  api.answers.push(overloaded, overloaded, overloaded);
  expect(await watch()).toEqual({ reports: ['ok'], pauses: [5_000, 5_000, 5_000, 60_000] });
});
