import { z } from 'zod';
import {
  blockedBy,
  type Check,
  type Context,
  type Finding,
  failed,
  notGiven,
  ok,
  skipped,
  warning,
} from '../../check.ts';
import { type Asked, ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { maySendSecrets } from '../../http/may-send-secrets.ts';

/** Telegram reports the last error for ever: an older one may be fixed. */
const RECENT_ERROR_MS = 60 * 60 * 1000;

const meSchema = z.object({ result: z.object({ id: z.number(), username: z.string() }) });
const webhookSchema = z.object({
  result: z.object({
    url: z.string(),
    pending_update_count: z.number(),
    last_error_date: z.number().optional(),
    last_error_message: z.string().optional(),
  }),
});
type WebhookInfo = z.infer<typeof webhookSchema>['result'];

/** Telegram accepts the token. */
export const telegramToken: Check = {
  name: 'telegram-token',
  async run(context) {
    const { target, texts, found } = context;
    if (target.token === undefined) return notGiven(context, 'BOT_TOKEN');
    if (!maySendSecrets(target.telegram)) {
      return failed(texts.plainHttp('TELEGRAM_API_ROOT'), texts.telegram.fixHttp);
    }
    if (!/^\d+:[\w-]+$/.test(target.token)) return failed(texts.telegram.malformed, texts.telegram.fixToken);
    const asked = await callTelegram(target.telegram, target.token, 'getMe');
    const me = asked.ok ? meSchema.safeParse(asked.answer.json).data : undefined;
    if (me) {
      found.botName = me.result.username;
      found.botId = String(me.result.id);
      return ok(texts.telegram.token(me.result.username));
    }
    const isRefused = asked.ok && [401, 404].includes(asked.answer.status);
    return isRefused
      ? failed(texts.telegram.refused, texts.telegram.fixToken)
      : failed(describeAsked(asked, texts), texts.telegram.fixUnreachable);
  },
};

/** The running bot is the one of BOT_TOKEN. */
export const botName: Check = {
  name: 'bot-name',
  run(context) {
    const { texts, found } = context;
    if (!found.bot) return blockedBy(context, 'bot-ready');
    if (found.botName === undefined) return blockedBy(context, 'telegram-token');
    const { username } = found.bot.readiness;
    if (username === undefined) return skipped(texts.olderVersion('bot'));
    if (username === null) return warning(texts.telegram.nameless, texts.bot.fixUnready);
    return isSameName(username, found.botName)
      ? ok(texts.telegram.runs(username))
      : failed(texts.telegram.runsOther(username, found.botName), texts.telegram.fixRunsOther(found.botName));
  },
};

/** The name in this repository's examples: a stranger may own it. */
const PLACEHOLDER = 'your_bot';

/** The button on the site opens the running bot, or else that of BOT_TOKEN, or else that of the API. */
export const telegramName: Check = {
  name: 'telegram-name',
  run(context) {
    const { found } = context;
    const { telegram: texts } = context.texts;
    if (!found.build) return blockedBy(context, 'web-app');
    const shown = found.build.botUsername?.replace(/^@/, '');
    const isPlaceholder = shown !== undefined && isSameName(shown, PLACEHOLDER);
    const real = findBotName(context);
    if (isPlaceholder && real === undefined) return failed(texts.placeholder(shown), texts.fixPlaceholder);
    if (real === undefined) return compareWithApi(context, shown);
    if (!shown) return warning(texts.noName, texts.fixNoName(real));
    return isSameName(shown, real)
      ? ok(texts.name(real))
      : failed(texts.otherName(shown, real), texts.fixOtherName(real));
  },
};

/** Without a bot to compare both with: the site and the API name the same one. */
function compareWithApi(context: Context, shown: string | undefined): Finding {
  const { texts, found } = context;
  const linked = found.api?.bot;
  if (!linked || !shown || isSameName(shown, linked)) return blockedBy(context, 'telegram-token');
  return failed(texts.telegram.otherThanApi(shown, linked), texts.telegram.fixOtherThanApi);
}

/** The user name of the running bot, or else of that of BOT_TOKEN. */
export function findBotName({ found }: Context): string | undefined {
  return found.bot?.readiness.username ?? found.botName;
}

/** Telegram ignores the case of user names. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Telegram delivers updates the way that the bot expects. */
export const telegramWebhook: Check = {
  name: 'telegram-webhook',
  async run(context) {
    const { target, texts, found } = context;
    if (found.botName === undefined || target.token === undefined) return blockedBy(context, 'telegram-token');
    const asked = await callTelegram(target.telegram, target.token, 'getWebhookInfo');
    const info = asked.ok ? webhookSchema.safeParse(asked.answer.json).data?.result : undefined;
    if (!info) return failed(describeAsked(asked, texts), texts.telegram.fixUnreachable);
    found.webhook = { pending: info.pending_update_count };
    return judgeWebhook(info, context);
  },
};

function judgeWebhook(info: WebhookInfo, { target, texts: { telegram: texts }, found }: Context): Finding {
  const mode = found.bot?.readiness.mode;
  if (info.url === '') {
    if (mode === 'webhook') return failed(texts.missing, texts.fixMissing);
    return ok(mode === 'polling' ? texts.noWebhook : texts.noneSet);
  }
  const host = URL.parse(info.url)?.host ?? '?'; // the path may be a secret
  if (mode === 'polling') return failed(texts.besides(host), texts.fixBesides);
  const { last_error_date: date, last_error_message: message = '' } = info;
  const agoMs = date === undefined ? Number.POSITIVE_INFINITY : Date.now() - date * 1000;
  if (agoMs < RECENT_ERROR_MS) return failed(texts.error(Math.max(0, agoMs), message), texts.fixError);
  if (mode === undefined) return warning(texts.unknown(host), texts.fixUnknown);
  return target.bot?.host === host ? ok(texts.webhook(host)) : warning(texts.elsewhere(host), texts.fixElsewhere);
}

/** The only information about a bot's health that takes no updates from it. */
export const telegramUpdates: Check = {
  name: 'telegram-updates',
  run(context) {
    const { texts, found } = context;
    if (!found.webhook) return blockedBy(context, 'telegram-webhook');
    const { pending } = found.webhook;
    return pending === 0
      ? ok(texts.telegram.noUpdates)
      : warning(texts.telegram.updates(pending), texts.telegram.fixUpdates);
  },
};

/** Never `getUpdates`: it would end the bot's own poll. */
function callTelegram(root: URL, token: string, method: 'getMe' | 'getWebhookInfo'): Promise<Asked> {
  return ask(new URL(`${root.href.replace(/\/+$/, '')}/bot${token}/${method}`));
}
