import { generateKeyPairSync, sign } from 'node:crypto';

export const BOT_ID = '7000000001';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');

/** As hexadecimal digits. */
export const TEST_PUBLIC_KEY = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');

/** The variables that an api needs for a Mini App. */
export const withMiniApp = { TELEGRAM_BOT_ID: BOT_ID, TELEGRAM_MINI_APP_PUBLIC_KEY: TEST_PUBLIC_KEY };

let opened = 0;

/** The fields with which Telegram opens a Mini App: each time others. */
export function fieldsOf(user: object, authDate = Math.floor(Date.now() / 1_000)): Record<string, string> {
  opened += 1;
  return { query_id: `AAH${opened}`, user: JSON.stringify(user), auth_date: String(authDate) };
}

/** Signs fields as Telegram does: with its own key, for one bot. */
export function signInitData(
  fields: Record<string, string>,
  { botId = BOT_ID, key = privateKey }: { botId?: string; key?: typeof privateKey } = {},
): string {
  const lines = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const signature = sign(null, Buffer.from(`${botId}:WebAppData\n${lines.join('\n')}`), key).toString('base64url');
  return Object.entries({ ...fields, signature, hash: 'c0ffee' })
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
