import { setTimeout as pause } from 'node:timers/promises';
import { DEVELOPMENT_ESKIZ_ACCOUNT } from '@raqam/local-stack/eskiz/account';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { type HttpAnswer, type HttpConnection, openConnection } from '../load/http-connection.ts';
import { type ApiProcess, startApi } from '../servers/start-api.ts';
import type { OpenDatabase } from '../usage/open-database.ts';

export interface AttackSizes {
  /** Numbers that strangers ask codes for, and the addresses from which they ask: two in five are IPv6, within one /48. */
  numbers: number;
  addresses: number;
  /** SMS_DAILY_LIMIT */
  dailyLimit: number;
  /** People who sign in meanwhile, by each way. */
  owners: number;
  /** Requests whose price the strangers pay, where they pay. */
  paid: number;
}

/** What an attack came to. */
export interface Attack {
  rules: 'record' | 'enforce';
  /** Whether the strangers do the work that they are asked for. */
  pays: boolean;
  requests: number;
  /** SMS to strangers' numbers. */
  sent: number;
  /** Answers that ask for a price. */
  asked: number;
  seconds: number;
  /** Derivations (PBKDF2 of 2,000 iterations) that the strangers computed for each SMS that had a price. NaN: none */
  derivations: number;
  owners: number;
  /** Owners who got in at the first try, by way. */
  signedIn: { press: number; bot: number; sms: number };
}

/** Strangers at once. */
const CONCURRENCY = 16;
/** Of owners' devices, which are known to their accounts. */
const DEVICE = 'the-owners-phone';

/**
 * Strangers ask for codes to numbers that are not theirs, while owners of accounts sign in: by the press in Telegram, by
 * the bot's code, and by SMS on a known device, once the strangers have used up what they can.
 */
export async function measureAttacks(database: OpenDatabase, sizes: AttackSizes): Promise<Attack[]> {
  const attacks: Attack[] = [];
  const stack = await startLocalStack({ port: 0, bots: [{ token: '1:token', username: 'bench_bot' }] });
  try {
    for (const [rules, pays] of [
      ['record', false],
      ['enforce', false],
      ['enforce', true],
    ] as const) {
      await database.pool.query(
        'TRUNCATE users, sessions, challenges, budgets, deliveries, sms_days, abuse_counts CASCADE',
      );
      attacks.push(await measureAttack(database, stack, sizes, { rules, pays }));
    }
  } finally {
    await stack.close();
  }
  return attacks;
}

async function measureAttack(
  database: OpenDatabase,
  stack: LocalStack,
  sizes: AttackSizes,
  { rules, pays }: Pick<Attack, 'rules' | 'pays'>,
): Promise<Attack> {
  const api = await startApi(database.postgres.url, {
    SMS_PROVIDER: 'eskiz',
    ESKIZ_BASE_URL: `${stack.url}/eskiz`,
    ESKIZ_EMAIL: DEVELOPMENT_ESKIZ_ACCOUNT.email,
    ESKIZ_PASSWORD: DEVELOPMENT_ESKIZ_ACCOUNT.password,
    SMS_DAILY_LIMIT: String(sizes.dailyLimit),
    ABUSE_RULES: rules,
  });
  try {
    const owners = await signUpOwners(api, sizes.owners);
    await letAnHourPass(database);
    const begin = performance.now();
    const attack = askForCodes(api, sizes, pays);
    const press = await countFirstTries(owners, (owner) => signInByPress(api, owner));
    const bot = await countFirstTries(owners, (owner) => signInByBot(api, owner));
    const { asked, derivations } = await attack;
    const seconds = (performance.now() - begin) / 1_000;
    const sent = await countSms(database);
    const sms = await countFirstTries(owners, (owner) => signInBySms(api, stack, owner));
    const signedIn = { press, bot, sms };
    return { rules, pays, requests: sizes.numbers, sent, asked, seconds, derivations, owners: sizes.owners, signedIn };
  } finally {
    await api.stop();
  }
}

/** Posts until the api is not overloaded, as it may be on a slow machine. */
async function untilServed(post: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  for (;;) {
    const answer = await post();
    if (answer.status !== 503) return answer;
    await pause(200);
  }
}

