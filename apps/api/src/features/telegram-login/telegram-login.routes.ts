import { type Language, negotiateLanguage } from '@raqam/shared/languages';
import { TELEGRAM_LOGIN_CALLBACK_PATH } from '@raqam/shared/routes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { ChallengeState, Channel } from '../../database/database.types.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { forEachKey, type KeyRing, matchesAny } from '../../keys.ts';
import { PAGE_POLICY, renderPage } from '../../sign-in-page.ts';
import type { Origin } from '../events/events.ts';
import type { Authorize } from '../press/browser/authorize.ts';
import { digestSecret } from '../press/challenge-secrets.ts';
import { findBoundChallenge } from '../press/press.queries.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import { finishLogin, type LoginResult } from './finish-login.ts';
import type { LoginClient } from './login-client.ts';
import { deriveLoginState, type LoginState, readLoginState } from './login-state.ts';
import { leaveForLogin } from './telegram-login.queries.ts';

export interface TelegramLoginDependencies {
  db: Database;
  cookies: SessionCookies;
  challengeKeys: KeyRing;
  authorize: Authorize;
  /** undefined: the site has no client of Telegram Login. */
  client: LoginClient | undefined;
  webOrigins: readonly [string, ...string[]];
  findOrigin(request: FastifyRequest): Origin;
}

/** The state that came back, and the challenge that it names. */
type ReturnedState = LoginState & { challengeId: string };

/** The endpoint that begins Telegram Login, and the callback to which Telegram sends the person back. */
export function registerTelegramLoginRoutes(app: FastifyInstance, deps: TelegramLoginDependencies): void {
  const { db, cookies, challengeKeys, authorize, client, webOrigins, findOrigin } = deps;
  const [newestKey] = challengeKeys;
  /** The returns that are being finished, by their query. */
  const running = new Map<string, Promise<LoginResult>>();

  registerEndpoint(app, 'startTelegramLogin', {
    async handle({ params: { id }, body, request, reply }) {
      if (client === undefined) throw new RequestError('not_found');
      const { secret, site, purpose } = await authorize(request, id, body.secret);
      // it would prove a number of any Telegram account, and not that the account's owner is here
      if (purpose === 'change_phone') throw new RequestError('not_found');
      const page = findPage(originOf(site), body.return_to);
      if (page === undefined) throw new RequestError('validation_failed', { fields: { return_to: 'invalid' } });
      const url = await client.start(deriveLoginState(newestKey, id));
      if (url === undefined) throw new RequestError('telegram_login_unavailable');
      const [left] = await db.run(leaveForLogin, { id });
      if (left === undefined) throw new RequestError('challenge_ended');
      cookies.setChallengeSecret(reply, { id, secret }); // the challenge lives longer now
      cookies.setLoginReturn(reply, id, `${secret}.${Buffer.from(body.return_to).toString('base64url')}`);
      return answer(200, { url: url.href });
    },
  });

  if (client === undefined) return;
  app.get(TELEGRAM_LOGIN_CALLBACK_PATH, { schema: { hide: true } }, async (request, reply) => {
    try {
      const query = new URLSearchParams(request.url.split('?')[1]);
      const login = readLoginState(challengeKeys, query.get('state') ?? '');
      const back = login && (await comeBack(request, query, login));
      if (login === undefined || back === undefined) return sendPage(request, reply, 400);
      const { page, result } = back;
      cookies.clearLoginReturn(reply, login.challengeId);
      if (result !== 'done') page.hash = `telegram-login=${result}`;
      return reply.redirect(page.href, 303);
    } catch (error) {
      request.log.error(
        { reason: error instanceof Error ? error.message : 'unknown' },
        'A return from Telegram Login failed',
      );
      return sendPage(request, reply, 503);
    }
  });

  /**
   * Finishes a login whose state this api has made, if this browser has the secret of the state's challenge. Without the
   * latter, somebody could start a sign-in, send Telegram's URL to a victim, and collect what the victim approves; or
   * have the victim's browser finish a login of their own.
   */
  async function comeBack(
    request: FastifyRequest,
    query: URLSearchParams,
    login: ReturnedState,
  ): Promise<{ page: URL; result: LoginResult } | undefined> {
    const { challengeId: id } = login;
    const [secret, returnTo] = cookies.findLoginReturn(request, id)?.split('.') ?? [];
    if (secret === undefined || returnTo === undefined) return undefined;
    const [found] = await db.run(findBoundChallenge, { id });
    const digests = forEachKey(challengeKeys, (key) => digestSecret(key, secret));
    if (!found || !matchesAny(found.secret_digest, digests)) return undefined;
    request.aboutChallenge = id;
    const page = findPage(originOf(found.site), Buffer.from(returnTo, 'base64url').toString());
    if (page === undefined) return undefined;
    if (!isUndecided(found)) return { page, result: resultOf(found) };
    const result = await finishOnce(request, query, login);
    if (result !== 'done' && result !== 'unavailable') return { page, result };
    // A load of the same URL may have finished since the challenge was read, and used the code
    const [now] = await db.run(findBoundChallenge, { id });
    return { page, result: now === undefined || isUndecided(now) ? result : resultOf(now) };
  }

  /** Browsers may load the URL twice at once, but its code works once: both get the same result. */
  function finishOnce(request: FastifyRequest, query: URLSearchParams, login: ReturnedState): Promise<LoginResult> {
    const key = query.toString();
    const result = running.get(key) ?? finish(request, query, login).finally(() => running.delete(key));
    running.set(key, result);
    return result;
  }

  async function finish(request: FastifyRequest, query: URLSearchParams, login: ReturnedState): Promise<LoginResult> {
    if (client === undefined) return 'unavailable';
    const outcome = await client.finish(query, login);
    if (outcome.kind === 'failed') request.log.warn({ reason: outcome.reason }, 'Telegram Login failed');
    if (outcome.kind === 'logged-in' && outcome.person.phone !== undefined) request.aboutPhone = outcome.person.phone;
    return finishLogin(db, login.challengeId, outcome, findOrigin(request));
  }

  /** A challenge's site is one of the web origins, as long as these don't change. */
  function originOf(site: string): string {
    return webOrigins.find((origin) => new URL(origin).host === site) ?? webOrigins[0];
  }
}

