import { telegramId } from '@raqam/shared/contract/fields';
import { normalisePhone, type Phone } from '@raqam/shared/phone';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { TELEGRAM_LOGIN_TOKEN_MAX_AGE } from '../../policy.ts';
import type { LoginState } from './login-state.ts';

/** A person as Telegram's ID token names them. */
export interface LoggedIn {
  telegramId: number;
  name: string;
  /** undefined: the person has not shared it. */
  phone: Phone | undefined;
}

export type LoginOutcome =
  | { kind: 'logged-in'; person: LoggedIn }
  /** The person has cancelled. */
  | { kind: 'declined' }
  /** Telegram did not answer, or not as it must. `reason` is for the log: it holds no secret. */
  | { kind: 'failed'; reason: string };

/** Telegram's OpenID Connect, as this site's client. */
export interface LoginClient {
  /** The URL of Telegram's page; undefined: Telegram can't be reached. */
  start(login: LoginState): Promise<URL | undefined>;
  /** Redeems the code that came back with `query`. */
  finish(query: URLSearchParams, login: LoginState): Promise<LoginOutcome>;
  /** Of the newest try to reach Telegram; `unknown`: there was none. */
  state(): 'ok' | 'unreachable' | 'unknown';
}

export interface LoginClientOptions {
  clientId: string;
  clientSecret: string;
  issuer: string;
  redirectUri: string;
  /** Milliseconds. */
  now: () => number;
  /** Why Telegram could not be reached. */
  onUnreachable(reason: string): void;
}

const SCOPE = 'openid profile phone';
/** Of each of the three calls: discovery, token, keys. */
const TIMEOUT_SECONDS = 5;
/** How long Telegram counts as unreachable after a failed discovery: nobody else waits for the timeout meanwhile. */
const UNREACHABLE_FOR_MS = 30_000;
const CLOCK_TOLERANCE_SECONDS = 30;
const SECOND_MS = 1000;

/** The claims that are used. `sub` is another one for each client, so it says nothing here. */
const claimsSchema = z.object({
  id: z.union([
    telegramId,
    z
      .string()
      .regex(/^[1-9]\d{0,15}$/)
      .transform(Number)
      .pipe(telegramId),
  ]),
  iat: z.number(),
  name: z.string().catch(''),
  phone_number: z.string().optional().catch(undefined),
});

/**
 * Telegram's OpenID Connect, found by discovery once it is needed, so that the api starts and serves where Telegram is
 * blocked. No nonce is sent, because Telegram echoes none: an ID token can't be replayed, because none is taken from the
 * browser; it comes from the token endpoint for a code that is bound to the challenge's PKCE verifier.
 *
 * https://core.telegram.org/bots/telegram-login
 */
export function createLoginClient(options: LoginClientOptions): LoginClient {
  const { clientId, clientSecret, issuer, redirectUri, now, onUnreachable } = options;
  let found: Promise<oidc.Configuration> | undefined;
  let state: 'ok' | 'unreachable' | 'unknown' = 'unknown';
  let unreachableUntil = 0;

  async function discover(): Promise<oidc.Configuration> {
    const server = new URL(issuer);
    const config = await oidc.discovery(
      server,
      clientId,
      { [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      oidc.ClientSecretBasic(clientSecret),
      {
        timeout: TIMEOUT_SECONDS,
        // the emulator alone: a deployment's issuer is Telegram
        execute: [
          oidc.enableNonRepudiationChecks,
          ...(server.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      },
    );
    config.timeout = TIMEOUT_SECONDS;
    return config;
  }

  /** Requests share one discovery. Throws if Telegram can't be reached. */
  function find(): Promise<oidc.Configuration> {
    found ??= discover().then(
      (config) => {
        state = 'ok';
        return config;
      },
      (error: unknown) => {
        found = undefined;
        unreachableUntil = now() + UNREACHABLE_FOR_MS;
        state = 'unreachable';
        onUnreachable(nameError(error));
        throw error;
      },
    );
    return found;
  }

  return {
    state: () => state,

    async start({ state, verifier }) {
      if (found === undefined && now() < unreachableUntil) return undefined;
      const config = await find().catch(() => undefined);
      if (config === undefined) return undefined;
      return oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
    },

    async finish(query, { state, verifier }) {
      const url = new URL(redirectUri);
      url.search = query.toString();
      try {
        // signature, issuer, audience and expiry are checked there
        const tokens = await oidc.authorizationCodeGrant(await find(), url, {
          expectedState: state,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return readClaims(tokens.claims(), now());
      } catch (error) {
        if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied')
          return { kind: 'declined' };
        return { kind: 'failed', reason: nameError(error) };
      }
    },
  };
}

/** @param now milliseconds since 1970 */
function readClaims(claims: unknown, now: number): LoginOutcome {
  const read = claimsSchema.safeParse(claims);
  if (!read.success) return { kind: 'failed', reason: 'claims' };
  const { id, iat, name, phone_number } = read.data;
  const age = now / SECOND_MS - iat;
  if (age > TELEGRAM_LOGIN_TOKEN_MAX_AGE || age < -CLOCK_TOLERANCE_SECONDS) return { kind: 'failed', reason: 'iat' };
  const phone = phone_number === undefined ? undefined : normalisePhone(phone_number, 'contact');
  return { kind: 'logged-in', person: { telegramId: id, name, phone: phone?.ok ? phone.phone : undefined } };
}

/** The code of an error alone: its message may hold what Telegram answered. */
function nameError(error: unknown): string {
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError) return error.error;
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.cause instanceof Error && code === 'TypeError' ? error.cause.name : code;
}
