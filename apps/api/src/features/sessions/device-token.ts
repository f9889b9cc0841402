import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../keys.ts';

const TOKEN = /^([0-9a-f-]{36})\.([\w-]{43})$/;

/**
 * Signs the id of a session for the cookie by which its browser is remembered after a sign-out. It opens nothing: it
 * names an account whose owner is then asked (docs/decisions/0042).
 */
export function signDeviceToken([newest]: KeyRing, sessionId: string): string {
  return `${sessionId}.${mac(newest, sessionId)}`;
}

/** The session of a token that we made; undefined for any other text. */
export function readDeviceToken(keys: KeyRing, token: string): string | undefined {
  const [, sessionId, given] = TOKEN.exec(token) ?? [];
  if (sessionId === undefined || given === undefined) return undefined;
  const isOurs = keys.some((key) => timingSafeEqual(Buffer.from(mac(key, sessionId)), Buffer.from(given)));
  return isOurs ? sessionId : undefined;
}

function mac(key: KeyObject, sessionId: string): string {
  return createHmac('sha256', key).update(sessionId).digest('base64url');
}
