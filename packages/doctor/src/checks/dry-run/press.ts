import { blockedBy, type Check, type Context, type Finding, failed, ok, skipped } from '../../check.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { type Press, takePress } from '../../journey/take-press.ts';
import { testPeople } from '../../journey/test-people.ts';
import { chooseFix } from './journey.ts';

/**
 * The test person signs in by one press: as the site's page, and on the handset of the local system. On a deployment
 * nobody but a person can press in Telegram.
 */
export const press: Check = {
  name: 'press',
  async run(context) {
    const { target, texts, found, dryRun, signal, addSecret } = context;
    const { api, web, botSecret, handset } = target;
    if (!dryRun) return skipped(texts.notWanted);
    if (!handset) return ok(texts.press.notHere);
    const person = testPeople.find(({ telegramId }) => telegramId === found.journey?.telegramId);
    if (!api || botSecret === undefined || !person) return blockedBy(context, 'journey');
    if (found.journey?.failure || found.journey?.end !== 'deleted') return blockedBy(context, 'journey');
    if (found.bot?.readiness.status !== 'ok') return blockedBy(context, 'bot-ready');
    if (!found.api?.bot) return blockedBy(context, 'api-bot');
    const plan = { api, siteApi: found.siteApi ?? api, web, botSecret, stack: handset, person };
    found.press = await takePress(plan, { signal, addSecret });
    return describePress(context, found.press);
  },
};

function describePress({ texts, target }: Context, { failure, isAborted, noticedMs }: Press): Finding {
  if (isAborted) return failed(texts.journey.aborted, texts.journey.fixAborted);
  if (!failure) return ok(texts.press.whole(noticedMs));
  const { step, trouble } = failure;
  const at = (seen: string) => texts.journey.failed(texts.press.steps[step], seen);
  switch (trouble.kind) {
    case 'silent':
      return failed(at(texts.press.silent), texts.press.fixSilent);
    case 'unnoticed':
      return failed(at(texts.press.unnoticed(trouble.state)), texts.press.fixUnnoticed);
    case 'answer': {
      const { asked } = trouble;
      const fix = chooseFix(asked.ok ? asked.answer.error?.code : undefined, texts.journey, target.web);
      return failed(at(describeAsked(asked, texts)), fix);
    }
    default:
      return trouble satisfies never;
  }
}
