import { cardOf, createHandset, type Person, requestCode } from '../handset.ts';
import { createCountUp } from './count-up.ts';
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
  const finished = createCountUp();
  let stopping = false;

  async function people(): Promise<void> {
    while (!stopping) {
      await handset
        .addPerson()
        .then((person) => goThrough(urls.web, person))
        .catch((error) => failures.push(describe(error)));
      finished.add();
    }
  }

  const all = Promise.all(Array.from({ length: PEOPLE }, people));
  return {
    done: finished.done,
    more: finished.more,
    async finish() {
      stopping = true;
      await all;
      return failures;
    },
  };
}

/**
 * One journey from the site to Telegram and back: by the press, or by a code, as the person's id decides; then an account,
 * a refresh and a sign-out, with cookies like a browser.
 */
async function goThrough(web: string, person: Person): Promise<void> {
  const call = createBrowser(web, `100.64.${person.id >> 8}.${person.id & 255}`);
  if (person.id % 2 === 0) await signInByPress(call, person);
  else await call('POST', 'register/telegram/', 201, { phone: person.phone, code: await requestCode(person) });
  await call('GET', 'me/', 200);
  await call('POST', 'token/refresh/', 200, {});
  await call('GET', 'me/', 200);
  await call('POST', 'logout/', 204, {});
  await call('GET', 'me/', 401);
}

/** A newcomer opens the link, shares the contact and presses the number; the page waits meanwhile. */
async function signInByPress(call: Call, person: Person): Promise<void> {
  const { id, telegram } = await call<Started>('POST', 'challenges/', 201, {});
  const { reply_markup, message_id } = await cardOf(person, telegram.url);
  const button = reply_markup?.inline_keyboard?.flat().find(({ text }) => text === telegram.number);
  await person.act({ callback_data: button?.callback_data ?? '', message_id });
  for (let state = 'waiting'; state !== 'approved'; ) {
    ({ state } = await call<{ state: string }>('POST', `challenges/${id}/wait/`, 200, { state, seconds: 10 }));
    if (!['waiting', 'opened', 'approved'].includes(state)) throw new Error(`The challenge is ${state}`);
  }
  await call('POST', `challenges/${id}/collect/`, 201, {});
}

interface Started {
  id: string;
  telegram: { url: string; number: string };
}

type Call = <Body>(method: string, path: string, status: number, body?: unknown) => Promise<Body>;

/** Calls the API at the site with cookies, from an IP of its own. */
function createBrowser(web: string, ip: string): Call {
  const cookies = new Map<string, string>();

  return async <Body>(method: string, path: string, status: number, body?: unknown) => {
    const response = await fetch(`${web}/api/v1/auth/${path}`, {
      method,
      headers: {
        origin: web,
        'x-real-ip': ip,
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
    return (text === '' ? undefined : JSON.parse(text)) as Body; // the caller knows the shape
  };
}

function describe(error: unknown): string {
  const { message, cause } = Object(error) as { message?: string; cause?: unknown }; // whatever was thrown
  return `${message ?? error}${cause ? ` (${cause})` : ''}`;
}
