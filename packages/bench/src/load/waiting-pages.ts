import { type HttpConnection, openConnection } from './http-connection.ts';
import { expectStatus } from './open-clients.ts';
import { filledTelegramId } from './people.ts';

/** A page that waits for the press in Telegram. */
interface Page {
  nonce: string;
  number: string;
  expiresAt: number;
  /** Called when the page learns of a change. */
  onChange: () => void;
}

export interface WaitingPages {
  /**
   * A person opens the link of a page and presses its number. Resolves, once the page knows, to the times from the
   * bot's calls to the page's answers, in milliseconds. Throws if any page has failed.
   */
  press(bot: HttpConnection): Promise<number[]>;
  /** Resolves once no page waits any longer, because the api stops: to the times of their last answers. */
  end(): Promise<number[]>;
}

/** Pages that connect at once. */
const BATCH = 50;
/** A press on a page that expires sooner could be too late. */
const LEAST_LIFETIME_MS = 30_000;

/**
 * Opens pages that start a sign-in and wait for it, with requests of the longest wait, until the api stops. A page that
 * is signed in, or expired, starts again. Each has an IP of its own. The people must be in the tables.
 */
export async function openWaitingPages(
  { port, botSecret }: { port: number; botSecret: string },
  pages: number,
): Promise<WaitingPages> {
  /** The pages whose links nobody has opened, the oldest first. */
  const ready: Page[] = [];
  const lastAnswers: number[] = [];
  const loops: Promise<void>[] = [];
  let people = 0;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {}); // nobody may be pressing

  /** Starts the first sign-in of a page. The function that it returns waits until the api stops. */
  async function open(index: number): Promise<() => Promise<void>> {
    const connection = await openConnection(port, `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);

    async function start() {
      const started = await connection.post('/api/v1/auth/challenges/', {});
      const { id, secret, telegram, expires_at } = JSON.parse(expectStatus(201, started));
      const nonce = new URL(telegram.url).searchParams.get('start') ?? '';
      const page = { nonce, number: telegram.number, expiresAt: Date.parse(expires_at), onChange: () => {} };
      ready.push(page);
      return { page, path: `/api/v1/auth/challenges/${id}`, secret };
    }

    let current = await start();
    return async () => {
      for (let state = 'waiting'; ; ) {
        const { page, path, secret } = current;
        const waited = JSON.parse(expectStatus(200, await connection.post(`${path}/wait/`, { secret, state })));
        if (waited.retry_after_seconds > 0) break; // the api stops
        if (waited.state !== state) page.onChange();
        state = waited.state;
        if (state === 'waiting' || state === 'opened') continue;
        if (state === 'approved') expectStatus(200, await connection.post(`${path}/collect/`, { secret }));
        else if (state !== 'expired') throw new Error(`The page is ${state}`);
        current = await start();
        state = 'waiting';
      }
      lastAnswers.push(performance.now());
      connection.close();
    };
  }

  function takeReady(): Page {
    for (let page = ready.shift(); page; page = ready.shift())
      if (page.expiresAt > Date.now() + LEAST_LIFETIME_MS) return page;
    throw new Error('No page waits');
  }

  for (let first = 0; first < pages; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, pages - first) }, (_, index) => open(first + index));
    for (const wait of await Promise.all(batch)) loops.push(wait().catch(failed.reject));
  }

  return {
    async press(bot) {
      const page = takeReady();
      const telegram_id = filledTelegramId(people++);
      const call = async (endpoint: string, body: object) => {
        const begin = performance.now();
        const changed = new Promise<number>((resolve) => {
          page.onChange = () => resolve(performance.now() - begin);
        });
        const answered = await bot.post(`/api/v1/bot/challenges/${endpoint}/`, body, botSecret);
        return {
          duration: await Promise.race([changed, failed.promise]),
          answer: JSON.parse(expectStatus(200, answered)),
        };
      };
      const opened = await call('open', { start: page.nonce, telegram_id });
      const decided = await call('decide', { ref: opened.answer.ref, telegram_id, choice: page.number });
      return [opened.duration, decided.duration];
    },
    async end() {
      await Promise.all(loops);
      return lastAnswers;
    },
  };
}
