import { blockedBy, type Check, failed, ok, skipped, warning } from '../../check.ts';
import { findBotName, isSameName } from './telegram.ts';

/** The links of the sign-in by one press open the running bot, or else that of BOT_TOKEN. */
export const apiBot: Check = {
  name: 'api-bot',
  run(context) {
    const { found } = context;
    const { apiBots: texts } = context.texts;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { bot: linked } = found.api;
    if (linked === undefined) return skipped(context.texts.olderVersion('api'));
    const real = findBotName(context);
    if (linked === null) return warning(texts.noPress, texts.fixBot(real));
    if (real === undefined) return blockedBy(context, 'telegram-token');
    return isSameName(linked, real)
      ? ok(texts.press(real))
      : failed(texts.otherPress(linked, real), texts.fixBot(real));
  },
};

/** The data of Mini Apps is checked for that same bot. */
export const apiMiniApp: Check = {
  name: 'api-mini-app',
  run(context) {
    const { found } = context;
    const { apiBots: texts } = context.texts;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { mini_app: given } = found.api;
    if (given === undefined) return skipped(context.texts.olderVersion('api'));
    if (given === null) return ok(texts.noMiniApp);
    const real = found.bot?.readiness.id ?? found.botId;
    if (real !== undefined) return given === real ? ok(texts.miniApp) : failed(texts.otherMiniApp, texts.fixId(real));
    return found.bot ? skipped(context.texts.olderVersion('bot')) : blockedBy(context, 'telegram-token');
  },
};
