import { describe, expect, test } from 'vitest';
import { otherThan, usePress, withBot } from '../../support/press.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { fromElsewhere, type Person, somebody, useApi } from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);
const start = () => press.start({}, fromElsewhere());

/** A stranger opens a link of their own, and refuses its card. */
async function refuseOwnCard(phone: string, how: 'wrong' | 'decline'): Promise<void> {
  const stranger = somebody();
  const browser = await start();
  const { choices } = (await press.open(browser.nonce, stranger.telegramId)).json();
  await press.contact(stranger.telegramId, phone); // as one whose Telegram account still carries the number
  const wrong = { choice: otherThan(browser.number, choices) };
  await press.decide(browser.id, stranger.telegramId, how === 'wrong' ? wrong : { decline: true });
}

/** Strangers attack a number and its owner at once, by every endpoint of sign-in. */
async function attack({ phone, telegramId }: Person): Promise<void> {
  const sms = '/api/users/auth/';
  const [bySms, spam] = [await start(), await start()];
  await Promise.all([
    // links that the owner is sent, and opens without pressing anything
    press.open(spam.nonce, telegramId),
    ...[1, 2, 3].map(start),
    refuseOwnCard(phone, 'wrong'),
    refuseOwnCard(phone, 'decline'),
    api.create({ ...somebody(), phone }, { proof: 'typed' }),
    api.create({ ...somebody(), phone }),
    api.post(sms, { phone }, fromElsewhere()),
    press.send(bySms, phone),
    ...Array.from({ length: 6 }, () => api.register(phone, '123456', {}, fromElsewhere())),
    ...Array.from({ length: 6 }, () => api.post(sms, { phone, code: '123456' }, fromElsewhere())),
    ...Array.from({ length: 3 }, () => press.verify(bySms, '123456')),
  ]);
}

/** Attacks every four minutes for an hour. */
async function besiege(person: Person): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes += 4) {
    await attack(person);
    await api.pass('4 minutes');
  }
  await attack(person);
}

describe('an owner under siege: strangers ask for SMS, type the number, guess, for an hour, by every endpoint', () => {
  test.for([
    ['on an unknown device', {}],
    ['on a known device', { device_id: 'the-owners-phone' }],
  ])('the owner signs in at the first try by the press %s, while strangers go on', async ([, device]) => {
    const owner = somebody();
    const { user } = await api.signIn(owner, { device_id: 'the-owners-phone' });
    await besiege(owner);
    const browser = await press.start(device as object, fromElsewhere());
    const card = await press.open(browser.nonce, owner.telegramId);
    expect(card.statusCode, card.body).toBe(200);
    await attack(owner);
    await press.decide(browser.id, owner.telegramId, { choice: browser.number });
    const [collected] = await Promise.all([press.collect(browser), attack(owner)]);
    expect(collected.statusCode, collected.body).toBe(200);
    expect(collected.json().user).toMatchObject({ id: user.id, phone: owner.phone });
  });

  test('the owner signs in by the press although they declined two of the strangers’ links in that hour', async () => {
    const owner = somebody();
    await api.signIn(owner);
    await besiege(owner);
    for (let links = 0; links < 2; links++) {
      const spam = await start();
      await press.open(spam.nonce, owner.telegramId);
      await press.decide(spam.id, owner.telegramId, { decline: true });
    }
    const browser = await start();
    await press.open(browser.nonce, owner.telegramId);
    await press.decide(browser.id, owner.telegramId, { choice: browser.number });
    expect((await press.collect(browser)).statusCode).toBe(200);
  });

  test('the owner signs up at the first try by the press', async () => {
    const owner = somebody();
    await besiege(owner);
    const browser = await start();
    const { needs_contact } = (await press.open(browser.nonce, owner.telegramId)).json();
    expect(needs_contact).toBe(true);
    await press.contact(owner.telegramId, owner.phone);
    await press.decide(browser.id, owner.telegramId, { choice: browser.number });
    const collected = await press.collect(browser);
    expect(collected.statusCode, collected.body).toBe(201);
  });
});

test('three declined links keep the owner from the press for an hour, and not from the bot’s code', async () => {
  const owner = somebody();
  await api.signIn(owner);
  await api.pass('31 seconds');
  for (let links = 0; links < 3; links++) {
    const spam = await start();
    await press.open(spam.nonce, owner.telegramId);
    await press.decide(spam.id, owner.telegramId, { decline: true });
  }
  expect((await press.open((await start()).nonce, owner.telegramId)).statusCode).toBe(429);
  expect((await api.register(owner.phone, await api.issue(owner), {}, fromElsewhere())).statusCode).toBe(200);
});
