import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { type ChangeSignal, createChangeSignal } from 'bot-handset/src/change-signal';
import { MINUTE_MS, unixTime } from 'bot-handset/src/durations';
import type { Person } from 'bot-handset/src/world/world';
import type { LoginClient } from './login-client.ts';

/** An authorization request that waits for a person, or for their decision. */
export interface LoginRequest {
  id: string;
  client: LoginClient;
  redirectUri: string;
  scopes: readonly string[];
  state: string | undefined;
  codeChallenge: string | undefined;
  /** The person whose Telegram shows the card; undefined until they are chosen. */
  telegramId: number | undefined;
  /** Where the browser goes once the person has decided. */
  result: string | undefined;
}

/** The accepted request that a code stands for. */
interface Grant {
  request: LoginRequest;
  person: Person;
  sharesPhone: boolean;
  expiresAt: number;
}

/** The state of the emulator of oauth.telegram.org. */
export interface LoginServer {
  clients: Map<string, LoginClient>;
  requests: Map<string, LoginRequest>;
  /** A request was decided, or got its person. */
  changed: ChangeSignal;
  /** Answers the request for the person: gives its browser a code, or the refusal. */
  decide(request: LoginRequest, person: Person, decision: { accept: boolean; sharesPhone: boolean }): void;
  /** The grant of a code, which works once; undefined for another one. */
  redeem(code: string): Grant | undefined;
  issueIdToken(issuer: string, grant: Grant): string;
  publicJwk(): object;
}

const CODE_LIFETIME_MS = MINUTE_MS;
const MAX_REQUESTS = 1_000;
const KEY_ID = 'oidc-1';
const KEY_BITS = 2048;
const ID_TOKEN_SECONDS = 3_600;

export function createLoginServer(): LoginServer {
  // made when it is needed first: that takes longer than the rest of the start
  let keys: ReturnType<typeof makeKeys> | undefined;
  const getKeys = () => {
    keys ??= makeKeys();
    return keys;
  };
  const grants = new Map<string, Grant>();
  const requests = new Map<string, LoginRequest>();
  const changed = createChangeSignal();

  return {
    clients: new Map(),
    requests,
    changed,

    decide(request, person, { accept, sharesPhone }) {
      if (request.result !== undefined) return;
      const url = new URL(request.redirectUri);
      if (accept) {
        const code = randomBytes(24).toString('base64url');
        grants.set(code, { request, person, sharesPhone, expiresAt: Date.now() + CODE_LIFETIME_MS });
        url.searchParams.set('code', code);
      } else url.searchParams.set('error', 'access_denied');
      if (request.state !== undefined) url.searchParams.set('state', request.state);
      request.result = url.href;
      changed.notify();
    },

    redeem(code) {
      const grant = grants.get(code);
      grants.delete(code);
      return grant && grant.expiresAt > Date.now() ? grant : undefined;
    },

    issueIdToken(issuer, { request, person, sharesPhone }) {
      const { client, scopes } = request;
      const { telegram_id, first_name, last_name, username, phone } = person;
      const iat = unixTime();
      const claims = {
        iss: issuer,
        aud: client.clientId,
        sub: createHash('sha256').update(`${client.clientId}:${telegram_id}`).digest('hex').slice(0, 20),
        iat,
        exp: iat + ID_TOKEN_SECONDS,
        ...(scopes.includes('profile') && {
          id: telegram_id,
          name: [first_name, last_name].filter(Boolean).join(' '),
          ...(username && { preferred_username: username }),
        }),
        ...(scopes.includes('phone') && sharesPhone && { phone_number: phone.replace('+', '') }),
      };
      const signed = [{ alg: 'RS256', typ: 'JWT', kid: KEY_ID }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${signed}.${sign('sha256', Buffer.from(signed), getKeys().privateKey).toString('base64url')}`;
    },

    publicJwk: () => ({
      ...getKeys().publicKey.export({ format: 'jwk' }),
      kid: KEY_ID,
      alg: 'RS256',
      use: 'sig',
    }),
  };
}

/** Keeps a request until its browser has the answer; the oldest goes if there are too many. */
export function addRequest(
  server: LoginServer,
  input: Omit<LoginRequest, 'id' | 'telegramId' | 'result'>,
): LoginRequest {
  const request = { ...input, id: randomUUID(), telegramId: undefined, result: undefined };
  server.requests.set(request.id, request);
  const [oldest] = server.requests.keys();
  if (server.requests.size > MAX_REQUESTS && oldest !== undefined) server.requests.delete(oldest);
  return request;
}

/** Whether a verifier fits the challenge of the authorization request (RFC 7636, S256). */
export function fitsChallenge(codeChallenge: string | undefined, verifier: string | undefined): boolean {
  if (codeChallenge === undefined) return true;
  return (
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === codeChallenge
  );
}

function makeKeys() {
  return generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
}
