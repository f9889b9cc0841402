import { apiReadinessSchema } from '@raqam/service/readiness';
import { API_BASE_PATH, HEALTH_PATH, READINESS_PATH } from '@raqam/shared/routes';
import { type Asked, ask } from '../ask.ts';
import { type Check, type Context, type Finding, failed, lacks, ok, skipped } from '../check.ts';
import { describeAsked } from '../describe-asked.ts';
import { readBuild } from './web.ts';

/** The process answers, and it is the API's. */
export const apiHealth: Check = {
  name: 'api-health',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.api) return skipped(texts.notGiven('--api'));
    const asked = await ask(below(context, target.api, HEALTH_PATH));
    if (asked.ok && asked.answer.skew !== undefined) found.apiSkew = asked.answer.skew;
    found.apiAnswers = asked.ok && Reflect.get(Object(asked.answer.json), 'status') === 'ok';
    return found.apiAnswers ? ok(texts.api.healthy) : explainSilence(context, target.api, asked);
  },
};

/** It can serve: the database answers and is migrated. */
export const apiReady: Check = {
  name: 'api-ready',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.api || !found.apiAnswers) return lacks(context, 'api-health');
    const asked = await ask(below(context, target.api, READINESS_PATH));
    const told = asked.ok ? apiReadinessSchema.safeParse(asked.answer.json).data : undefined;
    if (told) {
      found.api = told;
      return ok(texts.api.ready(told.version, told.migration));
    }
    const { database, mendDatabase, migrations, mendMigrations, closing, mendClosing } = texts.api;
    switch (asked.ok ? asked.answer.error?.reason : undefined) {
      case 'database':
        return failed(database, mendDatabase);
      case 'migrations':
        return failed(migrations, mendMigrations);
      case 'closing':
        return failed(closing, mendClosing);
      default:
        return failed(describeAsked(asked, texts), texts.api.mendOther);
    }
  },
};

/** Where only the site's own address is known, the web server proxies nothing but `/api`. */
function below({ target: { web } }: Context, api: URL, path: string): URL {
  return new URL(web?.origin === api.origin ? API_BASE_PATH + path : path, api);
}

async function explainSilence({ texts }: Context, api: URL, asked: Asked): Promise<Finding> {
  const seen = describeAsked(asked, texts);
  if (!asked.ok) return failed(seen, texts.api.mendDown);
  const { status, error } = asked.answer;
  if (error?.code === 'host_not_allowed') return failed(seen, texts.api.mendHost(api.hostname));
  if (status >= 500) return failed(seen, texts.api.mendDown);
  return (await readBuild(api)) ? failed(texts.api.isWeb, texts.api.mendSwapped) : failed(seen, texts.api.mendOther);
}
