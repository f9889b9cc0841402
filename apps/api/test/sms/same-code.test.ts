import { describe, expect, test } from 'vitest';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());
const { ask, askOn, enter, challenge } = smsCalls(api);
const codes = (phone: string) => gateway.sms(phone).map((text) => /#(\d{6})$/.exec(text)?.[1]);

test('an SMS requested again while the code is live carries the same code, which is then live for two more minutes', async () => {
  const { phone } = somebody();
  await ask(phone);
  const { id } = await challenge(phone);
  await api.pass('61 seconds');
  expect((await ask(phone)).statusCode).toBe(200);
  const code = gateway.code(phone);
  expect(codes(phone)).toEqual([code, code]);
  expect(await challenge(phone)).toMatchObject({ id });
  await api.pass('105 seconds');
  expect((await enter(phone, code)).statusCode).toBe(200);
});

test('once the code has expired, the next SMS carries another', async () => {
  const { phone } = somebody();
  await ask(phone);
  const { id } = await challenge(phone);
  const expired = gateway.code(phone);
  await api.pass('2 minutes 1 second');
  await ask(phone);
  expect((await challenge(phone)).id).not.toBe(id);
  expectError(await enter(phone, expired), 400, 'code_incorrect');
  expect((await enter(phone, gateway.code(phone))).statusCode).toBe(200);
});

test('once the code is used, the next SMS carries another', async () => {
  const { phone } = somebody();
  await ask(phone);
  const used = gateway.code(phone);
  await enter(phone, used);
  await api.pass('61 seconds');
  await ask(phone);
  expectError(await enter(phone, used), 400, 'code_incorrect');
  expect((await enter(phone, gateway.code(phone))).statusCode).toBe(200);
});

describe('a stranger’s request for the owner’s number', () => {
  test('leaves the owner’s code and its attempts alone', async () => {
    const { phone } = somebody();
    await ask(phone);
    const code = gateway.code(phone);
    for (let i = 0; i < 3; i++) await enter(phone, wrong(code));
    await api.pass('61 seconds');
    expect((await ask(phone)).statusCode).toBe(200);
    expect((await enter(phone, wrong(code))).json().error.attempts_left).toBe(1);
    expect((await enter(phone, code)).statusCode).toBe(200);
  });

  test('leaves the cooldown of a known device alone, and both SMS carry one code', async () => {
    const person = somebody();
    const { phone } = person;
    await api.signIn(person, { device_id: 'own' });
    expect((await ask(phone)).statusCode).toBe(200);
    expect((await askOn('own', phone)).statusCode).toBe(200);
    const code = gateway.code(phone);
    expect(codes(phone)).toEqual([code, code]);
    for (let i = 0; i < 5; i++) await enter(phone, wrong(code));
    expectError(await enter(phone, code), 400, 'code_incorrect'); // void for all others
    expect((await enter(phone, code, { device_id: 'own' })).statusCode).toBe(200);
  });
});

test.for([
  ['unknown devices', {}],
  ['a known device', { device_id: 'own' }],
] as const)('a code that failed attempts of %s made void is replaced by the next SMS', async ([, device]) => {
  const person = somebody();
  const { phone } = person;
  await api.signIn(person, { device_id: 'own' });
  await ask(phone);
  const { id } = await challenge(phone);
  const code = gateway.code(phone);
  for (let i = 0; i < 5; i++) await enter(phone, wrong(code), device);
  expectError(await enter(phone, code, device), 400, 'code_incorrect');
  await api.pass('61 seconds');
  expect((await ask(phone)).statusCode).toBe(200);
  const next = await challenge(phone);
  expect(next.id).not.toBe(id);
  expect(next).toMatchObject({ tries: 0, known_tries: 0 });
  expect((await enter(phone, gateway.code(phone), device)).statusCode).toBe(200);
});
