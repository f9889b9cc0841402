import { z } from 'zod';
import { type Asked, ask } from '../ask.ts';
import { type Check, type Context, type Finding, failed, lacks, ok, skipped, warning } from '../check.ts';
import { describeAsked } from '../describe-asked.ts';
import { maySendSecrets } from '../may-send-secrets.ts';

/** Milliseconds. Telegram tells the last error for ever: an old one may be mended. */
const ERROR_IS_RECENT = 60 * 60 * 1000;

const meSchema = z.object({ result: z.object({ username: z.string() }) });
const webhookSchema = z.object({
  result: z.object({
    url: z.string(),
    pending_update_count: z.number(),
    last_error_date: z.number().optional(),
    last_error_message: z.string().optional(),
  }),
});
type WebhookInfo = z.infer<typeof webhookSchema>['result'];

/** Telegram knows the token. */
export const telegramToken: Check = {
  name: 'telegram-token',
  async run({ target, texts, found }) {
    if (target.token === undefined) return skipped(texts.notGiven('BOT_TOKEN'));
    if (!maySendSecrets(target.telegram)) {
      return failed(texts.plainHttp('TELEGRAM_API_ROOT'), texts.telegram.mendHttp);
    }
    if (!/^\d+:[\w-]+$/.test(target.token)) return failed(texts.telegram.malformed, texts.telegram.mendToken);
    const asked = await callTelegram(target.telegram, target.token, 'getMe');
    const me = asked.ok ? meSchema.safeParse(asked.answer.json).data : undefined;
    if (me) {
      found.botName = me.result.username;
      return ok(texts.telegram.token(me.result.username));
    }
    const isRefused = asked.ok && [401, 404].includes(asked.answer.status);
    return isRefused
      ? failed(texts.telegram.refused, texts.telegram.mendToken)
      : failed(describeAsked(asked, texts), texts.telegram.mendUnreachable);
  },
};

/** The button on the site opens the bot that the token is of. */
export const telegramName: Check = {
  name: 'telegram-name',
  run(context) {
    const { texts, found } = context;
    if (found.botName === undefined) return lacks(context, 'telegram-token');
    if (!found.build) return lacks(context, 'web-app');
    const shown = found.build.botUsername?.replace(/^@/, '');
    if (!shown) return warning(texts.telegram.noName, texts.telegram.mendNoName(found.botName));
    return shown.toLowerCase() === found.botName.toLowerCase()
      ? ok(texts.telegram.name(found.botName))
      : failed(texts.telegram.otherName(shown, found.botName), texts.telegram.mendOtherName(found.botName));
  },
};

/** Telegram hands updates over in the way that the bot takes them. */
export const telegramWebhook: Check = {
  name: 'telegram-webhook',
  async run(context) {
    const { target, texts, found } = context;
    if (found.botName === undefined || target.token === undefined) return lacks(context, 'telegram-token');
    const asked = await callTelegram(target.telegram, target.token, 'getWebhookInfo');
    const info = asked.ok ? webhookSchema.safeParse(asked.answer.json).data?.result : undefined;
    if (!info) return failed(describeAsked(asked, texts), texts.telegram.mendUnreachable);
    found.webhook = { pending: info.pending_update_count };
    return judgeWebhook(info, context);
  },
};

function judgeWebhook(info: WebhookInfo, { target, texts: { telegram: texts }, found }: Context): Finding {
  const mode = found.bot?.told.mode;
  if (info.url === '') {
    if (mode === 'webhook') return failed(texts.missing, texts.mendMissing);
    return ok(mode === 'polling' ? texts.noWebhook : texts.noneSet);
  }
  const host = URL.parse(info.url)?.host ?? '?'; // its path may be a secret
  if (mode === 'polling') return failed(texts.besides(host), texts.mendBesides);
  const { last_error_date: date, last_error_message: message = '' } = info;
  const ago = date === undefined ? Number.POSITIVE_INFINITY : Date.now() - date * 1000;
  if (ago < ERROR_IS_RECENT) return failed(texts.error(Math.max(0, ago), message), texts.mendError);
  if (mode === undefined) return warning(texts.unknown(host), texts.mendUnknown);
  return target.bot?.host === host ? ok(texts.webhook(host)) : warning(texts.elsewhere(host), texts.mendElsewhere);
}

/** All that can be seen of a bot from outside without taking its updates. */
export const telegramUpdates: Check = {
  name: 'telegram-updates',
  run(context) {
    const { texts, found } = context;
    if (!found.webhook) return lacks(context, 'telegram-webhook');
    const { pending } = found.webhook;
    return pending === 0
      ? ok(texts.telegram.noUpdates)
      : warning(texts.telegram.updates(pending), texts.telegram.mendUpdates);
  },
};

/** Never `getUpdates`: it would end the bot's own poll. */
function callTelegram(root: URL, token: string, method: 'getMe' | 'getWebhookInfo'): Promise<Asked> {
  return ask(new URL(`${root.href.replace(/\/+$/, '')}/bot${token}/${method}`));
}
