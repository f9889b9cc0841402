import { randomBytes, randomUUID } from 'node:crypto';
import { buildApp } from '@raqam/api/app';
import { connectDatabase } from '@raqam/api/database/database';
import { migrate } from '@raqam/api/database/migrate';
import { readConfig } from '@raqam/api/env';
import { actByCommand } from '@raqam/api/features/admin/admin-act';
import { addServiceKey } from '@raqam/api/features/admin/service-key';
import { deriveKeys } from '@raqam/api/keys';
import type { ResponseBody } from '@raqam/shared/contract';
import { SERVICE_SCOPES, type ServiceScope } from '@raqam/shared/contract/admin';
import { importPKCS8, type JWTPayload, SignJWT } from 'jose';
import pg from 'pg';
import { inject } from 'vitest';

const BOT_SECRET = 'bot-secret-of-the-tests-0123456789abcdef';

export const ISSUER = 'https://shop.uz';

interface SignedIn {
  userId: string;
  phone: string;
  telegramId: number;
  access: string;
}

/** A real API that listens on a free port. */
export interface RunningApi {
  url: string;
  sql: pg.Pool;
  /** Registers a new person. */
  signIn(): Promise<SignedIn>;
  /** Proves the number of a person in Telegram, without an account. */
  proveNumber(phone: string): Promise<string>;
  addKey(scopes?: readonly ServiceScope[]): Promise<string>;
  /** Signs a token with the API's own key. */
  sign(typ: string, claims: JWTPayload, expiresIn?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an API on a database of its own. `port`: then its URL is its issuer, too. */
export async function startApi(port = 0): Promise<RunningApi> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`).finally(() => admin.end());
  const databaseUrl = Object.assign(new URL(inject('postgresUrl')), { pathname: `/${name}` }).href;
  await migrate(databaseUrl);

  const read = readConfig({
    DATABASE_URL: databaseUrl,
    SECRET_KEY: 'secret-key-of-the-tests-0123456789abcdef',
    TELEGRAM_BOT_SECRET: BOT_SECRET,
    CORS_ALLOWED_ORIGINS: ISSUER,
    PUBLIC_URL: port === 0 ? ISSUER : `http://127.0.0.1:${port}`,
    TELEGRAM_BOT_USERNAME: 'shop_bot',
    ALLOWED_HOSTS: 'localhost,127.0.0.1',
  });
  if (!read.ok) throw new Error(read.problems.map(({ en }) => en).join('\n'));
  const { config } = read;
  const db = connectDatabase({ url: databaseUrl });
  const app = await buildApp({ config, db, version: '1.2.3', logger: false });
  const url = await app.listen({ port, host: '127.0.0.1' });
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const [{ kid, privateKey }] = deriveKeys(config.secretKeys).signing;

  const post = async <Body>(path: string, body: object): Promise<Body> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${BOT_SECRET}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Body; // as the contract has it
  };
  let people = 0;
  return {
    url,
    sql,
    async signIn() {
      people += 1;
      const phone = `+99890${String(1_000_000 + people)}`;
      const telegramId = 1000 + people;
      const { code } = await post<ResponseBody<'createTelegramCode'>>('auth/telegram/otp/create/', {
        secret_key: BOT_SECRET,
        telegram_id: telegramId,
        phone_number: phone,
        proof: 'contact',
      });
      const { user, tokens } = await post<ResponseBody<'registerWithTelegram'>>('auth/register/telegram/', {
        phone,
        code,
      });
      return { userId: user.id, phone, telegramId, access: tokens.access };
    },
    async proveNumber(phone) {
      people += 1;
      const telegram_id = 1000 + people;
      const { id, secret, telegram } = await post<ResponseBody<'startChallenge'>>('auth/challenges/', {
        purpose: 'prove_number',
      });
      const start = new URL(telegram?.url ?? '').searchParams.get('start');
      const { ref } = await post<ResponseBody<'openChallenge'>>('bot/challenges/open/', { start, telegram_id });
      await post('bot/challenges/contact/', { ref, telegram_id, phone_number: phone });
      await post('bot/challenges/decide/', { ref, telegram_id, choice: telegram?.number });
      const { phone_token } = await post<{ phone_token: string }>(`auth/challenges/${id}/collect/`, { secret });
      return phone_token;
    },
    addKey: async (scopes = SERVICE_SCOPES) =>
      (await addServiceKey(db, { name: 'test', scopes, expiresAt: null }, actByCommand('test'), randomBytes)).key,
    sign: async (typ, claims, expiresIn = '5m') =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ, kid })
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(await importPKCS8(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), 'ES256')),
    async stop() {
      await app.close();
      await Promise.all([db.close(), sql.end()]);
    },
  };
}
