import { apiEnvironment } from '@raqam/dev/development-environment';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startService } from '@raqam/dev/service';
import { type Stack, startStack } from '@raqam/dev/start-stack';
import pg from 'pg';
import { createHandset, type Handset } from './handset.ts';

/** A stack of one's own, and what only time or many people could do to it. */
export interface World {
  urls: Stack['urls'];
  handset: Handset;
  /** Lets the lifetime of a number's code pass, as the database's clock would. */
  expireCode(phone: string): Promise<void>;
  /** Uses up the wrong tries of a number that has this code, from ten other addresses. */
  spendTries(phone: string, code: string): Promise<void>;
  stop(): Promise<void>;
}

const apiDirectory = new URL('../../../apps/api', import.meta.url).pathname;
/** Wrong tries that a number has in an hour, and those after which a code is void (docs/policy.md). */
const TRIES = 10;
const TRIES_PER_CODE = 5;

export async function startWorld(): Promise<World> {
  const ports = await chooseFreePorts();
  const stack = await startStack({ ports, print: () => {} });
  const database = new pg.Pool({ connectionString: stack.urls.postgres, max: 1 });
  database.on('error', () => {}); // the stack stops first when its start fails
  const { api: port } = await chooseFreePorts();
  const url = `http://127.0.0.1:${port}`;
  // Addresses have a budget too: this process believes in those that it is told.
  const crowd = startService({
    name: 'crowd',
    args: ['src/server.ts'],
    cwd: apiDirectory,
    env: { ...apiEnvironment({ ...ports, api: port }, stack.urls.postgres), TRUSTED_PROXIES: '127.0.0.1' },
    readyUrl: `${url}/readyz`,
    print: () => {},
  });

  return {
    urls: stack.urls,
    handset: createHandset(stack.urls.stack),
    async expireCode(phone) {
      await database.query('UPDATE codes SET expires_at = now() WHERE phone = $1', [phone]);
    },
    async spendTries(phone, code) {
      await crowd.ready();
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        // As a new code would: at a void one no try counts.
        if (attempt % TRIES_PER_CODE === 1)
          await database.query('UPDATE codes SET tries = 0 WHERE phone = $1', [phone]);
        const guess = String((Number(code) + attempt) % 1e6).padStart(6, '0');
        await fetch(`${url}/api/v1/auth/register/telegram/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-real-ip': `203.0.113.${attempt}` },
          body: JSON.stringify({ phone, code: guess }),
        });
      }
    },
    async stop() {
      await crowd.stop();
      await database.end();
      await stack.stop();
    },
  };
}
