import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** One key per purpose, all derived from SECRET_KEY (RFC 5869): a signature by one is invalid under another. */
export interface Keys {
  accessToken: Buffer;
  refreshToken: KeyObject;
  code: KeyObject;
  /** The secrets, links and numbers of challenges that are bound to a browser. */
  challenge: KeyObject;
  /** Hides IPs from Redis. */
  ip: KeyObject;
  /** The secret part of the URL for SMS delivery reports. */
  smsReports: string;
}

export function deriveKeys(secretKey: string): Keys {
  // Node.js prepares a KeyObject once, a Buffer anew for every MAC
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', `raqam ${purpose}`, 32)));
  return {
    accessToken: derive('access token').export(),
    refreshToken: derive('refresh token'),
    code: derive('code'),
    challenge: derive('challenge'),
    ip: derive('ip'),
    smsReports: derive('sms reports').export().toString('base64url'),
  };
}
