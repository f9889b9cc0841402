import { READINESS_PATH } from '@raqam/shared/routes';
import { blockedBy, type Check, failed, notGiven, ok, skipped, warning } from '../../check.ts';
import { ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { anyBotReadinessSchema } from '../../http/readiness.ts';

/** Two pollers interrupt each other every few seconds, a redeploy does so once. */
const RECENT_CONFLICT_MS = 2 * 60 * 1000;

/** It gets updates. */
export const botReady: Check = {
  name: 'bot-ready',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.bot) return notGiven(context, '--bot');
    const asked = await ask(new URL(READINESS_PATH, target.bot));
    if (!asked.ok) return failed(describeAsked(asked, texts), texts.bot.fixDown);
    const readiness = anyBotReadinessSchema.safeParse(asked.answer.json).data;
    if (!readiness) {
      const isDown = asked.answer.status >= 500 && asked.answer.error === undefined;
      return isDown
        ? failed(describeAsked(asked, texts), texts.bot.fixDown)
        : failed(texts.bot.other, texts.bot.fixOther);
    }
    found.bot = { readiness, askedAt: Date.now() + (asked.answer.skewMs ?? 0) };
    const { reason = 'starting', mode, version } = readiness;
    if (readiness.status === 'not_ready') {
      return failed(texts.bot.reasons[reason], reason === 'conflict' ? texts.bot.fixConflict : texts.bot.fixUnready);
    }
    return ok(mode === 'polling' ? texts.bot.polls(version) : texts.bot.webhook(version));
  },
};

/** No other instance polls. The bot reports that: a poll here would itself end the bot's with a 409. */
export const botAlone: Check = {
  name: 'bot-alone',
  run(context) {
    const { texts, found } = context;
    if (!found.bot) return blockedBy(context, 'bot-ready');
    const { last_conflict: lastConflict, reason } = found.bot.readiness;
    if (reason === 'conflict') return failed(texts.bot.reasons.conflict, texts.bot.fixConflict);
    const agoMs = lastConflict === null ? Number.POSITIVE_INFINITY : found.bot.askedAt - Date.parse(lastConflict);
    return agoMs < RECENT_CONFLICT_MS ? failed(texts.bot.conflict(agoMs), texts.bot.fixConflict) : ok(texts.bot.alone);
  },
};

/** The API accepts the bot's key and host. The bot asks every minute, with its own variables. */
export const botApi: Check = {
  name: 'bot-api',
  run(context) {
    const { found } = context;
    const texts = context.texts.botApi;
    if (!found.bot) return blockedBy(context, 'bot-ready');
    const { api } = found.bot.readiness;
    switch (api) {
      case undefined:
        return skipped(context.texts.olderVersion('bot'));
      case 'ok':
        return ok(texts.right);
      case 'secret_refused':
        return failed(texts.secretRefused, context.texts.secret.fixWrong);
      case 'host_refused':
        return failed(texts.hostRefused, texts.fixHost);
      case 'unreachable':
        return failed(texts.unreachable, texts.fixUnreachable);
      case 'unknown':
        return warning(texts.unknown, texts.fixUnknown);
      default:
        return api satisfies never;
    }
  },
};

/** The link that people get leads to the site. */
export const botRegisterUrl: Check = {
  name: 'bot-register-url',
  run(context) {
    const { target, texts, found } = context;
    if (!found.bot) return blockedBy(context, 'bot-ready');
    if (!target.web) return notGiven(context, '--web');
    const { origin, pathname } = new URL(found.bot.readiness.register_url);
    const isSignUp = ['/register', '/signup', '/'].includes(pathname.replace(/(?<=.)\/$/, ''));
    return origin === target.web.origin && isSignUp
      ? ok(texts.bot.registerUrl(pathname))
      : failed(texts.bot.otherSite(origin + pathname), texts.bot.fixRegisterUrl(`${target.web.origin}/register`));
  },
};
