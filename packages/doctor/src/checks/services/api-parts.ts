import { API_BASE_PATH, HEALTH_PATH } from '@raqam/shared/routes';
import { blockedBy, type Check, type Context, type Finding, failed, ok, skipped, warning } from '../../check.ts';
import { ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { saysOk } from './api.ts';

/** Requests are served without these parts, so the API stays ready; people still notice. */

export const apiRedis: Check = {
  name: 'api-redis',
  run: (context) => judgePart(context, 'redis'),
};

/** The SMS gateway accepts the API's account. */
export const apiSms: Check = {
  name: 'api-sms',
  run: (context) => judgePart(context, 'sms'),
};

/** Telegram Gateway is configured or not. A positive answer of its own would be billed, so nobody asks it. */
export const apiGateway: Check = {
  name: 'api-gateway',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { gateway, public_url: url } = found.api;
    if (gateway === undefined) return skipped(texts.olderVersion('api'));
    if (gateway === 'on' && url === null) return warning(texts.gateway.withoutReports, texts.gateway.fix);
    return ok(texts.gateway[gateway]);
  },
};

/** FERNET_KEY decrypts what was encrypted at the first start. */
export const apiFernet: Check = {
  name: 'api-fernet',
  run: (context) => judgePart(context, 'fernet'),
};

const ROTATED = { secret_key: 'SECRET_KEY', fernet_key: 'FERNET_KEY' } as const;

/** A secret with two values is being replaced; the earlier value has to go in the end. */
export const apiRotations: Check = {
  name: 'api-rotations',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { rotations } = found.api;
    if (rotations === undefined) return skipped(texts.olderVersion('api'));
    const named = (state: 'running' | 'done') =>
      (['secret_key', 'fernet_key'] as const)
        .filter((secret) => rotations[secret] === state)
        .map((secret) => ROTATED[secret])
        .join(', ');
    if (named('done') !== '') return warning(texts.rotations.done(named('done')), texts.rotations.fix(named('done')));
    return ok(named('running') === '' ? texts.rotations.off : texts.rotations.running(named('running')));
  },
};

/** The SMS provider and Telegram Gateway report deliveries to PUBLIC_URL: an API must answer there. */
export const apiPublicUrl: Check = {
  name: 'api-public-url',
  async run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { public_url: url, sms, gateway } = found.api;
    if (sms === 'off' && gateway !== 'on') return ok(texts.parts.sms.off);
    if (url === undefined) return skipped(texts.olderVersion('api'));
    if (url === null) return ok(texts.publicUrl.none);
    const asked = await ask(new URL(API_BASE_PATH + HEALTH_PATH, url));
    return saysOk(asked)
      ? ok(texts.publicUrl.right(url))
      : failed(texts.publicUrl.wrong(url, describeAsked(asked, texts)), texts.publicUrl.fix);
  },
};

function judgePart(context: Context, part: 'redis' | 'sms' | 'fernet'): Finding {
  const { texts, found } = context;
  if (!found.api) return blockedBy(context, 'api-ready');
  const state = found.api[part];
  switch (state) {
    case undefined:
      return skipped(texts.olderVersion('api'));
    case 'ok':
    case 'off':
      return ok(texts.parts[part][state]);
    case 'login_refused':
      return failed(texts.parts.sms.loginRefused, texts.parts.sms.fixLogin);
    case 'mismatch':
      return failed(texts.parts.fernet.mismatch, texts.parts.fernet.fix);
    case 'unreachable':
      return part === 'redis'
        ? failed(texts.parts.redis.unreachable, texts.parts.redis.fix)
        : failed(texts.parts.sms.unreachable, texts.parts.sms.fixUnreachable);
    default:
      return state satisfies never;
  }
}
