import { botReadinessSchema } from '@raqam/service/readiness';
import { READINESS_PATH } from '@raqam/shared/routes';
import { ask } from '../ask.ts';
import { type Check, failed, lacks, ok, skipped } from '../check.ts';
import { describeAsked } from '../describe-asked.ts';

/** Milliseconds. Two pollers interrupt each other every few seconds; a redeploy does so once. */
const CONFLICT_IS_RECENT = 2 * 60 * 1000;

/** Updates reach it. */
export const botReady: Check = {
  name: 'bot-ready',
  async run({ target, texts, found }) {
    if (!target.bot) return skipped(texts.notGiven('--bot'));
    const asked = await ask(new URL(READINESS_PATH, target.bot));
    if (!asked.ok) return failed(describeAsked(asked, texts), texts.bot.mendDown);
    const told = botReadinessSchema.safeParse(asked.answer.json).data;
    if (!told) {
      const isDown = asked.answer.status >= 500 && asked.answer.error === undefined;
      return isDown
        ? failed(describeAsked(asked, texts), texts.bot.mendDown)
        : failed(texts.bot.other, texts.bot.mendOther);
    }
    found.bot = { told, askedAt: Date.now() + (asked.answer.skew ?? 0) };
    const { reason = 'starting', mode, version } = told;
    if (told.status === 'not_ready') {
      return failed(texts.bot.reasons[reason], reason === 'conflict' ? texts.bot.mendConflict : texts.bot.mendUnready);
    }
    return ok(mode === 'polling' ? texts.bot.polls(version) : texts.bot.webhook(version));
  },
};

/**
 * Nobody else polls. Only the bot itself can tell: to poll here too would end its poll with a 409, and do the
 * harm that is looked for.
 */
export const botAlone: Check = {
  name: 'bot-alone',
  run(context) {
    const { texts, found } = context;
    if (!found.bot) return lacks(context, 'bot-ready');
    const { last_conflict: lastConflict, reason } = found.bot.told;
    if (reason === 'conflict') return failed(texts.bot.reasons.conflict, texts.bot.mendConflict);
    const ago = lastConflict === null ? Number.POSITIVE_INFINITY : found.bot.askedAt - Date.parse(lastConflict);
    return ago < CONFLICT_IS_RECENT ? failed(texts.bot.conflict(ago), texts.bot.mendConflict) : ok(texts.bot.alone);
  },
};

/** The link that people get leads to the site. */
export const botRegisterUrl: Check = {
  name: 'bot-register-url',
  run(context) {
    const { target, texts, found } = context;
    if (!found.bot) return lacks(context, 'bot-ready');
    if (!target.web) return skipped(texts.notGiven('--web'));
    const { origin, pathname } = new URL(found.bot.told.register_url);
    const isSignUp = ['/register', '/signup', '/'].includes(pathname.replace(/(?<=.)\/$/, ''));
    return origin === target.web.origin && isSignUp
      ? ok(texts.bot.registerUrl(pathname))
      : failed(texts.bot.otherSite(origin + pathname), texts.bot.mendRegisterUrl(`${target.web.origin}/register`));
  },
};
