import { describe, expect, test } from 'vitest';
import { asksForContact, codeAfter, codeIn, codesOf, type Person, requestCode } from '../src/handset.ts';
import { me, type Reply, register, signIn } from './support/api.ts';
import { endCooldown } from './support/end-cooldown.ts';
import { addPerson } from './support/handset.ts';
import { startApi } from './support/processes.ts';

// Failed checks are limited per IP, and all tests share one. So tests with many failures use a separate process of the
// API on the same database, which trusts X-Real-IP: attacks then come from many IPs, and the code's own limit must hold.
const BEHIND_PROXY = { TRUSTED_PROXIES: '127.0.0.1' };
const from = (address: string) => ({ headers: { 'x-real-ip': address } });

describe('guesses and repeats', () => {
  test('one code, 16 parallel registers: one succeeds', async () => {
    const { url: api } = await startApi(BEHIND_PROXY);
    const person = await addPerson();
    const claim = { phone: person.phone, code: await requestCode(person) };

    const replies = await Promise.all(
      Array.from({ length: 16 }, (_, index) => register(claim, { api, ...from(`203.0.113.${index}`) })),
    );
    expect(replies.filter(isSignedIn)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 400).map(({ body }) => body.error?.code)).toEqual(
      Array(15).fill('code_incorrect'),
    );
  });

  test('200 parallel wrong guesses at one challenge, from 200 IPs: the code is void, at every process of the API', async () => {
    const { url: api } = await startApi(BEHIND_PROXY);
    const person = await addPerson();
    const code = await requestCode(person);
    const guesses = Array.from({ length: 200 }, (_, index) =>
      String((Number(code) + 1 + index) % 1e6).padStart(6, '0'),
    );

    const replies = await Promise.all(
      guesses.map((guess, index) =>
        register({ phone: person.phone, code: guess }, { api, ...from(`198.51.100.${index}`) }),
      ),
    );
    expect(replies.filter(isRefused)).toHaveLength(200);
    const right = { phone: person.phone, code };
    expect(await register(right, { api, ...from('192.0.2.1') })).toSatisfy(isRefused);
    expect(await register(right)).toSatisfy(isRefused);
  });

  test('a guesser with one IP is blocked, and nobody else is', async () => {
    const { url: api } = await startApi(BEHIND_PROXY);
    const people = [await addPerson(), await addPerson()] as const;
    const [victim, neighbour] = people;
    for (let guess = 0; guess < 30; guess += 1) {
      const phone = `+99893${String(2_000_000 + victim.id * 100 + guess).slice(-7)}`;
      await register({ phone, code: '000000' }, { api, ...from('192.0.2.7') });
    }
    const claim = { phone: neighbour.phone, code: await requestCode(neighbour) };
    const stopped = await register(claim, { api, ...from('192.0.2.7') });
    expect(stopped).toMatchObject({ status: 429, body: { error: { code: 'too_many_attempts' } }, cookies: [] });
    // Without a trusted proxy the header has no effect.
    expect(await register(claim, { api, ...from('192.0.2.8') })).toSatisfy(isSignedIn);
  });
});

describe('a number of somebody else', () => {
  test('typed number of somebody else: no code, only the button; the victim’s account untouched', async () => {
    const owner = await addPerson();
    const account = await signIn({ phone: owner.phone, code: await requestCode(owner) });

    const stranger = await addPerson();
    const answer = await stranger.ask({ text: owner.phone });
    expect(asksForContact(answer)).toBe(true);
    expect(codeIn(answer)).toBeUndefined();

    const { user } = await signIn({ phone: stranger.phone, code: await requestCode(stranger) });
    expect(user).toMatchObject({ phone: stranger.phone, telegram_id: stranger.id, is_verified: true });
    expect(await codesOf(stranger)).toHaveLength(1);
    expect((await me(account.access)).body).toMatchObject({ phone: owner.phone, telegram_id: owner.id });
  });
});

