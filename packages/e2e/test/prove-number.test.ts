import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import type { Message } from '../src/handset.ts';
import { me } from './support/api.ts';
import { addPerson, readSms } from './support/handset.ts';
import { addKnownPerson, openLink } from './support/press.ts';

interface Started {
  id: string;
  secret: string;
  telegram: { url: string; number: string };
}

/** Posts to an endpoint of challenges, as a page does. */
async function post<Body = Record<string, unknown>>(path: string, body: object) {
  const { api, web } = inject('urls');
  const response = await fetch(`${api}/api/v1/auth/challenges/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: web, 'accept-language': 'en' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Body; // each test checks what it needs of it
  return { status: response.status, body: answer, cookies: response.headers.getSetCookie() };
}

const start = async () => (await post<Started>('', { purpose: 'prove_number' })).body;

/** The claims of a phone token, by the public keys of the API. */
async function readToken(token: unknown) {
  const [header = '', payload = '', signature = ''] = String(token).split('.');
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const { kid, typ } = decode(header);
  expect(typ).toBe('phone+jwt');
  const published = await fetch(`${inject('urls').api}/.well-known/jwks.json`);
  const { keys } = (await published.json()) as { keys: JsonWebKey[] };
  const key = createPublicKey({ format: 'jwk', key: keys.find((jwk) => jwk['kid'] === kid) ?? {} });
  const signed = Buffer.from(`${header}.${payload}`);
  const isOwn = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  expect(isOwn, 'the signature').toBe(true);
  return decode(payload);
}

const buttonsOf = ({ reply_markup }: Message) =>
  reply_markup?.inline_keyboard?.flat().map(({ text }) => text.replace(/\s/g, ' ')) ?? [];

test('a person with an account confirms their number by one press: a token, and nobody is signed in', async () => {
  const person = await addKnownPerson({ language: 'en' });
  const { id, secret, telegram } = await start();
  const card = await openLink(person, telegram.url);
  expect(card.text).toMatch(/^Confirm your number for localhost:\d+\?\n\n.*Number: \+998 90 •••/s);
  await person.press(card, telegram.number);

  const waited = await post(`${id}/wait/`, { secret, state: 'opened' });
  expect(waited.body).toMatchObject({ state: 'approved' });
  const { status, body, cookies } = await post(`${id}/collect/`, { secret });
  expect(status).toBe(200);
  expect(body).toEqual({ phone_token: expect.any(String), phone: person.phone, expires_at: expect.any(String) });
  expect(cookies).toEqual([]);
  expect(await readToken(body['phone_token'])).toMatchObject({ phone_number: person.phone, aud: 'raqam' });
  expect((await me(String(body['phone_token']))).status).toBe(401);

  const readCard = async () => (await person.read()).find(({ message_id }) => message_id === card.message_id);
  await expect.poll(async () => (await readCard())?.text).toMatch(/^Confirmed: localhost:\d+ gets your phone number\./);
  const decided = await readCard();
  expect(decided && buttonsOf(decided)).toEqual([]);
});

test('somebody without an account shares the contact first, and has none afterwards', async () => {
  const person = await addPerson({ language: 'en' });
  for (let times = 0; times < 2; times++) {
    const { id, secret, telegram } = await start();
    const asked = await openLink(person, telegram.url);
    // the second time too: the first one has created no account
    expect(asked.text).toMatch(/^To confirm your number for localhost:\d+, share it/);
    const card = await person.ask({ contact: 'own' });
    await person.press(card, telegram.number);
    const { body } = await post(`${id}/collect/`, { secret });
    expect(await readToken(body['phone_token'])).toMatchObject({ phone_number: person.phone });
  }
});

test('by SMS', async () => {
  const { phone } = await addPerson();
  const { id, secret } = await start();
  expect((await post(`${id}/send/`, { secret, phone })).status).toBe(200);
  const { body } = await post(`${id}/verify/`, { secret, code: await readSms(phone) });
  expect(await readToken(body['phone_token'])).toMatchObject({ phone_number: phone, amr: ['otp', 'sms'] });
});
