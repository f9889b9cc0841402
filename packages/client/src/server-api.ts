import { type ApiErrorCode, RaqamError } from './raqam-error.ts';
import type { EventFilter, RaqamEvent, RaqamSession, RaqamUser, UserKey } from './server-api.types.ts';

/** The calls that need a service key. They throw RaqamError with the code of the API, or `unreachable`. */
export interface ServerApi {
  users: {
    /** undefined: there is no such user. Scope `users:read`. */
    find(by: UserKey): Promise<RaqamUser | undefined>;
    /** Throws `not_found` where there is no such user. Scope `users:read`. */
    get(id: string): Promise<RaqamUser>;
    /** Ends every session, code and open sign-in of the user, who can't sign in. Scope `users:write`. */
    disable(id: string): Promise<RaqamUser>;
    /** Scope `users:write`. */
    enable(id: string): Promise<RaqamUser>;
  };
  sessions: {
    /** The living sessions, the one used last first. Scope `sessions:read`. */
    list(userId: string): Promise<RaqamSession[]>;
    /** Scope `sessions:write`. */
    end(userId: string, sessionId: string): Promise<void>;
    /** Scope `sessions:write`. */
    endAll(userId: string): Promise<void>;
  };
  events: {
    /**
     * The events after `after`, the oldest first, page by page, until there are no more; from 15 seconds after they
     * happened. Scope `events:read`.
     */
    list(filter?: EventFilter): AsyncGenerator<RaqamEvent, void, undefined>;
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: object;
}

/** Makes the calls of the server API. */
export function createServerApi({
  url,
  serviceKey,
  timeoutMs,
}: {
  url: string;
  serviceKey: string | undefined;
  timeoutMs: number;
}): ServerApi {
  /** Resolves to the JSON of the answer, which is as the API's contract has it. */
  async function call<Answer>({ method, path, body }: Call): Promise<Answer> {
    if (serviceKey === undefined) throw new TypeError('createRaqam needs a serviceKey for this call');
    const answer = await fetch(`${url}/api/v1/admin${path}`, {
      method,
      headers: {
        authorization: `Bearer ${serviceKey}`,
        'accept-language': 'en',
        'user-agent': '@raqam/client',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error', // the key is for this URL alone
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause) => {
      throw new RaqamError('unreachable', `${url} does not answer`, { cause });
    });
    const text = await answer.text().catch((cause) => {
      throw new RaqamError('unreachable', `${url} stopped answering`, { cause });
    });
    if (answer.status === 204) return undefined as Answer; // of calls whose answer is void
    const content = parse(text);
    if (answer.ok && content !== undefined) return content as Answer; // as the contract has it
    throw readError(answer.status, content);
  }

  const userPath = (id: string) => `/users/${readId(id)}/`;
  const callForUser = async (request: Call) => (await call<{ user: RaqamUser }>(request)).user;

  return {
    users: {
      async find(by) {
        try {
          return await callForUser({ method: 'POST', path: '/users/find/', body: by });
        } catch (error) {
          if (error instanceof RaqamError && error.code === 'not_found') return undefined;
          throw error;
        }
      },
      get: async (id) => callForUser({ method: 'GET', path: userPath(id) }),
      disable: async (id) => callForUser({ method: 'POST', path: `${userPath(id)}disable/` }),
      enable: async (id) => callForUser({ method: 'POST', path: `${userPath(id)}enable/` }),
    },
    sessions: {
      async list(userId) {
        const path = `${userPath(userId)}sessions/`;
        return (await call<{ sessions: RaqamSession[] }>({ method: 'GET', path })).sessions;
      },
      end: async (userId, sessionId) =>
        call({ method: 'DELETE', path: `${userPath(userId)}sessions/${readId(sessionId)}/` }),
      endAll: async (userId) => call({ method: 'DELETE', path: `${userPath(userId)}sessions/` }),
    },
    events: {
      async *list({ user_id, type, after: start } = {}) {
        for (let after = start; ; ) {
          const query = new URLSearchParams();
          for (const [name, value] of Object.entries({ user_id, type, after })) if (value) query.set(name, value);
          const path = `/events/?${query}`;
          const page = await call<{ events: RaqamEvent[]; next_cursor: string | null }>({ method: 'GET', path });
          yield* page.events;
          if (page.next_cursor === null) return;
          after = page.next_cursor;
        }
      },
    },
  };
}

/** An id in a path. Another text could lead elsewhere: to `.` of a session, which would end them all. */
function readId(id: string): string {
  if (!UUID.test(id)) throw new RaqamError('not_found', `${id} is not an id`, { status: 404 });
  return id;
}

/** undefined: not JSON, such as the error page of a proxy. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readError(status: number, content: unknown): RaqamError {
  const { error } = Object(content) as { error?: Record<string, unknown> }; // any JSON
  if (typeof error?.['code'] !== 'string') {
    return new RaqamError('unreachable', `Something other than Raqam answered with status ${status}`, { status });
  }
  const { code, message, retry_after, fields, scope } = error as {
    code: ApiErrorCode;
    message?: string;
    retry_after?: number;
    fields?: Record<string, string>;
    scope?: string;
  }; // the API's one shape of errors
  return new RaqamError(code, message ?? code, { status, retryAfter: retry_after, fields, scope });
}
