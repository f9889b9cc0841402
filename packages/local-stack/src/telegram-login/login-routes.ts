import { randomBytes, timingSafeEqual } from 'node:crypto';
import formbody from '@fastify/formbody';
import { holdUntil } from 'bot-handset/src/change-signal';
import { SECOND_MS } from 'bot-handset/src/durations';
import { type Faults, meetFault } from 'bot-handset/src/faults';
import { hangUpSignal } from 'bot-handset/src/hang-up-signal';
import type { Person, World } from 'bot-handset/src/world/world';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LoginClient } from './login-client.ts';
import { renderCard, renderPeople, renderRefusal, WAIT_SCRIPT } from './login-page.ts';
import { addRequest, fitsChallenge, type LoginRequest, type LoginServer } from './login-server.ts';

export interface LoginRoutesOptions {
  server: LoginServer;
  world: World;
  faults: Faults;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

/** The names of the routes in faults of the target `telegram-login`. */
type LoginMethod = 'discovery' | 'jwks' | 'auth' | 'token';

const PREFIX = '/telegram-login';
const SCOPES = ['openid', 'profile', 'phone', 'telegram:bot_access'];
const WAIT_MS = 20 * SECOND_MS;

/**
 * The emulator of https://oauth.telegram.org, under `/telegram-login`: as there, an ID token echoes no nonce, `sub`
 * differs by client, and there is no userinfo.
 */
export async function loginRoutes(app: FastifyInstance, options: LoginRoutesOptions): Promise<void> {
  const { server, world, faults, stopping } = options;
  await app.register(formbody);

  /** Makes a handler that applies a due fault first, then answers with `act`. */
  const answer =
    (method: LoginMethod, act: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const fault = await meetFault(faults, 'telegram-login', method, reply, stopping);
      if (fault.kind === 'dropped') return reply;
      if (fault.kind === 'status') return reply.code(fault.status).send({ error: 'server_error' });
      return act(request, reply);
    };

  app.get(
    `${PREFIX}/.well-known/openid-configuration`,
    answer('discovery', ({ host }) => {
      const issuer = issuerAt(host);
      return {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        code_challenge_methods_supported: ['S256'],
        scopes_supported: SCOPES,
        claims_supported: ['aud', 'exp', 'iat', 'id', 'iss', 'name', 'phone_number', 'preferred_username', 'sub'],
      };
    }),
  );

  app.get(
    `${PREFIX}/.well-known/jwks.json`,
    answer('jwks', () => ({ keys: [server.publicJwk()] })),
  );

  app.get(
    `${PREFIX}/auth`,
    answer('auth', (request, reply) => {
      const query = Object(request.query) as Record<string, unknown>;
      const client = server.clients.get(String(query['client_id']));
      if (client === undefined) return sendPage(reply.code(400), renderRefusal('Client not found'));
      const redirectUri = String(query['redirect_uri']);
      // not sent back: nobody knows who is there
      if (!client.redirectUris.includes(redirectUri))
        return sendPage(reply.code(400), renderRefusal('redirect_uri invalid'));
      const scopes = String(query['scope'] ?? '').split(' ');
      const { state, code_challenge: codeChallenge } = query;
      const problem =
        query['response_type'] !== 'code'
          ? 'unsupported_response_type'
          : !scopes.includes('openid') || scopes.some((scope) => !SCOPES.includes(scope))
            ? 'invalid_scope'
            : codeChallenge !== undefined && query['code_challenge_method'] !== 'S256'
              ? 'invalid_request'
              : undefined;
      if (problem !== undefined) {
        const back = new URL(redirectUri);
        back.searchParams.set('error', problem);
        if (typeof state === 'string') back.searchParams.set('state', state);
        return reply.redirect(back.href, 302);
      }
      const added = addRequest(server, {
        client,
        redirectUri,
        scopes,
        state: typeof state === 'string' ? state : undefined,
        codeChallenge: typeof codeChallenge === 'string' ? codeChallenge : undefined,
      });
      return sendPage(reply, renderPeople(added, [...world.people.values()]));
    }),
  );

  app.get(`${PREFIX}/wait.js`, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(WAIT_SCRIPT));

  app.post(`${PREFIX}/auth/:id/person`, (request, reply) => {
    const waiting = findRequest(request);
    const person = world.people.get(Number(Object(request.body)['telegram_id']));
    if (!waiting || !person || waiting.result !== undefined)
      return sendPage(reply.code(404), renderRefusal('Request not found'));
    waiting.telegramId = person.telegram_id;
    world.events.publishExtra({ type: 'login', telegram_id: person.telegram_id });
    return sendPage(reply, renderCard(waiting, person));
  });

  app.post(`${PREFIX}/auth/:id/decision`, (request, reply) => {
    const waiting = findRequest(request);
    const person = waiting && personOf(waiting);
    if (!waiting || !person) return sendPage(reply.code(404), renderRefusal('Request not found'));
    const { decision, share_phone } = Object(request.body);
    server.decide(waiting, person, { accept: decision === 'accept', sharesPhone: share_phone === 'yes' });
    world.events.publishExtra({ type: 'login', telegram_id: person.telegram_id });
    return reply.redirect(waiting.result ?? '/', 303);
  });

  app.get(`${PREFIX}/auth/:id/result`, async (request, reply) => {
    const waiting = findRequest(request);
    if (!waiting) return reply.code(404).send({ error: 'not_found' });
    await holdUntil(() => waiting.result, server.changed, WAIT_MS, hangUpSignal(reply, stopping));
    return { result: waiting.result ?? null };
  });

  app.post(
    `${PREFIX}/token`,
    answer('token', (request, reply) => {
      const body = Object(request.body) as Record<string, string | undefined>;
      const client = authenticate(request, body);
      if (client === undefined)
        return reply.code(401).header('www-authenticate', 'Basic').send({ error: 'invalid_client' });
      if (body['grant_type'] !== 'authorization_code') return reply.code(400).send({ error: 'unsupported_grant_type' });
      const grant = server.redeem(body['code'] ?? '');
      const isOwn =
        grant?.request.client === client &&
        grant.request.redirectUri === body['redirect_uri'] &&
        fitsChallenge(grant.request.codeChallenge, body['code_verifier']);
      if (!isOwn) return reply.code(400).send({ error: 'invalid_grant' });
      return reply.header('cache-control', 'no-store').send({
        access_token: randomBytes(24).toString('base64url'),
        token_type: 'Bearer',
        expires_in: 3_600,
        id_token: server.issueIdToken(issuerAt(request.host), grant),
      });
    }),
  );

  function findRequest(request: FastifyRequest): LoginRequest | undefined {
    return server.requests.get(String(Object(request.params)['id']));
  }

  function personOf({ telegramId }: LoginRequest): Person | undefined {
    return telegramId === undefined ? undefined : world.people.get(telegramId);
  }

  /** The client, by `client_secret_basic` or `client_secret_post` (RFC 6749 §2.3.1). */
  function authenticate(
    { headers }: FastifyRequest,
    body: Record<string, string | undefined>,
  ): LoginClient | undefined {
    const [, basic] = /^Basic +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    const [id, secret] =
      basic === undefined
        ? [body['client_id'], body['client_secret']]
        : Buffer.from(basic, 'base64').toString().split(':', 2).map(decodeForm);
    const client = server.clients.get(id ?? '');
    return client && isEqual(client.clientSecret, secret ?? '') ? client : undefined;
  }
}

/** Both parts are encoded as in a form. */
function decodeForm(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function issuerAt(host: string): string {
  return `http://${host}${PREFIX}`;
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Without `form-action`: browsers apply it to the redirect back to the site too. */
function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    )
    .header('cache-control', 'no-store')
    .send(html);
}
