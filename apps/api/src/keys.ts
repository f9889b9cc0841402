import {
  createECDH,
  createPrivateKey,
  createSecretKey,
  hash,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import type { OneOrTwo } from './read-lists.ts';

/**
 * The keys of one purpose, one for each value of SECRET_KEY. The first signs and encrypts; all verify and decrypt, so
 * that SECRET_KEY is replaced without signing anybody out.
 */
export type KeyRing<Key = KeyObject> = OneOrTwo<Key>;

/** A key pair for signatures with ES256 (RFC 7518 §3.4). */
export interface SigningKey {
  /** The id of the pair: the thumbprint of its public key (RFC 7638). */
  kid: string;
  privateKey: KeyObject;
  /** As /.well-known/jwks.json shows it. */
  publicJwk: JsonWebKey;
}

/** One key per purpose, all derived from SECRET_KEY (RFC 5869): a signature by one is invalid under another. */
export interface Keys {
  /** Signs what other services verify. */
  signing: KeyRing<SigningKey>;
  refreshToken: KeyRing;
  /** Signs the cookie by which a browser is remembered. */
  device: KeyRing;
  code: KeyRing;
  /** The secrets, links and numbers of challenges that are bound to a browser. */
  challenge: KeyRing;
  /** Makes the pseudonyms of people by their number (features/events/person.ts). */
  person: KeyRing;
  /** Encrypts secrets that the database has to give back (Fernet). */
  vault: KeyRing<Buffer>;
  /** Signs the cookies of OpenID Connect. */
  oidcCookies: KeyRing<string>;
  /** Signs the proofs of work that are asked for. */
  captcha: KeyRing<string>;
  /** Hides IPs from Redis. After a change of SECRET_KEY the limits per IP start anew. */
  ip: KeyObject;
  /** The secret part of the URL for SMS delivery reports. */
  smsReports: KeyRing<string>;
}

/** Derives the keys of every purpose from the values of SECRET_KEY, the newest first. */
export function deriveKeys(secretKeys: OneOrTwo<string>): Keys {
  const derive = (secretKey: string, purpose: string, length = 32) =>
    Buffer.from(hkdfSync('sha256', secretKey, '', `raqam ${purpose}`, length));
  // Node.js prepares a KeyObject once, a Buffer anew for every MAC
  const ring = (purpose: string) => forEachKey(secretKeys, (key) => createSecretKey(derive(key, purpose)));
  return {
    signing: forEachKey(secretKeys, (key) => deriveSigningKey(derive(key, 'signing', SCALAR_SEED_BYTES))),
    refreshToken: ring('refresh token'),
    device: ring('remembered device'),
    code: ring('code'),
    challenge: ring('challenge'),
    person: ring('person'),
    vault: forEachKey(secretKeys, (key) => derive(key, 'vault')),
    oidcCookies: forEachKey(secretKeys, (key) => derive(key, 'oidc cookies').toString('base64url')),
    captcha: forEachKey(secretKeys, (key) => derive(key, 'captcha').toString('base64url')),
    ip: ring('ip')[0],
    smsReports: forEachKey(secretKeys, (key) => derive(key, 'sms reports').toString('base64url')),
  };
}

/** The same for each value of a secret. */
export function forEachKey<Key, Made>(keys: OneOrTwo<Key>, make: (key: Key) => Made): OneOrTwo<Made> {
  const [first, second] = keys;
  return second === undefined ? [make(first)] : [make(first), make(second)];
}

/** Whether a stored digest is one of those that each key makes of a given value. Takes the same time for all wrong ones. */
export function matchesAny(stored: Buffer, digests: readonly Buffer[]): boolean {
  return digests.map((digest) => timingSafeEqual(stored, digest)).includes(true);
}

/** The order of the curve P-256: private keys are from 1 to it, exclusive. */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** 128 bits more than the order, so that no key is noticeably more likely than another (FIPS 186-5 §A.2.1). */
const SCALAR_SEED_BYTES = 48;
const COORDINATE_BYTES = 32;

function deriveSigningKey(seed: Buffer): SigningKey {
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (P256_ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(COORDINATE_BYTES * 2, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey().subarray(1); // without its format, 04: uncompressed
  const jwk = {
    crv: 'P-256',
    kty: 'EC',
    x: point.subarray(0, COORDINATE_BYTES).toString('base64url'),
    y: point.subarray(COORDINATE_BYTES).toString('base64url'),
  };
  const kid = hash('sha256', JSON.stringify(jwk), 'base64url'); // its members are in the order of RFC 7638
  const privateKey = createPrivateKey({ format: 'jwk', key: { ...jwk, d: d.toString('base64url') } });
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg: 'ES256', use: 'sig' } };
}
