import { API_BASE_PATH, HEALTH_PATH, READINESS_PATH } from '@raqam/shared/routes';
import { blockedBy, type Check, type Context, type Finding, failed, notGiven, ok } from '../../check.ts';
import { type Asked, ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { readBuild } from '../../http/read-build.ts';
import { anyApiReadinessSchema } from '../../http/readiness.ts';

/** How the repository's Caddyfile answers below /api without the variable. */
const NO_UPSTREAM = /API_UPSTREAM is not set/;

/** The process answers, and it is the API. */
export const apiHealth: Check = {
  name: 'api-health',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.api) return notGiven(context, '--api');
    const asked = await ask(below(context, target.api, HEALTH_PATH));
    if (asked.ok && asked.answer.skewMs !== undefined) found.apiSkewMs = asked.answer.skewMs;
    found.apiAnswers = saysOk(asked);
    return found.apiAnswers ? ok(texts.api.healthy) : explainSilence(context, target.api, asked);
  },
};

/** It can serve requests: the database is reachable, writable and migrated. */
export const apiReady: Check = {
  name: 'api-ready',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.api || !found.apiAnswers) return blockedBy(context, 'api-health');
    const asked = await ask(below(context, target.api, READINESS_PATH));
    const readiness = asked.ok ? anyApiReadinessSchema.safeParse(asked.answer.json).data : undefined;
    if (readiness?.writable === false) return failed(texts.api.readOnly, texts.api.fixReadOnly);
    if (readiness) {
      found.api = readiness;
      return ok(texts.api.ready(readiness.version, readiness.migration));
    }
    switch (asked.ok ? asked.answer.error?.reason : undefined) {
      case 'database':
        return failed(texts.api.database, texts.api.fixDatabase);
      case 'pooler':
        return failed(texts.api.pooler, texts.api.fixPooler);
      case 'read_only':
        return failed(texts.api.readOnly, texts.api.fixReadOnly);
      case 'migrations':
        return failed(texts.api.migrations, texts.api.fixMigrations);
      case 'closing':
        return failed(texts.api.closing, texts.api.fixClosing);
      default:
        return failed(describeAsked(asked, texts), texts.api.fixOther);
    }
  },
};

/** Whether the answer is that of an API's /healthz. */
export function saysOk(asked: Asked): boolean {
  return asked.ok && Reflect.get(Object(asked.answer.json), 'status') === 'ok';
}

/** Where the web server proxies the API, only paths below `/api` reach it. */
function below(context: Context, api: URL, path: string): URL {
  return new URL(isProxied(context, api) ? API_BASE_PATH + path : path, api);
}

function isProxied({ target: { web } }: Context, api: URL): boolean {
  return web?.origin === api.origin;
}

async function explainSilence(context: Context, api: URL, asked: Asked): Promise<Finding> {
  const { texts } = context;
  const seen = describeAsked(asked, texts);
  if (asked.ok && asked.answer.error?.code === 'host_not_allowed') {
    return failed(seen, texts.api.fixHost(api.hostname));
  }
  if (isProxied(context, api)) return explainProxy(context, asked);
  if (!asked.ok || asked.answer.status >= 500) return failed(seen, texts.api.fixDown);
  return (await readBuild(api)) ? failed(texts.api.isWeb, texts.api.fixSwapped) : failed(seen, texts.api.fixOther);
}

/** Explains an answer of the web server where the API behind it should have answered. */
function explainProxy({ texts }: Context, asked: Asked): Finding {
  const seen = describeAsked(asked, texts);
  if (!asked.ok) {
    // The web server waits longer for the API than the doctor for the web server.
    return asked.reason === 'timeout'
      ? failed(texts.api.upstreamDown(seen), texts.api.fixUpstreamDown)
      : failed(seen, texts.web.fixDown);
  }
  const { status, text } = asked.answer;
  if (NO_UPSTREAM.test(text)) return failed(texts.api.noUpstream, texts.api.fixNoUpstream);
  return status >= 500
    ? failed(texts.api.upstreamDown(seen), texts.api.fixUpstreamDown)
    : failed(texts.api.otherUpstream(seen), texts.api.fixOtherUpstream);
}
