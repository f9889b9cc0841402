import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { verifyWebhook } from '../src/index.ts';

const makeSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = makeSecret();
const body = JSON.stringify({ type: 'user.created', timestamp: '2026-11-22T00:00:00.000Z', data: { name: 'Oʻktam' } });

/** The headers as the sender of Standard Webhooks makes them. */
function sign(by = secret, at = new Date(), content = body): Record<string, string> {
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign('msg_1', at, content),
  };
}

test('a genuine webhook is read, from records, from Headers, from bytes', () => {
  const event = { id: 'msg_1', ...JSON.parse(body) };
  expect(verifyWebhook(sign(), body, secret)).toEqual(event);
  expect(verifyWebhook(new Headers(sign()), Buffer.from(body), [secret])).toEqual(event);
});

test('while a secret is replaced: either secret on either side', () => {
  const next = makeSecret();
  expect(verifyWebhook(sign(next), body, [secret, next])).toMatchObject({ id: 'msg_1' });
  const both = { ...sign(), 'webhook-signature': `${sign()['webhook-signature']} ${sign(next)['webhook-signature']}` };
  for (const one of [secret, next]) expect(verifyWebhook(both, body, one)).toMatchObject({ id: 'msg_1' });
});

test('anything else is refused', () => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const genuine = sign();
  const refused: [string, Record<string, string>, string][] = [
    ['another secret', sign(makeSecret()), body],
    ['another body', genuine, body.replace('created', 'deleted')],
    ['another id', { ...genuine, 'webhook-id': 'msg_2' }, body],
    ['another time', { ...genuine, 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 9) }, body],
    ['an old one', sign(secret, minutes(-6)), body],
    ['one of the future', sign(secret, minutes(6)), body],
    ['a time that is not a number', { ...genuine, 'webhook-timestamp': 'now' }, body],
    [
      'another version',
      { ...genuine, 'webhook-signature': genuine['webhook-signature']?.replace('v1', 'v2') ?? '' },
      body,
    ],
    ['an empty signature', { ...genuine, 'webhook-signature': 'v1,' }, body],
    ['no headers', {}, body],
  ];
  for (const [name, headers, content] of refused) {
    expect(() => verifyWebhook(headers, content, secret), name).toThrow(
      expect.objectContaining({ code: 'signature_invalid' }),
    );
  }
  expect(() => verifyWebhook(genuine, body, '')).toThrow(TypeError);
  expect(() => verifyWebhook(genuine, body, [])).toThrow(expect.objectContaining({ code: 'signature_invalid' }));
});
