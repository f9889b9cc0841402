import { describe, expect, test } from 'vitest';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const api = useApi();

describe('a change between the decision and its write', () => {
  /** A person with an account and a code with one failed attempt, so that redeeming it reads it first. */
  async function prepare() {
    const person = somebody();
    const { user } = await api.signIn(person);
    await api.pass('31 seconds');
    const code = await api.issue(person);
    await api.register(person.phone, wrong(code), {}, fromElsewhere());
    return { person, user, code };
  }

  test('a user who is deleted meanwhile does not come back under the old id', async () => {
    const { person, user, code } = await prepare();
    const answer = await besideTransaction(api, `DELETE FROM users WHERE id = '${user.id}'`, async (commit) => {
      const registering = api.register(person.phone, code);
      await untilLocked(api);
      await commit();
      return registering;
    });
    expect(answer.json()).toMatchObject({ is_new: true });
    expect(answer.json().user.id).not.toBe(user.id);
  });

  test('a user who is disabled meanwhile gets no session', async () => {
    const { person, user, code } = await prepare();
    const disable = `UPDATE users SET disabled_at = now() WHERE id = '${user.id}'`;
    const answer = await besideTransaction(api, disable, async (commit) => {
      const registering = api.register(person.phone, code);
      await untilLocked(api);
      await commit();
      return registering;
    });
    expectError(answer, 403, 'account_disabled');
  });

  test('a number that another user gets meanwhile stays with that user', async () => {
    const person = somebody();
    await api.signIn(person);
    await api.pass('31 seconds');
    const moved = { ...person, phone: somebody().phone };
    const code = await api.issue(moved);
    await api.register(moved.phone, wrong(code), {}, fromElsewhere());
    const insert = `INSERT INTO users (id, phone, telegram_id, phone_proved_at)
      VALUES (gen_random_uuid(), '${moved.phone}', ${somebody().telegramId}, now())`;
    const answer = await besideTransaction(api, insert, async (commit) => {
      const registering = api.register(moved.phone, code);
      await untilLocked(api);
      await commit();
      return registering;
    });
    expect(answer.json()).toMatchObject({ is_new: false, user: { phone: person.phone } });
  });
});

test('a newcomer’s request that another one for the number overtakes costs nothing', async () => {
  const person = somebody();
  const fill = `INSERT INTO budgets (subject, hits) VALUES ('send:telegram:${person.phone}', array_fill(now(), ARRAY[10]))`;
  const answer = await besideTransaction(api, fill, async (commit) => {
    const asking = api.create(person);
    await untilLocked(api);
    await commit();
    return asking;
  });
  expectError(answer, 429, 'code_limit');
  const { rowCount } = await api.sql.query('SELECT 1 FROM budgets WHERE subject = $1', [`ask:tg:${person.telegramId}`]);
  expect(rowCount).toBe(0);
});

test('a request that has to be judged again, because another one for the number overtook it, costs one code', async () => {
  const person = somebody();
  await api.signIn(person);
  await api.pass('31 seconds');
  const overtake = `UPDATE budgets SET hits = now() || hits WHERE subject = 'send:telegram:${person.phone}'`;
  const answer = await besideTransaction(api, overtake, async (commit) => {
    const asking = api.create(person);
    await untilLocked(api);
    await commit();
    return asking;
  });
  expect(answer.statusCode, answer.body).toBe(200);
  const { rows } = await api.sql.query('SELECT cardinality(hits) AS asked FROM budgets WHERE subject = $1', [
    `ask:tg:${person.telegramId}`,
  ]);
  expect(rows).toEqual([{ asked: 2 }]);
});

test('a wrong attempt that the right one overtakes is judged again, and not counted', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.register(person.phone, wrong(code), {}, fromElsewhere());
  const collect = `UPDATE challenges SET state = 'collected', collected_at = now() WHERE phone = '${person.phone}'`;
  const answer = await besideTransaction(api, collect, async (commit) => {
    const guessing = api.register(person.phone, wrong(code), {}, fromElsewhere());
    await untilLocked(api);
    await commit();
    return guessing;
  });
  expectError(answer, 400, 'code_incorrect');
  const { rows } = await api.sql.query('SELECT tries FROM challenges WHERE phone = $1', [person.phone]);
  expect(rows).toEqual([{ tries: 1 }]);
});

test('a request for a code locks what a failed attempt locks, in the same order', async () => {
  const owner = somebody();
  await api.register(owner.phone, wrong(await api.issue(owner)), {}, fromElsewhere());
  await api.pass('31 seconds');
  const lockBudget = `SELECT FROM budgets WHERE subject = 'fail:${owner.phone}' FOR UPDATE`;
  const asked = await besideTransaction(api, lockBudget, async (commit) => {
    const asking = api.create(owner);
    await untilLocked(api);
    const lockChallenge = 'SELECT FROM challenges WHERE phone = $1 AND is_current FOR UPDATE SKIP LOCKED';
    expect((await api.sql.query(lockChallenge, [owner.phone])).rowCount, 'challenges that are not locked').toBe(1);
    await commit();
    return asking;
  });
  expect(asked.statusCode, asked.body).toBe(200);
});

test('a used code opens nothing once the account that it opened is deleted', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const { tokens } = (await api.register(person.phone, code)).json();
  const headers = { authorization: `Bearer ${tokens.access}` };
  const deleted = await api.app.inject({ method: 'DELETE', url: '/api/v1/auth/me/', headers });
  expect(deleted.statusCode).toBe(204);
  expectError(await api.register(person.phone, code), 400, 'code_incorrect');
});

describe('a wrong code waits for no lock on users', () => {
  test.for(['a live code', 'a used code', 'no code'] as const)('with %s', async (kind) => {
    const person = somebody();
    const { user } = await api.signIn(person);
    await api.pass('31 seconds');
    const code = kind === 'a live code' ? await api.issue(person) : '123456';
    if (kind === 'no code') await api.sql.query('DELETE FROM challenges WHERE phone = $1', [person.phone]);
    const answer = await besideTransaction(api, `SELECT 1 FROM users WHERE id = '${user.id}' FOR UPDATE`, () =>
      api.register(person.phone, wrong(code), {}, fromElsewhere()),
    );
    expectError(answer, 400, 'code_incorrect');
  });
});
