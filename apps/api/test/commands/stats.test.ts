import { expect, test } from 'vitest';
import { statsCommands } from '../../src/commands/stats.commands.ts';
import { runAsOperator } from '../support/operator.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi();
const stats = (...argv: string[]) =>
  runAsOperator(api, { stats: statsCommands }, ['stats', ...argv], { ...gateway.environment(), SMS_PRICES: 'UZ:95' });

test('stats shows tables, and --json the same as the page gets', async () => {
  const person = somebody();
  const code = await api.issue(person);
  await api.register(person.phone, wrong(code), {}, fromElsewhere());
  await api.register(person.phone, code, {}, fromElsewhere());

  const { code: exitCode, out, error } = await stats();
  expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
  expect(out).toMatch(/^Users: 1 \(verified: 1, disabled: 0, administrators: 0, active in the last day: 1\)/);
  expect(out).toMatch(/SMS today: 0 sent, 1000 of 1000 left; balance at the provider: \d+/);
  expect(out).toMatch(/ {2}\d{4}-\d\d-\d\d {2}– +1 \(1 new\)/);
  expect(out).toMatch(/ {2}code +– +UZ +1 +0 +1 +– +1 +1 +100 % +0 UZS +0 UZS/);
  expect(out).toMatch(/ {2}code\.failed +– +1/);
  expect(out).toMatch(/Suspicious IPs of the last day\n {2}none/);

  const json = JSON.parse((await stats('--days', '7', '--json')).out);
  expect(json).toMatchObject({ totals: { users: 1 }, conversion: [{ way: 'code', country: 'UZ', verified: 1 }] });
});

test.for([['0'], ['181'], ['x'], ['1.5']])('--days %s is refused', async ([days = '']) => {
  expect(await stats('--days', days)).toMatchObject({ code: 1, out: '', error: expect.stringContaining('1 to 180') });
});

test('a word after stats is refused with its usage, and --help tells it', async () => {
  expect(await stats('everything')).toMatchObject({ code: 2, error: expect.stringContaining('pnpm raqam stats\n') });
  expect(await stats('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--days <value>') });
});
