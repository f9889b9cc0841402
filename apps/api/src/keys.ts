import { hkdfSync } from 'node:crypto';

/** One key per purpose, all derived from SECRET_KEY (RFC 5869): what one of them signs means nothing to another. */
export interface Keys {
  accessToken: string;
  refreshToken: Buffer;
  code: Buffer;
}

export function deriveKeys(secretKey: string): Keys {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, '', `raqam ${purpose}`, 32));
  return { accessToken: secretKey, refreshToken: derive('refresh token'), code: derive('code') };
}
