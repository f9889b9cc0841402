import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { pushWaitingCard } from '../../src/features/press/push/push-card.queries.ts';
import { subjects } from '../../src/limits/budgets.ts';
import { signUp, usePress, withBot } from '../support/press.ts';
import { expectError, fromElsewhere, type Person, somebody, useApi } from '../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);
const start = () => press.start({}, fromElsewhere());

async function push({ id }: { id: string }, { telegramId }: Person): Promise<boolean> {
  const budgets = { refused_cards: subjects.refusedCards(telegramId), pushed_cards: subjects.pushedCards(telegramId) };
  const [pushed] = await api.db.run(pushWaitingCard, {
    id,
    telegram_id: telegramId,
    session_id: randomUUID(),
    ...budgets,
  });
  return pushed !== undefined;
}

/** The cards that the bot is told to show, each acknowledged. */
async function cards() {
  const { alerts } = (await press.alerts({ limit: 100 })).json();
  await press.acknowledge(alerts.map(({ id }: { id: string }) => id));
  return alerts.filter(({ kind }: { kind: string }) => kind === 'card');
}

test('a card is shown unasked, and one press on it signs in', async () => {
  const person = await signUp(api);
  const waiting = press.alerts({ seconds: 25 });
  const browser = await start();
  expect(await push(browser, person)).toBe(true);
  expect(await press.state(browser)).toBe('opened');
  const [alert] = (await waiting).json().alerts;
  expect(alert).toMatchObject({
    telegram_id: person.telegramId,
    kind: 'card',
    card: {
      ref: browser.id,
      site: 'localhost:5173',
      needs_contact: false,
      choices: expect.arrayContaining([browser.number]),
    },
  });
  expect((await press.open(browser.nonce, person.telegramId)).json()).toEqual({
    ...alert.card,
    started_seconds_ago: expect.any(Number),
  });
  await press.decide(browser.id, person.telegramId, { choice: browser.number });
  const collected = await press.collect(browser);
  expect(collected.json()).toMatchObject({ is_new: false, user: { telegram_id: person.telegramId } });
  await press.acknowledge([alert.id]);
});

test('a card that is over is not shown', async () => {
  const person = await signUp(api);
  const browser = await start();
  await push(browser, person);
  await press.decide(browser.id, person.telegramId, { decline: true });
  expect(await cards()).toEqual([expect.not.objectContaining({ card: expect.anything() })]);
});

test('another person who opens the link of a pushed card ends it', async () => {
  const person = await signUp(api);
  const browser = await start();
  await push(browser, person);
  expectError(await press.open(browser.nonce, somebody().telegramId), 409, 'challenge_taken');
  expectError(await press.decide(browser.id, somebody().telegramId, { choice: browser.number }), 404, 'not_found');
});

test('who has refused three cards is shown none', async () => {
  const person = await signUp(api);
  for (let i = 0; i < 3; i++) {
    const browser = await start();
    expect(await push(browser, person)).toBe(true);
    await press.decide(browser.id, person.telegramId, { decline: true });
  }
  expect(await push(await start(), person)).toBe(false);
  await api.pass('1 hour');
  expect(await push(await start(), person)).toBe(true);
});

test('a person is shown five cards an hour unasked, however many are asked for at once', async () => {
  const person = await signUp(api);
  const browsers = await Promise.all(Array.from({ length: 8 }, start));
  const pushed = await Promise.all(browsers.map((browser) => push(browser, person)));
  expect(pushed.filter(Boolean)).toHaveLength(5);
  const left = browsers[pushed.indexOf(false)];
  // its link works all the same
  expect((await press.open(left?.nonce ?? '', person.telegramId)).statusCode).toBe(200);
});

test('who has blocked the bot is shown none, and the challenge waits for its link', async () => {
  const person = await signUp(api);
  await api.sql.query('INSERT INTO telegram_chats (telegram_id, blocked_at) VALUES ($1, now())', [person.telegramId]);
  const browser = await start();
  expect(await push(browser, person)).toBe(false);
  expect(await press.state(browser)).toBe('waiting');
});

test('a challenge that was opened, decided or has expired is given to nobody else', async () => {
  const [person, other] = [await signUp(api), await signUp(api)];
  const opened = await start();
  await press.open(opened.nonce, other.telegramId);
  const expired = await start();
  await api.pass('2 minutes');
  for (const browser of [opened, await press.approve(other), expired]) expect(await push(browser, person)).toBe(false);
});
