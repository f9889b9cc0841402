import { openWebhook } from 'bot-handset/test/support/open-webhook';
import { expect, test } from 'vitest';
import { DEVELOPMENT_PLAYMOBILE_ACCOUNT } from '../../src/playmobile/account.ts';
import { type Json, openStack } from '../support/open-stack.ts';

const sms = {
  recipient: '998901234567',
  'message-id': 'ours-1',
  sms: { originator: '3700', content: { text: 'Kod: 1' } },
};

async function open(reportUrl?: string) {
  const account = { ...DEVELOPMENT_PLAYMOBILE_ACCOUNT, ...(reportUrl && { reportUrl }) };
  const stack = await openStack({ playMobile: account });
  const send = async (body: unknown, password = account.password) => {
    const response = await fetch(`${stack.url}/playmobile/broker-api/send`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${account.login}:${password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const inbox = async (): Promise<Json[]> => (await stack.handset('/sms?phone=%2B998901234567')).body;
  return { ...stack, send, inbox };
}

test('an SMS is accepted, is on the phone, and is reported', async () => {
  const webhook = await openWebhook(() => undefined);
  const stack = await open(webhook.url);
  expect(await stack.send({ messages: [sms] })).toEqual({ status: 200, text: 'Request is received' });
  expect(await stack.inbox()).toMatchObject([{ phone: '+998901234567', text: 'Kod: 1' }]);
  const { update } = await webhook.next();
  expect(update).toMatchObject({ messages: [{ 'message-id': 'ours-1', channel: 'SMS', status: 'Delivered' }] });
});

test('a planned end is reported, and the SMS does not arrive', async () => {
  const webhook = await openWebhook(() => undefined);
  const stack = await open(webhook.url);
  await stack.handset('/playmobile/delivery', { status: 'NotDelivered', times: 1 });
  await stack.send({ messages: [sms] });
  const { update } = await webhook.next();
  expect(update).toMatchObject({ messages: [{ status: 'NotDelivered' }] });
  expect(await stack.inbox()).toEqual([]);
});

test.for<[string, unknown, number]>([
  ['no JSON', '{', 101],
  ['no messages', { messages: [] }, 202],
  ['a plus', { messages: [{ ...sms, recipient: '+998901234567' }] }, 202],
  ['a foreign number', { messages: [{ ...sms, recipient: '77012345678' }] }, 202],
  ['no id', { messages: [{ ...sms, 'message-id': undefined }] }, 205],
  ['no channel', { messages: [{ ...sms, sms: undefined }] }, 103],
  ['no sender', { messages: [{ ...sms, sms: { content: { text: 'x' } } }] }, 401],
  ['no content', { messages: [{ ...sms, sms: { originator: '3700' } }] }, 404],
  ['no text', { messages: [{ ...sms, sms: { originator: '3700', content: { text: '' } } }] }, 406],
])('%s is refused, and nothing is sent', async ([, body, code]) => {
  const stack = await open();
  const answer = await stack.send(body);
  expect([answer.status, JSON.parse(answer.text)['error-code']]).toEqual([400, code]);
  expect(await stack.inbox()).toEqual([]);
});

test('a wrong password is 401; a fault is an error that PlayMobile has, and sends nothing', async () => {
  const stack = await open();
  expect((await stack.send({ messages: [sms] }, 'wrong')).status).toBe(401);
  await stack.handset('/faults', { target: 'playmobile', kind: 'status', status: 200, times: 1 });
  const answer = await stack.send({ messages: [sms] });
  expect([answer.status, JSON.parse(answer.text)['error-code']]).toEqual([200, 102]);
  expect(await stack.inbox()).toEqual([]);
});
