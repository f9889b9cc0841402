import type { ApiResult } from '@raqam/shared/client';
import { expect, test } from 'vitest';
import { callWithRetries } from '../src/api/call-bot-api.ts';

/** Makes the call against an API that fails like this once and then answers; resolves to the pauses before attempts. */
async function pausesAfter(code: 'overloaded' | 'not_ready', retryAfter?: number): Promise<number[]> {
  const pauses: number[] = [];
  const failure = { code, message: '', fields: {}, ...(retryAfter !== undefined && { retryAfter }) };
  const answers: ApiResult<string>[] = [{ ok: false, error: failure }];
  const { result } = await callWithRetries(
    async () => answers.shift() ?? { ok: true, data: 'done' },
    async (ms) => void pauses.push(ms),
  );
  expect(result).toEqual({ ok: true, data: 'done' });
  return pauses;
}

test('an overloaded API is called again after as long as it asks for', async () => {
  expect(await pausesAfter('overloaded', 2)).toEqual([2_000]);
});

test('an API that starts again is called again soon', async () => {
  expect(await pausesAfter('not_ready', 5)).toEqual([300]);
});
