import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { cleanText } from '@raqam/shared/clean-text';
import { telegramId } from '@raqam/shared/contract/fields';
import { z } from 'zod';
import { MINI_APP_DATA } from '../../policy.ts';

/** The bot whose Mini App it is, and the key that verifies Telegram's signature. */
export interface MiniAppIssuer {
  botId: string;
  publicKey: KeyObject;
}

/** The data of an opened Mini App, after its signature was verified. */
export interface InitData {
  telegramId: number;
  firstName: string;
  lastName: string;
  /** Ed25519: the same data always has the same signature. */
  signature: Buffer;
}

/** 64 bytes. */
const SIGNATURE = /^[A-Za-z0-9_-]{86}(?:==)?$/;
const FIELD_NAME = /^[a-z_]+$/;
const UNIX_TIME = /^[0-9]{1,12}$/;
/** Telegram's own limit is 64. */
const NAME_MAX_LENGTH = 100;

const name = z
  .string()
  .optional()
  .transform((value = '') => cleanText(value, NAME_MAX_LENGTH));
const userSchema = z.object({ id: telegramId, first_name: name, last_name: name });

/** @param hex 32 bytes, as Telegram publishes its key */
export function readMiniAppKey(hex: string): KeyObject {
  const x = Buffer.from(hex, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/**
 * Reads the data with which Telegram opens a Mini App, if Telegram has signed it for this bot and it is fresh;
 * undefined otherwise. The signature covers every field but `hash` and itself.
 *
 * https://core.telegram.org/bots/webapps#validating-data-for-third-party-use
 *
 * @param now milliseconds since 1970
 */
export function readInitData(text: string, { botId, publicKey }: MiniAppIssuer, now: number): InitData | undefined {
  // decodes as Telegram's own script does, a plus sign as a space too
  const pairs = [...new URLSearchParams(text)];
  const fields = new Map(pairs);
  // with a field twice, or an equals sign in its name, one signature would fit two readings
  if (fields.size !== pairs.length || !pairs.every(([field]) => FIELD_NAME.test(field))) return undefined;

  const encoded = fields.get('signature') ?? '';
  if (!SIGNATURE.test(encoded)) return undefined;
  const signature = Buffer.from(encoded, 'base64url');
  const lines = pairs
    .filter(([field]) => field !== 'hash' && field !== 'signature')
    .map(([field, value]) => `${field}=${value}`)
    .sort();
  const signed = Buffer.from(`${botId}:WebAppData\n${lines.join('\n')}`);
  if (!verify(null, signed, publicKey, signature)) return undefined;
  if (!isFresh(fields.get('auth_date') ?? '', now)) return undefined;

  const user = userSchema.safeParse(parseJson(fields.get('user')));
  if (!user.success) return undefined;
  const { id, first_name: firstName, last_name: lastName } = user.data;
  return { telegramId: id, firstName, lastName, signature };
}

function isFresh(authDate: string, now: number): boolean {
  if (!UNIX_TIME.test(authDate)) return false;
  const age = now / 1_000 - Number(authDate);
  return age <= MINI_APP_DATA.lifetime && age >= -MINI_APP_DATA.clockSkew;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
