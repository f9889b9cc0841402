import { inject } from 'vitest';

export interface User {
  id: unknown;
  phone: string | null;
  telegram_id: number | null;
  first_name: string;
  is_verified: boolean;
}

/** An answer of any endpoint; each test checks the fields of its own. */
interface Body extends Partial<User> {
  user?: User;
  tokens?: { access: string; refresh: string };
  is_new?: boolean;
  access?: string;
  refresh?: string;
  error?: { code: string; message: string };
  detail?: string;
}

export interface Reply<Shape = Body> {
  status: number;
  body: Shape;
  /** The `Set-Cookie` lines. */
  cookies: string[];
}

interface Claim {
  phone: string;
  code: string;
}

interface Place {
  /** Base URL of another process of the API. */
  api?: string;
  headers?: Record<string, string>;
}

export const register = (claim: Claim, place?: Place) => call('POST', '/auth/register/telegram/', claim, place);
export const me = (access: string) => call('GET', '/auth/me/', undefined, bearer(access));
export const refresh = (token: string) => call('POST', '/auth/token/refresh/', { refresh: token });
export const logout = (access: string) => call('POST', '/auth/logout/', {}, bearer(access));

/** A sign-in that waits for the press in Telegram. */
interface Challenge {
  id: string;
  secret: string;
  telegram: { url: string; number: string };
}

/** Starts a sign-in at a process of the API. */
export async function startChallenge(api: string): Promise<Challenge> {
  const { body } = await call<Challenge>('POST', '/auth/challenges/', {}, { api });
  return body;
}

export const collect = (api: string, { id, secret }: Challenge) =>
  call('POST', `/auth/challenges/${id}/collect/`, { secret }, { api });

/** Registers, and fails unless that worked. */
export async function signIn(claim: Claim): Promise<{ user: User; access: string; refresh: string; isNew: boolean }> {
  const { status, body } = await register(claim);
  if (!body.user || !body.tokens) throw new Error(`register → ${status} ${JSON.stringify(body)}`);
  return { user: body.user, ...body.tokens, isNew: body.is_new === true };
}

function bearer(access: string): Place {
  return { headers: { authorization: `Bearer ${access}` } };
}

/** Calls the API, again while it is overloaded, as on a busy machine. */
async function call<Shape = Body>(
  method: string,
  path: string,
  sent?: unknown,
  place: Place = {},
): Promise<Reply<Shape>> {
  const { api = inject('urls').api, headers } = place;
  const response = await fetch(`${api}/api/v1${path}`, {
    method,
    headers: { ...(sent !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
  });
  const text = await response.text();
  const body = text === '' ? {} : JSON.parse(text); // the tests check what they need of it
  if (body.error?.code === 'overloaded') return call(method, path, sent, place);
  return { status: response.status, body, cookies: response.headers.getSetCookie() };
}
