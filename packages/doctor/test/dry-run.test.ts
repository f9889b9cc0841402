import { afterEach, describe, expect, test } from 'vitest';
import { testPeople } from '../src/journey/test-people.ts';
import { forgetCodes, query } from './support/database.ts';
import { useDeployment } from './support/deployment.ts';
import { startDoctor } from './support/doctor.ts';
import type { Fault, Reply } from './support/door.ts';

const deployment = useDeployment();
const left = () => query(`SELECT id FROM users WHERE telegram_id > ${2 ** 51} OR phone LIKE '+447700900%'`);

afterEach(async () => {
  await query(`DELETE FROM users WHERE telegram_id > ${2 ** 51}`);
});

/** Picks requests from a door's log. */
const endsWith = (method: string, path: string) => (exchange: { method: string; path: string }) =>
  exchange.method === method && exchange.path.endsWith(path);

const trouble: Reply = { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' };

/** The API handles the first such request, but its answer is lost. */
function loseFirst(method: string, path: string): Fault {
  let isLost = false;
  return {
    after(_reply, exchange) {
      if (isLost || !endsWith(method, path)(exchange)) return undefined;
      isLost = true;
      return trouble;
    },
  };
}

describe('the failing step is named, and the account is deleted', () => {
  test.for([
    ['POST', '/auth/register/telegram/', /register on the site/],
    ['GET', '/auth/me/', /read the profile/],
    ['GET', '/auth/sessions/', /list the devices/],
    ['POST', '/auth/token/refresh/', /refresh the tokens/],
    ['POST', '/auth/logout/', /sign out/],
  ] as const)('%s %s', async ([method, path, step]) => {
    // the first request with a foreign origin is another check's
    const fault = loseFirst(method, path);
    deployment.api.fault = {
      after: (reply, exchange) =>
        exchange.requestHeaders.origin?.includes('.invalid') ? undefined : fault.after?.(reply, exchange),
    };
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toContain('journey');
    expect(diagnosis.of('journey').seen).toMatch(step);
    expect(diagnosis.of('journey-cleanup')).toMatchObject({ mark: 'ok' });
    expect(await left()).toEqual([]);
  });

  test('an account that can’t be deleted is reported, with the SQL to delete it', async () => {
    deployment.api.fault = { before: (exchange) => (exchange.method === 'DELETE' ? trouble : undefined) };
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['journey-cleanup']);
    expect(diagnosis.of('journey-cleanup').fix).toContain('DELETE FROM users WHERE telegram_id = 45035996273704');
    expect(await left()).toHaveLength(1);
  });
});

test('the account of an interrupted run is deleted by the next run', async () => {
  deployment.api.fault = { before: (exchange) => (exchange.method === 'DELETE' ? trouble : undefined) };
  await deployment.examine();
  expect(await left()).toHaveLength(1);
  deployment.api.fault = {};
  await forgetCodes(); // half a minute later
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.of('journey').seen).toMatch(/the account of an interrupted run was found$/);
  expect(await left()).toEqual([]);
});

test('a run right after another takes the next number', async () => {
  for (const expected of [testPeople[0], testPeople[1]]) {
    deployment.api.log.length = 0;
    expect((await deployment.examine()).marked('failed')).toEqual([]);
    const registered = deployment.api.log.find(endsWith('POST', '/auth/register/telegram/'));
    expect(JSON.parse(registered?.requestBody ?? '{}').phone).toBe(expected?.phones[0]);
  }
});

test('after Ctrl-C it still deletes the account', async () => {
  let doctor: ReturnType<typeof startDoctor> | undefined;
  deployment.api.fault = {
    after(_reply, exchange) {
      if (endsWith('GET', '/auth/sessions/')(exchange)) doctor?.interrupt();
      return undefined;
    },
  };
  deployment.api.log.length = 0;
  doctor = startDoctor(deployment.args, deployment.environment);
  const { exitCode, output } = await doctor.ended;
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^❌ Dry run: sign-up to deletion +interrupted$/m);
  expect(deployment.api.log.filter(endsWith('POST', '/auth/logout/')), 'steps after it').toEqual([]);
  expect(output).toMatch(/^✅ Dry run: clean-up +the account and its sessions are deleted$/m);
  expect(await left()).toEqual([]);
});

test('codes and tokens are never printed, not even after failures', async () => {
  const faults: Fault[] = [
    {},
    loseFirst('GET', '/auth/me/'),
    { before: ({ method }) => (method === 'DELETE' ? trouble : undefined) },
  ];
  for (const fault of faults) {
    deployment.api.log.length = 0;
    deployment.api.fault = fault;
    const { output } = await startDoctor(deployment.args, deployment.environment).ended;
    const secrets = deployment.api.log.flatMap(({ requestBody, requestHeaders: { authorization, cookie } }) => [
      ...[/"code":"(\d{6})"/.exec(requestBody)?.[1]],
      ...[authorization?.replace('Bearer ', ''), cookie?.replace('refresh_token=', '')],
    ]);
    const known = secrets.filter((secret) => secret !== undefined && secret !== 'raqam-doctor');
    expect(known.length).toBeGreaterThan(2);
    const withoutIds = output.replace(/\d{7,}/g, ''); // which may hold a code's six digits
    for (const secret of known) expect(secret?.length === 6 ? withoutIds : output).not.toContain(secret);
    await forgetCodes();
  }
});
