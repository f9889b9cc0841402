import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { DEVELOPMENT_SMS_WEBHOOK_SECRET } from '../../src/sms-webhook/sms-webhook-routes.ts';
import { openStack } from '../support/open-stack.ts';

const message = { to: '+77012345678', text: 'Kod: 123456', language: 'uz', code: '123456', challenge: 'one' };

async function open() {
  const stack = await openStack();
  const send = async (body: object, secret = DEVELOPMENT_SMS_WEBHOOK_SECRET) => {
    const [text, at] = [JSON.stringify(body), new Date()];
    const response = await fetch(`${stack.url}/sms-webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('msg_1', at, text),
      },
      body: text,
    });
    return response.status;
  };
  const inbox = async () => (await stack.handset('/sms?phone=%2B77012345678')).body;
  return { send, inbox };
}

test('a signed message is on the phone, of any country', async () => {
  const { send, inbox } = await open();
  expect(await send(message)).toBe(200);
  expect(await inbox()).toMatchObject([{ phone: '+77012345678', text: 'Kod: 123456' }]);
});

test('a message with another signature, or with a field missing, is refused', async () => {
  const { send, inbox } = await open();
  expect(await send(message, `whsec_${Buffer.alloc(32).toString('base64')}`)).toBe(401);
  expect(await send({ ...message, challenge: undefined })).toBe(400);
  expect(await inbox()).toEqual([]);
});