/** Each address asks for codes to as many numbers as the others. */
async function askForCodes(api: ApiProcess, { numbers, addresses, paid }: AttackSizes, pays: boolean) {
  const perAddress = Math.ceil(numbers / addresses);
  let [asked, next, bought, derivations] = [0, 0, 0, 0];

  async function ask(connection: HttpConnection, phone: string): Promise<void> {
    const { status, body } = await untilServed(() => connection.post('/api/users/auth/', { phone }));
    if (status !== 403) return;
    asked += 1;
    if (!pays || bought >= paid) return;
    bought += 1;
    const { challenge } = JSON.parse(body).error.captcha;
    const solution = await solveChallenge({ challenge, deriveKey });
    derivations += solution?.counter ?? 0;
    const captcha = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    await untilServed(() => connection.post('/api/users/auth/', { phone, captcha }));
  }

  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (next < addresses) {
        const address = next++;
        const connection = await openConnection(api.port, ipOf(address));
        for (let i = 0; i < perAddress; i++) await ask(connection, numberOf(address * perAddress + i));
        connection.close();
      }
    }),
  );
  return { asked, derivations: derivations / bought };
}

/** Two of five are IPv6 /64s of one /48. */
function ipOf(address: number): string {
  if (address % 5 < 2) return `2001:db8:1:${address.toString(16)}::1`;
  return `198.${18 + (address >> 8)}.${address & 255}.1`;
}

/** Numbers that lie far apart, as of a list that somebody bought. */
function numberOf(index: number): string {
  const operators = ['90', '91', '93', '94', '95', '97', '98', '99'];
  const rest = (index * 7_919_317) % 9_000_000;
  return `+998${operators[index % operators.length]}${1_000_000 + rest}`;
}

interface Owner {
  phone: string;
  telegramId: number;
}

async function signUpOwners(api: ApiProcess, count: number): Promise<Owner[]> {
  const owners = Array.from({ length: count }, (_, index) => ({
    phone: `+99888${1_000_000 + index * 20_011}`,
    telegramId: 5_000_000 + index,
  }));
  for (const owner of owners) await signInByBot(api, owner);
  return owners;
}

async function countFirstTries(owners: readonly Owner[], signIn: (owner: Owner) => Promise<boolean>): Promise<number> {
  let count = 0;
  for (const owner of owners) if (await signIn(owner)) count += 1;
  return count;
}

/** Calls as an owner, from an IP of their own; the answer is empty if it is no success. */
async function call(api: ApiProcess, owner: Owner, path: string, body: object, secret?: string) {
  const connection = await openConnection(api.port, `203.0.${(owner.telegramId >> 8) & 255}.${owner.telegramId & 255}`);
  const { status, body: answer } = await untilServed(() => connection.post(path, body, secret));
  connection.close();
  return status < 300 && answer !== '' ? JSON.parse(answer) : {};
}

async function signInByBot(api: ApiProcess, owner: Owner): Promise<boolean> {
  const { phone, telegramId: telegram_id } = owner;
  const body = { secret_key: api.botSecret, telegram_id, phone_number: phone, proof: 'contact' };
  const { code } = await call(api, owner, '/api/v1/auth/telegram/otp/create/', body);
  const signedIn = await call(api, owner, '/api/v1/auth/register/telegram/', { phone, code, device_id: DEVICE });
  return 'user' in signedIn;
}

async function signInByPress(api: ApiProcess, owner: Owner): Promise<boolean> {
  const { telegramId: telegram_id } = owner;
  const { id, secret, telegram } = await call(api, owner, '/api/v1/auth/challenges/', { device_id: DEVICE });
  const start = new URL(telegram.url).searchParams.get('start');
  const asBot = (act: string, body: object) =>
    call(api, owner, `/api/v1/bot/challenges/${act}/`, { telegram_id, ...body }, api.botSecret);
  const { ref } = await asBot('open', { start });
  await asBot('decide', { ref, choice: telegram.number });
  return 'user' in (await call(api, owner, `/api/v1/auth/challenges/${id}/collect/`, { secret }));
}

async function signInBySms(api: ApiProcess, stack: LocalStack, owner: Owner): Promise<boolean> {
  const { phone } = owner;
  const known = { phone, device_id: DEVICE };
  await call(api, owner, '/api/users/auth/', known);
  const code = /#(\d{6})$/.exec(stack.sms.list(phone)[0]?.text ?? '')?.[1];
  return code !== undefined && 'user' in (await call(api, owner, '/api/users/auth/', { ...known, code }));
}

/** The owners' codes are from before the attack. */
async function letAnHourPass({ pool }: OpenDatabase): Promise<void> {
  await pool.query("UPDATE budgets SET hits = ARRAY[now() - interval '1 hour']");
  await pool.query("UPDATE challenges SET expires_at = now() - interval '1 hour'");
}

async function countSms({ pool }: OpenDatabase): Promise<number> {
  const { rows } = await pool.query('SELECT count(*) FROM deliveries');
  return Number(rows[0].count);
}
