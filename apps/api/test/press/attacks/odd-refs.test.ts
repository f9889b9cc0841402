import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { usePress, withBot } from '../../support/press.ts';
import { BOT_SECRET, expectError, fromElsewhere, somebody, useApi } from '../../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);
let browser: Awaited<ReturnType<typeof press.start>>;
const { telegramId: telegram_id, phone: phone_number } = somebody();
beforeAll(async () => {
  browser = await press.start({}, fromElsewhere());
  await press.open(browser.nonce, telegram_id);
});

test.for<[path: string, field: string, body: object]>([
  ['challenges/contact', 'ref', { telegram_id, phone_number }],
  ['challenges/decide', 'ref', { telegram_id, choice: '10' }],
  ['sessions/end', 'alert', { telegram_id }],
  ['numbers/restore', 'alert', { telegram_id }],
])('a ref that is no UUID of ours: %s finds nothing by its %s', async ([path, field, body]) => {
  const headers = { authorization: `Bearer ${BOT_SECRET}` };
  for (const ref of [browser.id.toUpperCase(), '1', '', '\u0000', randomUUID(), `${browser.id} `]) {
    const answer = await api.post(`/api/v1/bot/${path}/`, { ...body, [field]: ref }, { headers });
    expectError(answer, 404, 'not_found');
  }
  expect(await press.state(browser)).toBe('opened');
});