function isUndecided({ state, is_expired }: { state: ChallengeState; is_expired: boolean }): boolean {
  return !is_expired && (state === 'waiting' || state === 'opened');
}

/** The result of a return that was handled before. */
function resultOf({ state, channel }: { state: ChallengeState; channel: Channel | null }): LoginResult {
  return state === 'declined' && channel === 'telegram_login' ? 'declined' : 'done';
}

/** The URL of a path of the site; undefined: it leads elsewhere, as `//other.example` does. */
function findPage(origin: string, path: string): URL | undefined {
  const url = path.startsWith('/') ? URL.parse(path, origin) : null;
  return url?.origin === origin ? url : undefined;
}

const texts: Readonly<Record<Language, { title: string; explanation: string }>> = {
  uz: { title: 'Kirishni davom ettirib bo‘lmadi', explanation: 'Saytga qaytib, qaytadan boshlang.' },
  'uz-Cyrl': { title: 'Киришни давом эттириб бўлмади', explanation: 'Сайтга қайтиб, қайтадан бошланг.' },
  ru: { title: 'Не удалось продолжить вход', explanation: 'Вернитесь на сайт и начните заново.' },
  en: { title: 'The sign-in can’t go on', explanation: 'Go back to the site and start again.' },
};

/** For a return that belongs to no sign-in of this browser: there is no page to go back to. */
function sendPage(request: FastifyRequest, reply: FastifyReply, status: 400 | 503): FastifyReply {
  const language = negotiateLanguage(request.headers['accept-language']);
  const { title, explanation } = texts[language];
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .send(renderPage(language, title, `<p>${explanation}</p>`));
}
