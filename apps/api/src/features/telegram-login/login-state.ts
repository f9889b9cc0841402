import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../keys.ts';
import { isUuid } from '../../uuid.ts';

/** What OAuth carries around Telegram's page. Both are derived from the challenge, so nothing is stored for them. */
export interface LoginState {
  /** Travels in URLs: names the challenge, and nobody else can make it. */
  state: string;
  /** The PKCE verifier: never leaves the api but for the token endpoint. */
  verifier: string;
}

/** The state and the verifier of a challenge: the same for each try. */
export function deriveLoginState(key: KeyObject, challengeId: string): LoginState {
  return { state: `${challengeId}.${mac(key, 'state', challengeId)}`, verifier: mac(key, 'verifier', challengeId) };
}

/** The challenge of a state that this api has made, with its verifier; undefined: it was made elsewhere. */
export function readLoginState(keys: KeyRing, state: string): (LoginState & { challengeId: string }) | undefined {
  const challengeId = state.slice(0, state.indexOf('.'));
  if (!isUuid(challengeId)) return undefined;
  const given = Buffer.from(state);
  const made = keys.map((key) => deriveLoginState(key, challengeId));
  const own = made.find(
    (each) => given.length === each.state.length && timingSafeEqual(given, Buffer.from(each.state)),
  );
  return own && { challengeId, ...own };
}

function mac(key: KeyObject, purpose: string, challengeId: string): string {
  return createHmac('sha256', key).update(`telegram login ${purpose}:${challengeId}`).digest('base64url');
}
