import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** One key per purpose, all derived from SECRET_KEY (RFC 5869): what one of them signs means nothing to another. */
export interface Keys {
  accessToken: string;
  refreshToken: KeyObject;
  code: KeyObject;
  /** Hides addresses. */
  address: KeyObject;
  /** The secret address of SMS delivery reports. */
  smsReports: string;
}

export function deriveKeys(secretKey: string): Keys {
  // a KeyObject is prepared once, a Buffer anew for every MAC
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', `raqam ${purpose}`, 32)));
  return {
    accessToken: secretKey,
    refreshToken: derive('refresh token'),
    code: derive('code'),
    address: derive('address'),
    smsReports: derive('sms reports').export().toString('base64url'),
  };
}
