import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { OneOrTwo } from '../read-lists.ts';

/**
 * Fernet (github.com/fernet/spec): AES-128-CBC and HMAC-SHA-256 over `0x80 ‖ time ‖ IV ‖ ciphertext`. Data
 * encrypted here can be read by every system that has Fernet and the key, and the reverse.
 */
export interface Fernet {
  encrypt(text: string): string;
  /** undefined if the token was made with another key or changed. */
  decrypt(token: string): string | undefined;
  /** The same, with the key and the time of its encryption. */
  open(token: string): Opened | undefined;
  /** There are two keys, so one replaces the other. */
  isRotating: boolean;
}

export interface Opened {
  text: string;
  /** It was encrypted with the first key. */
  isNewest: boolean;
  /** When it was encrypted: milliseconds, in whole seconds. */
  at: number;
}

const VERSION = 0x80;
const IV_START = 9;
const TEXT_START = 25;
const MAC_LENGTH = 32;
const KEY_LENGTH = 32;

/** The bytes of a Fernet key (32 bytes in URL-safe base64); undefined if `key` is not one. */
export function readFernetKey(key: string): Buffer | undefined {
  if (!/^[\w-]{43}=?$/.test(key)) return undefined;
  const bytes = Buffer.from(key, 'base64url');
  return bytes.length === KEY_LENGTH ? bytes : undefined;
}

/**
 * Fernet that encrypts with the first key and decrypts with each.
 *
 * @param now milliseconds; with `randomBytes` it makes two tokens of one text differ
 */
export function createFernet(
  [first, second]: OneOrTwo<Buffer>,
  now: () => number,
  randomBytes: (length: number) => Buffer,
): Fernet {
  const newest = createFernetOf(first, now, randomBytes);
  const previous = second && createFernetOf(second, now, randomBytes);
  const open = (token: string): Opened | undefined => {
    const text = newest.decrypt(token);
    const old = text === undefined ? previous?.decrypt(token) : undefined;
    if (text === undefined && old === undefined) return undefined;
    const at = Number(Buffer.from(token, 'base64url').readBigUInt64BE(1)) * 1000;
    return { text: text ?? old ?? '', isNewest: text !== undefined, at };
  };
  return {
    encrypt: newest.encrypt,
    decrypt: (token) => open(token)?.text,
    open,
    isRotating: second !== undefined,
  };
}

function createFernetOf(
  key: Buffer,
  now: () => number,
  randomBytes: (length: number) => Buffer,
): Pick<Fernet, 'encrypt' | 'decrypt'> {
  const signingKey = key.subarray(0, 16);
  const encryptionKey = key.subarray(16);
  const sign = (bytes: Buffer) => createHmac('sha256', signingKey).update(bytes).digest();

  return {
    encrypt(text) {
      const head = Buffer.alloc(IV_START);
      head.writeUInt8(VERSION);
      head.writeBigUInt64BE(BigInt(Math.floor(now() / 1000)), 1);
      const iv = randomBytes(TEXT_START - IV_START);
      const cipher = createCipheriv('aes-128-cbc', encryptionKey, iv);
      const signed = Buffer.concat([head, iv, cipher.update(text, 'utf8'), cipher.final()]);
      return toBase64(Buffer.concat([signed, sign(signed)]));
    },
    decrypt(token) {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length < TEXT_START + MAC_LENGTH || bytes[0] !== VERSION) return undefined;
      const signed = bytes.subarray(0, -MAC_LENGTH);
      if (!timingSafeEqual(bytes.subarray(-MAC_LENGTH), sign(signed))) return undefined;
      const decipher = createDecipheriv('aes-128-cbc', encryptionKey, signed.subarray(IV_START, TEXT_START));
      return Buffer.concat([decipher.update(signed.subarray(TEXT_START)), decipher.final()]).toString('utf8');
    },
  };
}

/** URL-safe with padding, as the specification has it. */
function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
