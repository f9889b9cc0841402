import { hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { normalisePhone, type Phone } from '@raqam/shared/phone';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError, refusal } from '../../http/errors.ts';
import type { FailedChecks } from '../../http/failed-checks.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { CODE_LENGTH, MINUTE, TELEGRAM_CODE } from '../../policy.ts';
import { digestCode } from '../codes/code-digest.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import type { TokenMint } from '../sessions/tokens.ts';
import { signInWithCode } from '../sign-in/sign-in-with-code.ts';
import { presentUser } from '../users/present-user.ts';
import { splitName } from '../users/split-name.ts';
import { issueTelegramCode } from './issue-telegram-code.ts';

export interface TelegramDependencies {
  db: Database;
  mint: TokenMint;
  cookies: SessionCookies;
  failedChecks: FailedChecks;
  botSecrets: readonly string[];
  codeKey: KeyObject;
  generateCode(): string;
  clientAddress(request: FastifyRequest): string;
}

export function registerTelegramRoutes(app: FastifyInstance, deps: TelegramDependencies): void {
  const { db, mint, cookies, failedChecks, codeKey, generateCode, clientAddress } = deps;
  const isBotSecret = createSecretCheck(deps.botSecrets);

  registerEndpoint(app, 'createTelegramCode', {
    first({ body }) {
      const { secret_key } = (body ?? {}) as { secret_key?: unknown }; // nothing of it is checked yet
      if (!isBotSecret(secret_key)) throw new RequestError('bot_secret_invalid');
    },
    async handle({ body }) {
      const { telegram_id: telegramId, phone_number, proof = 'typed', full_name = '' } = body;
      const phone = readPhone('phone_number', phone_number, proof);
      const code = generateCode();
      const digest = digestCode(codeKey, 'telegram', phone, code);
      const issued = await issueTelegramCode(db, { phone, telegramId, proof, ...splitName(full_name), digest });
      if (!issued.ok) throw refusal(issued);
      return answer(200, {
        code,
        expires_at: issued.expiresAt.toISOString(),
        remaining_seconds: TELEGRAM_CODE.lifetime,
        code_length: CODE_LENGTH,
        expire_minutes: TELEGRAM_CODE.lifetime / MINUTE,
        resend_after_seconds: TELEGRAM_CODE.cooldown,
      });
    },
  });

  registerEndpoint(app, 'registerWithTelegram', {
    async handle({ body, request, reply }) {
      const phone = readPhone('phone', body.phone, 'typed');
      await failedChecks.refuseOverBudget(request);
      const digest = digestCode(codeKey, 'telegram', phone, body.code);
      const device = {
        id: body.device_id,
        name: body.device_name ?? '',
        address: clientAddress(request),
        userAgent: request.headers['user-agent'] ?? '',
      };
      const signIn = await signInWithCode(db, { channel: 'telegram', phone, digest, device });
      if (!signIn.ok) {
        if (signIn.error === 'code_incorrect') await failedChecks.count(request);
        throw refusal(signIn);
      }

      const { user, isNew, sessionId } = signIn;
      const tokens = mint.issue({ userId: user.id, role: user.role, claims: { sessionId, generation: 0 } });
      cookies.set(reply, tokens);
      const signedIn = { user: presentUser(user), tokens };
      return isNew ? answer(201, { ...signedIn, is_new: true }) : answer(200, { ...signedIn, is_new: false });
    },
  });
}

function readPhone(field: string, input: string, source: 'contact' | 'typed'): Phone {
  const result = normalisePhone(input, source);
  if (!result.ok) throw new RequestError('phone_invalid', { fields: { [field]: `phone_${result.reason}` } });
  return result.phone;
}

/** Compares in constant time whatever comes, by its hash: neither length nor content shows in the time it takes. */
function createSecretCheck(secrets: readonly string[]): (given: unknown) => boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  const right = secrets.map(digest);
  return (given) => {
    const candidate = digest(typeof given === 'string' ? given : '');
    return right.map((secret) => timingSafeEqual(secret, candidate)).includes(true);
  };
}
