import { describe, expect, test } from 'vitest';
import { AZIZA, openHandset } from './support/open-handset.ts';

test('a status fault affects only the next calls of its method, as often as given', async () => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  const created = await stack.handset('/faults', {
    target: 'telegram',
    method: 'sendmessage',
    kind: 'status',
    status: 429,
    retry_after: 7,
    times: 2,
  });
  expect(created).toMatchObject({ status: 201, body: { ok: true } });
  expect((await stack.api('getMe')).status).toBe(200);
  for (let count = 0; count < 2; count += 1) {
    expect(await stack.api('sendMessage', { chat_id: AZIZA, text: 'x' })).toEqual({
      status: 429,
      body: {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 7',
        parameters: { retry_after: 7 },
      },
    });
  }
  expect((await stack.api('sendMessage', { chat_id: AZIZA, text: 'x' })).status).toBe(200);
});

test.each([
  [401, 'Unauthorized'],
  [403, 'Forbidden: bot was blocked by the user'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
])('a fault of status %i looks like Telegram', async (status, description) => {
  const stack = await openHandset();
  await stack.handset('/faults', { target: 'telegram', kind: 'status', status, times: 1 });
  expect(await stack.api('getMe')).toEqual({ status, body: { ok: false, error_code: status, description } });
  expect((await stack.api('getMe')).status).toBe(200);
});

test('a dropped call gets no answer and has no effect', async () => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  await stack.handset('/faults', { target: 'telegram', method: 'sendMessage', kind: 'drop', times: 1 });
  await expect(stack.api('sendMessage', { chat_id: AZIZA, text: 'lost' })).rejects.toThrow('fetch failed');
  expect((await stack.handset(`/users/${AZIZA}/messages`)).body).toHaveLength(1);
});

test('other calls overtake a delayed one, which then works', async () => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  await stack.handset('/faults', { target: 'telegram', method: 'sendMessage', kind: 'delay', ms: 2_000, times: 1 });
  const late = stack.result('sendMessage', { chat_id: AZIZA, text: 'late' });
  await stack.api('getMe');
  const early = await stack.result('sendMessage', { chat_id: AZIZA, text: 'early' });
  expect((await late).message_id).toBeGreaterThan(early.message_id);
});

test('a fault of another target does not affect the Bot API, and faults can be cleared', async () => {
  const stack = await openHandset({ extension: { faultTargets: ['parcels'] } });
  await stack.handset('/faults', { target: 'parcels', kind: 'status', status: 500, times: 1 });
  expect((await stack.api('getMe')).status).toBe(200);
  await stack.handset('/faults', { target: 'telegram', kind: 'status', status: 500, times: 1 });
  expect((await stack.handset('/faults')).body).toHaveLength(2);
  await fetch(`${stack.url}/handset/faults`, { method: 'DELETE' });
  expect((await stack.api('getMe')).status).toBe(200);
  expect((await stack.handset('/faults')).body).toEqual([]);
});

describe('bad input', () => {
  test.each<[string, object]>([
    ['target', { kind: 'drop' }],
    ['kind', { target: 'telegram', kind: 'explode' }],
    ['status', { target: 'telegram', kind: 'status' }],
    ['status', { target: 'telegram', kind: 'status', status: '500' }],
    ['ms', { target: 'telegram', kind: 'delay' }],
    ['times', { target: 'telegram', kind: 'drop', times: 0 }],
  ])('a wrong %s is named: %j', async (field, body) => {
    const stack = await openHandset();
    const answer = await stack.handset('/faults', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(field);
  });
});
