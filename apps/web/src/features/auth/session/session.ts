import type { ApiClient, ApiResult, CallOptions } from '@raqam/shared/client';
import type { Contract, RequestBody, ResponseBody, Tokens } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import { readStored, writeStored } from '../../../stored.ts';

/** How long this tab waits for another tab's refresh before it starts its own; the API allows both at once. */
const LOCK_TIMEOUT_MS = 5000;

/** Of calls of the admin page, and of calls that may be given up. */
export type FurtherOptions = Pick<CallOptions, 'query' | 'route' | 'signal'>;

/** The tokens of whoever is signed in. The access token is in memory only, the refresh token only in its cookie. */
export interface Session {
  /** False if nobody has signed in here, so that there is no need to ask the API. */
  mayExist: () => boolean;
  /** Whether the cookie of this sign-in has worked; some browsers refuse it. */
  wasRenewed: () => boolean;
  /** Changes with every sign-in and sign-out, and when the cookie turns out to be another person's. */
  person: () => number;
  /** Stores the tokens of a sign-in. */
  start: (tokens: Tokens) => void;
  /** Forgets them. */
  end: () => void;
  /** Calls an endpoint as the signed-in user. An expired access token is renewed once; `session_invalid` is final. */
  call: <Name extends keyof Contract>(
    name: Name,
    body: RequestBody<Name>,
    language: Language,
    params?: Record<string, string>,
    further?: FurtherOptions,
  ) => Promise<ApiResult<ResponseBody<Name>>>;
}

export function createSession(api: ApiClient): Session {
  let access: string | undefined;
  let refreshing: Promise<ApiResult<Tokens>> | undefined;
  /** Counts sign-ins and sign-outs: answers to requests from before the last one are out of date. */
  let turn = 0;
  /** Counts them without renewals: a call is repeated only for the same person. */
  let person = 0;

  function take(tokens: Tokens, state: '1' | 'renewed'): void {
    turn += 1;
    access = tokens.access;
    writeStored('raqam.signed-in', state);
  }

  function end(): void {
    turn += 1;
    access = undefined;
    writeStored('raqam.signed-in', null);
  }

  async function renew(language: Language): Promise<ApiResult<Tokens>> {
    const asked = turn;
    // An empty object rather than no body: it makes the request JSON, which the API insists on.
    const result = await oneTabAtATime(() => api.call('refreshSession', {}, { language }));
    if (asked !== turn) return result;
    if (result.ok) take(result.data, 'renewed');
    else if (result.error.code === 'session_invalid') end();
    return result;
  }

  /** One refresh at a time in this tab; concurrent callers share its answer. */
  function refresh(language: Language): Promise<ApiResult<Tokens>> {
    refreshing ??= renew(language).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  return {
    mayExist: () => readStored('raqam.signed-in') !== null,
    wasRenewed: () => readStored('raqam.signed-in') === 'renewed',
    person: () => person,
    start: (tokens) => {
      person += 1;
      take(tokens, '1');
    },
    end: () => {
      person += 1;
      end();
    },
    async call(name, body, language, params = {}, further) {
      const caller = person;
      if (access === undefined) {
        const first = await refresh(language);
        if (!first.ok) return first;
      }
      const used = access;
      const result = await api.call(name, body, {
        ...further,
        language,
        params,
        ...(used !== undefined && { accessToken: used }),
      });
      if (result.ok || result.error.code !== 'session_invalid' || caller !== person) return result;
      // Another call may have renewed the token in the meantime
      if (access === used) {
        const renewed = await refresh(language);
        if (!renewed.ok) return renewed;
        if (caller !== person) return result;
      }
      // The cookie may belong to another person by now, signed in by another tab: a call of A must not act on B
      if (ownerOf(access) !== ownerOf(used)) {
        person += 1;
        return result;
      }
      return api.call(name, body, {
        ...further,
        language,
        params,
        ...(access !== undefined && { accessToken: access }),
      });
    },
  };
}

/** The user id of an access token (RFC 7519, `sub`), unverified: the API checks it. */
function ownerOf(token: string | undefined): string | undefined {
  try {
    const payload = token?.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/');
    return payload && JSON.parse(atob(payload)).sub;
  } catch {
    return undefined;
  }
}

/** Tabs share the refresh cookie, so they refresh one after the other and don't need the API's reuse window. */
async function oneTabAtATime<Result>(task: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return task();
  let started = false;
  try {
    return await navigator.locks.request('raqam.refresh', { signal: AbortSignal.timeout(LOCK_TIMEOUT_MS) }, () => {
      started = true;
      return task();
    });
  } catch (error) {
    // The lock is refused or takes too long, perhaps because the other tab is frozen.
    if (started) throw error;
    return task();
  }
}
