import { logBoth } from '@raqam/service/bilingual';
import { PHONE_RULES } from '@raqam/service/build-stamp';
import { type ApiReadiness, apiReadinessSchema } from '@raqam/service/readiness';
import { API_BASE_PATH, HEALTH_PATH, READINESS_PATH } from '@raqam/shared/routes';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Database, DatabaseUnavailable } from '../../database/database.ts';
import { type DatabaseTrouble, describeDatabaseError, findDatabaseTrouble } from '../../database/database-trouble.ts';
import { NEWEST_MIGRATION } from '../../database/migrate.ts';
import type { Fernet } from '../../encryption/fernet.ts';
import { commonErrors, describeErrors } from '../../http/describe-endpoint.ts';
import { RequestError } from '../../http/errors.ts';
import { serializeBySchema } from '../../http/register-endpoint.ts';
import { checkFernetKey, fernetMismatch } from '../profile/check-fernet-key.ts';
import { findBotName } from './find-bot-name.ts';
import { watchOperation } from './watch-operation.ts';

type SmsReadiness = Pick<ApiReadiness, 'sms' | 'sms_balance' | 'sms_fallback' | 'sms_fallback_balance'>;

export interface HealthDependencies {
  db: Database;
  /** The version of this build. */
  version: string;
  fernet: Fernet | undefined;
  publicUrl: string | undefined;
  /** The URL that opens the bot. */
  botUrl: string | undefined;
  /** The id of the bot whose Mini App signs people in. */
  miniAppBotId: string | undefined;
  /** Of each secret that encrypts data. */
  findRotations(): Promise<ApiReadiness['rotations']>;
  /** Whether Telegram Gateway is configured. */
  hasGateway: boolean;
  countTestNumbers(): number;
  findRedisState(): Promise<ApiReadiness['redis']>;
  findSmsState(): Promise<SmsReadiness>;
  findTelegramLoginState(): ApiReadiness['telegram_login'];
  now(): number;
  isClosing(): boolean;
}

/** Registers the health checks, also below the API's base: a web server that proxies `/api` reaches nothing else. */
export function registerHealthRoutes(app: FastifyInstance, deps: HealthDependencies): void {
  const { db, version, fernet, publicUrl = null, findRotations, findRedisState, findSmsState, isClosing } = deps;
  const bots = { bot: deps.botUrl ? findBotName(deps.botUrl) : null, mini_app: deps.miniAppBotId ?? null };
  const findOperation = watchOperation(db, deps.now);
  let looking: Promise<ApiReadiness | DatabaseTrouble> | undefined;
  let isMismatchLogged = false;

  /** Concurrent requests share one check. */
  function look(): Promise<ApiReadiness | DatabaseTrouble> {
    looking ??= findReadiness()
      .catch((error: unknown) => {
        if (error instanceof DatabaseUnavailable) return describeDatabaseError(error); // it failed after the first look
        throw error;
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  async function findReadiness(): Promise<ApiReadiness | DatabaseTrouble> {
    const trouble = await findDatabaseTrouble(db);
    if (trouble) return trouble;
    const [redis, sms, key] = await Promise.all([findRedisState(), findSmsState(), findFernetState()]);
    const rotations = await findRotations(); // after the check of FERNET_KEY, which looks at older data too
    const build = { version, migration: NEWEST_MIGRATION, phone_rules: PHONE_RULES };
    return {
      status: 'ok',
      ...build,
      writable: true,
      redis,
      ...sms,
      gateway: deps.hasGateway ? 'on' : 'off',
      ...(await findOperation()),
      telegram_login: deps.findTelegramLoginState(),
      test_numbers: deps.countTestNumbers(),
      fernet: key,
      rotations,
      public_url: publicUrl,
      ...bots,
    };
  }

  async function findFernetState(): Promise<ApiReadiness['fernet']> {
    if (!fernet) return 'off';
    const state = await checkFernetKey(db, fernet);
    if (state === 'mismatch' && !isMismatchLogged) logBoth(app.log, 'error', fernetMismatch);
    isMismatchLogged = state === 'mismatch';
    return state;
  }

  app.addHook('onListen', async () => void look().catch(() => {})); // logs a mismatch at the start

  for (const [base, prefix] of [
    ['', ''],
    [API_BASE_PATH, 'api_'],
  ]) {
    app.get(
      base + HEALTH_PATH,
      {
        schema: {
          operationId: `${prefix}healthz`,
          summary: 'The process is up (does not ask the database)',
          security: [],
          response: { 200: z.object({ status: z.literal('ok') }), ...describeErrors(commonErrors) },
        },
        config: { load: 'none' },
        serializerCompiler: serializeBySchema,
      },
      async () => ({ status: 'ok' }),
    );
    app.get(
      base + READINESS_PATH,
      {
        schema: {
          operationId: `${prefix}readyz`,
          summary: 'Requests can be served: the database answers, takes writes and has this build’s migrations',
          security: [],
          response: { 200: apiReadinessSchema, ...describeErrors([...commonErrors, 'not_ready']) },
        },
        config: { load: 'none' },
        serializerCompiler: serializeBySchema,
      },
      async () => {
        if (isClosing()) throw new RequestError('not_ready', { reason: 'closing' });
        const found = await look();
        if ('kind' in found) throw new RequestError('not_ready', { reason: found.kind });
        return found;
      },
    );
  }
}
