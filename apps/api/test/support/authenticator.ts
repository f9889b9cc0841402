import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const VERIFIED_PERSON = 0b101;
const HAS_KEY = 0b100_0000;

/** What a page is given by its browser, and the API by the page. */
export interface Page {
  origin: string;
  rpId: string;
}

export interface AuthenticatorOptions {
  /** Counts its uses, as security keys do. */
  counts?: boolean;
  /** Checks by PIN or finger who uses it. */
  verifies?: boolean;
}

/** An authenticator in software that keeps one passkey, and does whatever it is told, as real ones don't. */
export function createAuthenticator({ counts = false, verifies = true }: AuthenticatorOptions = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const state = { counter: 0, userHandle: '', verifies };

  const clientData = (type: string, challenge: string, { origin }: Page) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authenticatorData = ({ rpId }: Page, key = Buffer.alloc(0)) => {
    if (counts) state.counter += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(state.counter);
    const flags = (state.verifies ? VERIFIED_PERSON : 1) | (key.length > 0 ? HAS_KEY : 0);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter, key]);
  };
  const common = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  };

  return {
    ...common,
    state,
    /** Makes the passkey. */
    create(options: { challenge: string; user: { id: string }; rp: { id: string } }, page: Partial<Page> = {}) {
      const on = { origin: 'http://localhost:5173', rpId: options.rp.id, ...page };
      state.userHandle = options.user.id;
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      // CBOR (RFC 8949): a map of five, with the coordinates as byte strings
      const key = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ]);
      const data = authenticatorData(on, Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]));
      const attestationObject = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([data.length]),
        data,
      ]);
      return {
        ...common,
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, on).toString('base64url'),
          attestationObject: attestationObject.toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    /** Signs with it. */
    get(options: { challenge: string; rpId: string }, page: Partial<Page> = {}) {
      const on = { origin: 'http://localhost:5173', rpId: options.rpId, ...page };
      const data = authenticatorData(on);
      const client = clientData('webauthn.get', options.challenge, on);
      const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), privateKey);
      return {
        ...common,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: state.userHandle,
        },
      };
    },
  };
}

export type Authenticator = ReturnType<typeof createAuthenticator>;
