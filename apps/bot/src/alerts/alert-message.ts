import type { Alert } from '@raqam/shared/contract/bot';
import type { Language } from '@raqam/shared/languages';
import { type Brand, nameSite } from '../brand.ts';
import { disownKeyboard } from '../features/card.ts';
import { describeSignIn, escapeHtml, joinParts } from '../features/describe-sign-in.ts';
import { messages } from '../messages/messages.ts';
import { formatMoment } from '../messages/time/format-time.ts';

/** The parameters of `sendMessage` for an alert. */
export function alertMessage(alert: Alert, language: Language, brand: Brand) {
  const { newDevice, numberLost, disownButton, account } = messages[language].signIn;
  const site = escapeHtml(nameSite(brand, alert.site));
  const moment = formatMoment(new Date(alert.at));
  const common = {
    chat_id: alert.telegram_id,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  } as const;
  switch (alert.kind) {
    case 'new_device': {
      const { title, advice } = newDevice;
      return {
        ...common,
        text: joinParts(`${title(site)} ${moment}`, describeSignIn(alert, account, language), advice),
        reply_markup: disownKeyboard(disownButton, alert.id),
      };
    }
    case 'number_lost':
      return { ...common, text: joinParts(numberLost(site, escapeHtml(alert.account ?? '')), moment) };
  }
}
