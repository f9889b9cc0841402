import { createHmac, sign } from 'node:crypto';
import type { Bot } from '../world/world.ts';
import { DEVELOPMENT_MINI_APP_KEY } from './development-key.ts';

/**
 * Adds `signature` and `hash` to the fields of a Mini App's `init_data`, as Telegram does, and encodes them. The
 * signature covers all other fields but `hash`, which covers the signature too.
 *
 * https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app and the section after it
 */
export function signInitData({ token, user }: Bot, fields: Readonly<Record<string, string>>): string {
  const signed = Buffer.from(`${user.id}:WebAppData\n${dataCheckString(fields)}`);
  const signature = sign(null, signed, DEVELOPMENT_MINI_APP_KEY).toString('base64url');
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  const hash = createHmac('sha256', secret)
    .update(dataCheckString({ ...fields, signature }))
    .digest('hex');
  return encodeFields({ ...fields, signature, hash });
}

/** A query string with `%20` for a space, as Telegram writes it. */
export function encodeFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function dataCheckString(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
}
