import { chooseFreePorts } from '@raqam/dev/ports';
import { type Stack, startStack } from '@raqam/dev/start-stack';
import pg from 'pg';
import { createHandset, type Handset } from './handset.ts';
import { leaveIdle } from './leave-idle.ts';
import { TEST_PROXIES } from './open-proxy.ts';

/** A separate stack, with shortcuts for effects of time and of many clients. */
export interface World {
  urls: Stack['urls'];
  handset: Handset;
  /** Makes the user with this number an administrator, or no longer. */
  makeAdmin(phone: string, role?: 'admin' | 'user'): Promise<void>;
  /** Lets a challenge expire. */
  expireChallenge(id: string): Promise<void>;
  /** Lets a number's code expire. */
  expireCode(phone: string): Promise<void>;
  /** The same of every challenge of a number. */
  expireNumber(phone: string): Promise<void>;
  /** Creates the account of a number that has this code. */
  signUp(claim: { phone: string; code: string }): Promise<void>;
  /** Nobody has used the account of a number for this interval. */
  leaveIdle(phone: string, interval: string): Promise<void>;
  /** Uses up the failed attempts of a number that has this code, from ten other IPs. */
  spendAttempts(phone: string, code: string): Promise<void>;
  stop(): Promise<void>;
}

/** Failed attempts per number and hour, and those after which a code is void (docs/policy.md §1). */
const ATTEMPTS_PER_PHONE = 10;
const ATTEMPTS_PER_CODE = 5;

export async function startWorld(): Promise<World> {
  const ports = await chooseFreePorts();
  const stack = await startStack({ ports, builtSite: true, trustedProxies: TEST_PROXIES, print: () => {} });
  const database = new pg.Pool({ connectionString: stack.urls.postgres, max: 1 });
  database.on('error', () => {}); // the stack stops first when its start fails

  return {
    urls: stack.urls,
    handset: createHandset(stack.urls.stack),
    async makeAdmin(phone, role = 'admin') {
      await database.query('UPDATE users SET role = $2 WHERE phone = $1', [phone, role]);
    },
    async expireChallenge(id) {
      await database.query('UPDATE challenges SET expires_at = now() WHERE id = $1', [id]);
    },
    async expireCode(phone) {
      await database.query('UPDATE challenges SET expires_at = now() WHERE phone = $1 AND is_current', [phone]);
    },
    async expireNumber(phone) {
      await database.query('UPDATE challenges SET expires_at = now() WHERE phone = $1', [phone]);
    },
    async signUp(claim) {
      const response = await fetch(`${stack.urls.api}/api/v1/auth/register/telegram/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(claim),
      });
      if (!response.ok) throw new Error(`register → ${response.status} ${await response.text()}`);
    },
    leaveIdle: (phone, interval) => leaveIdle(database, phone, interval),
    async spendAttempts(phone, code) {
      for (let attempt = 1; attempt <= ATTEMPTS_PER_PHONE; attempt += 1) {
        // As a new code does: attempts at a void code don't count.
        if (attempt % ATTEMPTS_PER_CODE === 1)
          await database.query('UPDATE challenges SET tries = 0 WHERE phone = $1 AND is_current', [phone]);
        const guess = String((Number(code) + attempt) % 1e6).padStart(6, '0');
        await fetch(`${stack.urls.api}/api/v1/auth/register/telegram/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-real-ip': `203.0.113.${attempt}` },
          body: JSON.stringify({ phone, code: guess }),
        });
      }
    },
    async stop() {
      await database.end();
      await stack.stop();
    },
  };
}