describe('two people and one number, each with a code of their own', () => {
  test('a person who proves a number gets it; the one who only typed it loses it', async () => {
    const squatter = await addPerson();
    const owner = await addPerson();
    const typed = codeIn(await squatter.ask({ text: owner.phone })) ?? '';
    const squatted = await signIn({ phone: owner.phone, code: typed });
    expect(squatted.user.is_verified).toBe(false);

    expect(asksForContact(await owner.ask({ text: owner.phone }))).toBe(true);
    const { user, isNew } = await signIn({ phone: owner.phone, code: await requestCode(owner) });
    expect(user).toMatchObject({ phone: owner.phone, telegram_id: owner.id, is_verified: true });
    expect(isNew).toBe(true);
    expect((await me(squatted.access)).status).toBe(401); // with the number the account loses its sessions
  });

  test('a proved number stays with its owner: a person without an account is sent to SMS', async () => {
    const owner = await addPerson();
    const account = await signIn({ phone: owner.phone, code: await requestCode(owner) });
    const heir = await addPerson();
    await heir.changePhone(owner.phone);

    await endCooldown(owner.phone);
    const refused = await register({ phone: owner.phone, code: await requestCode(heir) });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'phone_conflict' } }, cookies: [] });
    expect((await me(account.access)).body).toMatchObject({ phone: owner.phone, telegram_id: owner.id });
  });

  test('a proved number stays with its owner: a person with an account gets into their own', async () => {
    const owner = await addPerson();
    const account = await signIn({ phone: owner.phone, code: await requestCode(owner) });
    const other = await addPerson();
    const own = await signIn({ phone: other.phone, code: await requestCode(other) });
    await other.changePhone(owner.phone);

    await endCooldown(owner.phone);
    const again = await signIn({ phone: owner.phone, code: await requestCode(other) });
    expect(again.user).toMatchObject({ id: own.user.id, phone: other.phone, telegram_id: other.id });
    expect((await me(account.access)).body).toMatchObject({ phone: owner.phone, telegram_id: owner.id });
  });
});

describe('foreign contact, forwarded contact, contact in a group, contact without user_id', () => {
  const card = ({ phone, id, name }: Person) => ({ phone_number: phone, user_id: id, first_name: name });

  test("another person's contact brings no code, and the API issues none for them", async () => {
    const [victim, attacker] = [await addPerson(), await addPerson()];
    const answer = await attacker.ask({ contact: card(victim) });
    expect(asksForContact(answer)).toBe(true);
    expect(await codesOf(attacker)).toEqual([]);
    // A request to the API would have started a cooldown for the number.
    await requestCode(victim);
  });

  test('a forwarded contact of one’s own brings no code', async () => {
    const person = await addPerson();
    expect(asksForContact(await person.ask({ contact: 'own', forward: true }))).toBe(true);
    expect(await codesOf(person)).toEqual([]);
    await requestCode(person);
  });

  test('a contact without user_id brings no code, even with the person’s own number', async () => {
    const person = await addPerson();
    const answer = await person.ask({ contact: { phone_number: person.phone, first_name: person.name } });
    expect(asksForContact(answer)).toBe(true);
    expect(await codesOf(person)).toEqual([]);
    await requestCode(person);
  });

  test('a contact in a group brings no code, neither there nor in private', async () => {
    const person = await addPerson();
    await person.act({ contact: 'own', chat: 'group' });
    expect(asksForContact(await person.ask({ text: '/start' }))).toBe(true);
    const group = await person.read('group');
    expect(group.filter(({ from }) => from?.is_bot)).toEqual([]);
    expect(await codesOf(person)).toEqual([]);
    await requestCode(person);
  });
});

test('the same Telegram update five times: one code, and it works', async () => {
  const person = await addPerson();
  await codeAfter(person, await person.act({ contact: 'own', redeliver: 5 }));
  // The bot answers a chat in order: once this update is answered, so are all five.
  await person.ask({ text: '/start' });
  const [code = '', ...others] = await codesOf(person);
  expect(others).toEqual([]);
  expect(await register({ phone: person.phone, code })).toMatchObject({ status: 201 });
});

function isSignedIn({ status, body, cookies }: Reply): boolean {
  return (status === 200 || status === 201) && body.tokens !== undefined && cookies.length === 3;
}

function isRefused({ status, body, cookies }: Reply): boolean {
  return (status === 400 || status === 429) && body.tokens === undefined && cookies.length === 0;
}
