import { createHandset, type Person, requestCode } from '../handset.ts';
import type { Deployment } from './deployment.ts';

/** People who register, one journey after the other, until `stop`. */
export interface Journeys {
  /** The number of completed journeys. */
  done(): number;
  /** Waits until this many more are completed. */
  more(count: number): Promise<void>;
  /** Lets everybody finish; resolves to the errors. */
  finish(): Promise<string[]>;
}

/** Number of concurrent people. */
const PEOPLE = 4;

export function runJourneys({ urls }: Deployment): Journeys {
  const handset = createHandset(urls.stack);
  const failures: string[] = [];
  const waiting = new Set<() => void>();
  let done = 0;
  let stopping = false;

  async function people(): Promise<void> {
    while (!stopping) {
      await handset
        .addPerson()
        .then((person) => goThrough(urls.web, person))
        .catch((error) => failures.push(describe(error)));
      done += 1;
      for (const look of waiting) look();
    }
  }

  const all = Promise.all(Array.from({ length: PEOPLE }, people));
  return {
    done: () => done,
    more(count) {
      const enough = done + count;
      return new Promise((resolve) => {
        const look = () => {
          if (done < enough) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    },
    async finish() {
      stopping = true;
      await all;
      return failures;
    },
  };
}

/** One journey from the bot to the site: a code, an account, a refresh and a sign-out, with cookies like a browser. */
async function goThrough(web: string, person: Person): Promise<void> {
  const code = await requestCode(person);
  const cookies = new Map<string, string>();

  async function call(method: string, path: string, status: number, body?: unknown): Promise<void> {
    const response = await fetch(`${web}/api/v1/auth/${path}`, {
      method,
      headers: {
        origin: web,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        // A kept connection may be closed at this very moment; browsers then retry by themselves.
        connection: 'close',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path} → ${response.status} ${text}`);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
  }

  await call('POST', 'register/telegram/', 201, { phone: person.phone, code });
  await call('GET', 'me/', 200);
  await call('POST', 'token/refresh/', 200, {});
  await call('GET', 'me/', 200);
  await call('POST', 'logout/', 204, {});
  await call('GET', 'me/', 401);
}

function describe(error: unknown): string {
  const { message, cause } = Object(error) as { message?: string; cause?: unknown }; // whatever was thrown
  return `${message ?? error}${cause ? ` (${cause})` : ''}`;
}
