import { blockedBy, type Check, type Context, type Finding, failed, ok, skipped } from '../../check.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { maySendSecrets } from '../../http/may-send-secrets.ts';
import { type Journey, stepNames, takeJourney } from '../../journey/take-journey.ts';

/** Requests a code like the bot; then registers, signs out, signs in again and deletes the account like the site. */
export const journey: Check = {
  name: 'journey',
  async run(context) {
    const { target, texts, found, dryRun, signal, addSecret } = context;
    if (!dryRun) return skipped(texts.notWanted);
    const { api, web, botSecret } = target;
    if (!api || !found.api) return blockedBy(context, 'api-ready');
    if (botSecret === undefined || !found.secretIsRight) return blockedBy(context, 'bot-secret');
    const siteApi = found.siteApi ?? api;
    if (!maySendSecrets(siteApi)) return skipped(texts.plainHttp('--web'));
    found.journey = await takeJourney({ api, siteApi, web, botSecret }, { signal, addSecret });
    return describeJourney(context, found.journey);
  },
};

/** The test accounts are deleted. The budgets of their number stay until the API's clean-up. */
export const journeyCleanup: Check = {
  name: 'journey-cleanup',
  run(context) {
    const { texts, found } = context;
    if (!found.journey) return blockedBy(context, 'journey');
    const { end, telegramId } = found.journey;
    if (end === 'left' || found.press?.end === 'left')
      return failed(texts.journey.left(telegramId), texts.journey.fixLeft(telegramId));
    return ok(end === 'deleted' ? texts.journey.deleted : texts.journey.nothingMade);
  },
};

function describeJourney({ texts, target }: Context, { failure, isAborted, hadLeftover }: Journey): Finding {
  if (isAborted) return failed(texts.journey.aborted, texts.journey.fixAborted);
  if (!failure) {
    const whole = texts.journey.whole(stepNames.length + 1); // the last one deletes the account
    return ok(hadLeftover ? `${whole}; ${texts.journey.leftover}` : whole);
  }
  const { step, asked } = failure;
  const seen = texts.journey.failed(texts.journey.steps[step], describeAsked(asked, texts));
  return failed(seen, chooseFix(asked.ok ? asked.answer.error?.code : undefined, texts.journey, target.web));
}

export function chooseFix(code: string | undefined, texts: Context['texts']['journey'], web: URL | undefined): string {
  switch (code) {
    case 'code_cooldown':
    case 'code_limit':
      return texts.fixWait;
    case 'code_incorrect':
      return texts.fixCode;
    case 'session_invalid':
      return texts.fixSession;
    case 'origin_forbidden':
      return texts.fixOrigin(web?.origin ?? '');
    case 'challenge_limit':
      return texts.fixWait;
    case 'too_many_attempts':
      return texts.fixTries;
    default:
      return texts.fixOther;
  }
}
