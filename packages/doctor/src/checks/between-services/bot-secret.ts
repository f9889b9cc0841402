import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import { blockedBy, type Check, failed, notGiven, ok } from '../../check.ts';
import { ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { maySendSecrets } from '../../http/may-send-secrets.ts';

/** Never a phone number. */
const NO_PHONE = 'raqam-doctor';

/**
 * The API accepts the bot's key. It checks the key before anything else, so a request for a code with an impossible
 * number changes nothing: 403 means a wrong key, 400 the right one.
 */
export const botSecret: Check = {
  name: 'bot-secret',
  async run(context) {
    const { target, texts, found } = context;
    const { api, botSecret, apiSecrets } = target;
    if (botSecret === undefined) return notGiven(context, 'BOT_SECRET_KEY');
    if (apiSecrets?.includes(botSecret) === false) return failed(texts.secret.different, texts.secret.fixWrong);
    if (!api || !found.apiAnswers) return blockedBy(context, 'api-health');
    if (!maySendSecrets(api)) return failed(texts.plainHttp('--api'), texts.secret.fixHttp);
    const asked = await ask(new URL(API_BASE_PATH + routes.createTelegramCode.path, api), {
      method: 'POST',
      body: { secret_key: botSecret, telegram_id: 1, phone_number: NO_PHONE },
    });
    switch (asked.ok ? asked.answer.error?.code : undefined) {
      case 'phone_invalid':
        found.secretIsRight = true;
        return ok(texts.secret.right);
      case 'bot_secret_invalid':
        return failed(texts.secret.wrong, texts.secret.fixWrong);
      default:
        return failed(describeAsked(asked, texts), texts.secret.fixOther);
    }
  },
};
