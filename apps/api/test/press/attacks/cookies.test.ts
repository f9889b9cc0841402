import { expect, test } from 'vitest';
import { usePress, withBot } from '../../support/press.ts';
import { expectError, fromElsewhere, somebody, useApi, WEB_ORIGIN } from '../../support/test-api.ts';

const api = useApi({ ...withBot, COOKIE_SAMESITE: 'none' });
const press = usePress(api);

const START = '/api/v1/auth/challenges/';
const own = { headers: { origin: WEB_ORIGIN } };

test('a request from another site where COOKIE_SAMESITE=none: the challenge’s cookie is Partitioned, and still needs the site’s own origin', async () => {
  const started = await api.post(START, {}, { ...fromElsewhere(), ...own });
  const { id, secret, telegram } = started.json();
  expect(started.headers['set-cookie']).toMatch(
    new RegExp(`; Path=/api/v1/auth/challenges/${id}; HttpOnly; Secure; Partitioned; SameSite=None$`),
  );
  const person = somebody();
  await api.signIn(person);
  await press.open(new URL(telegram.url).searchParams.get('start') ?? '', person.telegramId);
  await press.decide(id, person.telegramId, { choice: telegram.number });
  const collect = (origin: string | undefined, cookie = `challenge_secret=${secret}`) =>
    api.post(`${START}${id}/collect/`, undefined, { headers: { cookie, ...(origin && { origin }) } });
  for (const origin of ['https://evil.example', 'null', undefined])
    expectError(await collect(origin), 403, 'origin_forbidden');
  // two different values: another host of the domain set one of them
  for (const cookies of [
    ['x', secret],
    [secret, 'x'],
  ]) {
    const cookie = cookies.map((value) => `challenge_secret=${value}`).join('; ');
    expectError(await collect(WEB_ORIGIN, cookie), 404, 'not_found');
  }
  expect((await collect(WEB_ORIGIN)).statusCode).toBe(200);
});

test('every answer about a challenge forbids caching', async () => {
  const browser = await press.start({}, fromElsewhere());
  const answers = [
    await api.post(START, {}, fromElsewhere()),
    await press.wait(browser),
    await press.collect(browser),
    await press.open(browser.nonce, somebody().telegramId),
    await press.decide(browser.id, 1, { decline: true }),
    await press.alerts(),
  ];
  for (const { headers } of answers) expect(headers['cache-control']).toBe('no-store');
});
