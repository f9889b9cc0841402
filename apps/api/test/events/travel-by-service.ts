import { expect } from 'vitest';
import { useService } from '../support/service-keys.ts';
import { type Person, type TestApi, wrong } from '../support/test-api.ts';

/** Calls every endpoint of the server API for these people, also with wrong keys. Returns the keys, which are secrets. */
export async function travelByService(api: TestApi, person: () => Person): Promise<string[]> {
  const service = useService(api);
  const { key } = await service.addKey();
  const own = person();
  const code = await api.issue(own);
  await api.register(own.phone, wrong(code));
  const { user } = (await api.register(own.phone, code)).json();
  const found = await service.call('POST', 'users/find/', { key, body: { phone: own.phone } });
  expect(found.json().user.id).toBe(user.id);
  const { sessions } = (await service.call('GET', `users/${user.id}/sessions/`, { key })).json();
  const calls = [
    ['DELETE', `users/${user.id}/sessions/${sessions[0].id}/`],
    ['DELETE', `users/${user.id}/sessions/`],
    ['POST', `users/${user.id}/disable/`],
    ['POST', `users/${user.id}/enable/`],
    ['GET', `users/${user.id}/`],
    ['GET', 'events/'],
  ] as const;
  for (const [method, path] of calls) {
    expect((await service.call(method, path, { key })).statusCode, path).toBeLessThan(300);
    expect((await service.call(method, path, { key: `${key.slice(0, -1)}?` })).statusCode).toBe(401);
  }
  return [key.slice('rqk_'.length, -'1234'.length)]; // the last four characters are shown
}
