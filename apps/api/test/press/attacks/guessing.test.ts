import { describe, expect, test } from 'vitest';
import { otherThan, signUp, usePress, withBot } from '../../support/press.ts';
import { expectError, fromElsewhere, type Person, somebody, useApi } from '../../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);
const start = () => press.start({}, fromElsewhere());

const known = () => signUp(api);

/** A card on which a person presses a wrong number, or declines. */
async function refuse({ telegramId }: Person, how: 'wrong' | 'decline' = 'wrong') {
  const browser = await start();
  const { ref, choices } = (await press.open(browser.nonce, telegramId)).json();
  const wrong = { choice: otherThan(browser.number, choices) };
  await press.decide(ref, telegramId, how === 'wrong' ? wrong : { decline: true });
  return browser;
}

describe('choice guessed by a script', () => {
  test('has one try of three: then the challenge is dead, and the right number too', async () => {
    const person = await known();
    const browser = await start();
    const { ref, choices } = (await press.open(browser.nonce, person.telegramId)).json();
    const wrong = choices.filter((choice: string) => choice !== browser.number);
    for (const choice of [...wrong, browser.number]) {
      const { state } = (await press.decide(ref, person.telegramId, { choice })).json();
      expect(state).toBe('wrong_number');
    }
    expectError(await press.open(browser.nonce, person.telegramId), 410, 'challenge_ended');
    expectError(await press.collect(browser), 410, 'challenge_ended');
  });

  test.for([
    ['empty', ''],
    ['not a number', 'abc'],
    ['with a space', '_'],
    ['in other digits', '１２'],
  ])('wastes its try on a choice that is %s', async ([, choice = '']) => {
    const person = await known();
    const browser = await start();
    await press.open(browser.nonce, person.telegramId);
    const given = choice === '_' ? ` ${browser.number}` : choice;
    const { state } = (await press.decide(browser.id, person.telegramId, { choice: given })).json();
    expect(state).toBe('wrong_number');
  });

  test('finds the number among the first, second and third of the card about equally often', async () => {
    const at = [0, 0, 0];
    const { telegramId } = await known();
    for (let i = 0; i < 300; i++) {
      const browser = await start();
      const { choices } = (await press.open(browser.nonce, telegramId)).json();
      const index = choices.indexOf(browser.number);
      at[index] = (at[index] ?? 0) + 1;
    }
    // 100 each; by chance less than 55 once in ten million times
    expect(Math.min(...at)).toBeGreaterThan(55);
  });

  test.for<['wrong' | 'decline']>([['wrong'], ['decline']])(
    'gets no card for an hour after three refused ones (%s), whichever link',
    async ([how]) => {
      const person = await known();
      for (let cards = 0; cards < 3; cards++) await refuse(person, how);
      for (let links = 0; links < 3; links++) {
        const answer = await press.open((await start()).nonce, person.telegramId);
        expectError(answer, 429, 'challenge_limit');
        expect(answer.json().error.retry_after).toBeGreaterThan(59 * 60);
      }
      const own = await start();
      expect((await press.open(own.nonce, (await known()).telegramId)).statusCode).toBe(200); // another person
      await api.pass('60 minutes 1 second');
      const later = await start();
      const card = await press.open(later.nonce, person.telegramId);
      expect(card.statusCode, card.body).toBe(200);
      await press.decide(later.id, person.telegramId, { choice: later.number });
      expect((await press.collect(later)).statusCode).toBe(200);
    },
  );

  test('gains nothing by opening many links before it presses on any', async () => {
    const person = await known();
    const browsers = await Promise.all(Array.from({ length: 6 }, start));
    for (const { nonce } of browsers) await press.open(nonce, person.telegramId);
    for (const { id, number } of browsers.slice(0, 3))
      await press.decide(id, person.telegramId, { choice: number === '10' ? '11' : '10' });
    for (const browser of browsers.slice(3)) {
      const { state } = (await press.decide(browser.id, person.telegramId, { choice: browser.number })).json();
      expect(state).toBe('declined');
      expectError(await press.collect(browser), 410, 'challenge_ended');
    }
  });

  test('uses up no cards by repeated calls: a refused card counts once', async () => {
    const person = await known();
    const browser = await refuse(person);
    for (let i = 0; i < 5; i++) await press.decide(browser.id, person.telegramId, { decline: true });
    expect((await press.open((await start()).nonce, person.telegramId)).statusCode).toBe(200);
  });
});

test('16 decisions at once with all three numbers: only the first counts', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const { telegramId } = await known();
      const browser = await start();
      const { ref, choices } = (await press.open(browser.nonce, telegramId)).json();
      const decisions = Array.from({ length: 16 }, (_, n) =>
        n === 15 ? { decline: true } : { choice: choices[n % 3] },
      );
      const answers = await Promise.all(decisions.map((decision) => press.decide(ref, telegramId, decision)));
      const states = new Set(answers.map((answer) => answer.json().state));
      expect(states.size, [...states].join()).toBe(1);
      const state = await press.state(browser);
      expect([...states]).toEqual([state]);
      const collected = await press.collect(browser);
      expect(collected.statusCode).toBe(state === 'approved' ? 200 : 410);
      const subject = `card:tg:${telegramId}`;
      const { rows } = await api.sql.query('SELECT cardinality(hits) AS hits FROM budgets WHERE subject = $1', [
        subject,
      ]);
      expect(rows).toEqual(state === 'approved' ? [] : [{ hits: 1 }]);
      return state;
    }),
  );
  expect(outcomes).toHaveLength(12);
});

test('a decision races with a second scanner: the browser is signed in, or nobody is', async () => {
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const [owner, thief] = [await known(), somebody()];
      const browser = await start();
      await press.open(browser.nonce, owner.telegramId);
      const [decided] = await Promise.all([
        press.decide(browser.id, owner.telegramId, { choice: browser.number }),
        press.open(browser.nonce, thief.telegramId),
      ]);
      const { state } = decided.json();
      expect(['approved', 'taken']).toContain(state);
      const collected = await press.collect(browser);
      expect(collected.statusCode).toBe(state === 'approved' ? 200 : 410);
      if (state === 'approved') expect(collected.json().user.telegram_id).toBe(owner.telegramId);
    }),
  );
});
