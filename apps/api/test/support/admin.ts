import { type Answer, type Person, somebody, type TestApi } from './test-api.ts';

export interface Admin {
  person: Person;
  id: string;
  access: string;
  /** Calls an endpoint below /api/v1/admin/ with the session of the administrator. */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer>;
}

/** Signs an administrator in. */
export async function signInAdmin(api: TestApi, person = somebody()): Promise<Admin> {
  const { user, access } = await api.signIn(person);
  await api.sql.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [user.id]);
  return { person, id: user.id, access, call: (method, path, body) => callAdmin(api, access, method, path, body) };
}

/** Calls an endpoint below /api/v1/admin/ with an access token. */
export async function callAdmin(
  api: TestApi,
  access: string | undefined,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> {
  return api.app.inject({
    method,
    url: `/api/v1/admin/${path}`,
    headers: {
      ...(access !== undefined && { authorization: `Bearer ${access}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { payload: JSON.stringify(body) }),
  });
}
