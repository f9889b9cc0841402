import { createPrivateKey, createPublicKey } from 'node:crypto';

/** Of an Ed25519 key in PKCS #8, before its 32 bytes (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Signs `init_data` in the emulator, where Telegram uses a key that only it knows. For development only: it is
 * published here, so a signature by it proves nothing, and no deployment may accept its public key.
 */
export const DEVELOPMENT_MINI_APP_KEY = createPrivateKey({
  key: Buffer.concat([PKCS8_PREFIX, Buffer.from('development-key-of-the-emulator!')]),
  format: 'der',
  type: 'pkcs8',
});

const { x = '' } = createPublicKey(DEVELOPMENT_MINI_APP_KEY).export({ format: 'jwk' });

/** The emulator's counterpart of Telegram's public key for Mini App data: 32 bytes, as hex. */
export const DEVELOPMENT_MINI_APP_PUBLIC_KEY = Buffer.from(x, 'base64url').toString('hex');
