import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import { ask } from '../ask.ts';
import { type Check, failed, lacks, ok, skipped } from '../check.ts';
import { describeAsked } from '../describe-asked.ts';
import { maySendSecrets } from '../may-send-secrets.ts';

/** What no normaliser takes for a number. */
const NO_PHONE = 'raqam-doctor';

/**
 * The bot's key opens the API. The API looks at the key before anything else, so a request for a code for what is
 * no number makes nothing: 403 tells a wrong key, 400 the right one.
 */
export const botSecret: Check = {
  name: 'bot-secret',
  async run(context) {
    const { target, texts, found } = context;
    const { api, botSecret, apiSecrets } = target;
    if (botSecret === undefined) return skipped(texts.notGiven('BOT_SECRET_KEY'));
    if (apiSecrets?.includes(botSecret) === false) return failed(texts.secret.different, texts.secret.mendWrong);
    if (!api || !found.apiAnswers) return lacks(context, 'api-health');
    if (!maySendSecrets(api)) return failed(texts.plainHttp('--api'), texts.secret.mendHttp);
    const asked = await ask(new URL(API_BASE_PATH + routes.createTelegramCode.path, api), {
      method: 'POST',
      body: { secret_key: botSecret, telegram_id: 1, phone_number: NO_PHONE },
    });
    switch (asked.ok ? asked.answer.error?.code : undefined) {
      case 'phone_invalid':
        found.secretIsRight = true;
        return ok(texts.secret.right);
      case 'bot_secret_invalid':
        return failed(texts.secret.wrong, texts.secret.mendWrong);
      default:
        return failed(describeAsked(asked, texts), texts.secret.mendOther);
    }
  },
};
