import { DEVELOPMENT_PLAYMOBILE_ACCOUNT } from '@raqam/local-stack/playmobile/account';
import { DEVELOPMENT_SMS_WEBHOOK_SECRET } from '@raqam/local-stack/sms-webhook/sms-webhook-routes';
import type { Gateway } from './gateway.ts';

export const REPORT_SECRET = 'report-secret-of-the-tests-0123456789abcdef';

/** The variables of PlayMobile, in the emulator. */
export function playMobile({ stackUrl }: Gateway): Record<string, string> {
  return {
    PLAYMOBILE_BASE_URL: `${stackUrl}/playmobile`,
    PLAYMOBILE_LOGIN: DEVELOPMENT_PLAYMOBILE_ACCOUNT.login,
    PLAYMOBILE_PASSWORD: DEVELOPMENT_PLAYMOBILE_ACCOUNT.password,
    PLAYMOBILE_REPORT_SECRET: REPORT_SECRET,
  };
}

/** The variables of an operator's own service that sends codes, in the emulator. */
export function smsWebhook({ stackUrl }: Gateway): Record<string, string> {
  return { SMS_WEBHOOK_URL: `${stackUrl}/sms-webhook`, SMS_WEBHOOK_SECRET: DEVELOPMENT_SMS_WEBHOOK_SECRET };
}
