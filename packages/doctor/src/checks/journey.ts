import { type Check, type Context, type Finding, failed, lacks, ok, skipped } from '../check.ts';
import { describeAsked } from '../describe-asked.ts';
import { type Journey, stepNames, takeJourney } from '../journey/take-journey.ts';
import { maySendSecrets } from '../may-send-secrets.ts';

/** Requests a code as the bot does, and registers, comes back, signs out and deletes the account as the site does. */
export const journey: Check = {
  name: 'journey',
  async run(context) {
    const { target, texts, found, dryRun } = context;
    if (!dryRun) return skipped(texts.notWanted);
    const { api, web, botSecret } = target;
    if (!api || !found.api) return lacks(context, 'api-ready');
    if (botSecret === undefined || !found.secretIsRight) return lacks(context, 'bot-secret');
    const siteApi = found.siteApi ?? api;
    if (!maySendSecrets(siteApi)) return skipped(texts.plainHttp('--web'));
    found.journey = await takeJourney(context, { api, siteApi, web, botSecret });
    return describeJourney(context, found.journey);
  },
};

/** What came into being is gone. Only what the budgets remember of any number stays, until the API's housekeeping. */
export const journeyCleanup: Check = {
  name: 'journey-cleanup',
  run(context) {
    const { texts, found } = context;
    if (!found.journey) return lacks(context, 'journey');
    const { end, telegramId } = found.journey;
    if (end === 'left') return failed(texts.journey.left(telegramId), texts.journey.mendLeft(telegramId));
    return ok(end === 'deleted' ? texts.journey.deleted : texts.journey.nothingMade);
  },
};

function describeJourney({ texts, target }: Context, { failure, isAborted, hadLeftover }: Journey): Finding {
  if (isAborted) return failed(texts.journey.aborted, texts.journey.mendAborted);
  if (!failure) {
    const whole = texts.journey.whole(stepNames.length + 1); // the last is to delete the account
    return ok(hadLeftover ? `${whole}; ${texts.journey.leftover}` : whole);
  }
  const { step, asked } = failure;
  const seen = texts.journey.failed(texts.journey.steps[step], describeAsked(asked, texts));
  return failed(seen, chooseMend(asked.ok ? asked.answer.error?.code : undefined, texts.journey, target.web));
}

function chooseMend(code: string | undefined, texts: Context['texts']['journey'], web: URL | undefined): string {
  switch (code) {
    case 'code_cooldown':
    case 'code_limit':
      return texts.mendWait;
    case 'code_incorrect':
      return texts.mendCode;
    case 'origin_forbidden':
      return texts.mendOrigin(web?.origin ?? '');
    case 'too_many_attempts':
      return texts.mendTries;
    default:
      return texts.mendOther;
  }
}
