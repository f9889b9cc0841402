import type { Alert } from '@raqam/shared/contract/bot';
import type { Language } from '@raqam/shared/languages';
import { type Brand, nameSite } from '../brand.ts';
import { cardMessage, disownKeyboard, undoKeyboard } from '../features/card.ts';
import { describeSignIn, escapeHtml, joinParts } from '../features/describe-sign-in.ts';
import { messages } from '../messages/messages.ts';
import { formatMoment } from '../messages/time/format-time.ts';

/** The parameters of `sendMessage` for an alert. undefined: its card is over by now. */
export function alertMessage(alert: Alert, language: Language, brand: Brand) {
  const { signIn, change } = messages[language];
  const { newDevice, newPasskey, numberLost, numberMoved, disownButton, account } = signIn;
  const site = escapeHtml(nameSite(brand, alert.site));
  const moment = formatMoment(new Date(alert.at));
  const common = {
    chat_id: alert.telegram_id,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  } as const;
  switch (alert.kind) {
    case 'new_device':
    case 'new_passkey': {
      const { title, advice } = alert.kind === 'new_device' ? newDevice : newPasskey;
      return {
        ...common,
        text: joinParts(`${title(site)} ${moment}`, describeSignIn(alert, account, language), advice),
        reply_markup: disownKeyboard(disownButton, alert.id),
      };
    }
    case 'number_changed': {
      const { title, advice } = alert.account === null ? change.added : change.changed;
      const numbers = [alert.account, alert.new_account].filter(Boolean).join(' → ');
      return {
        ...common,
        text: joinParts(
          `${title(site)} ${moment}`,
          describeSignIn({ ...alert, account: numbers }, (line) => line, language),
          advice,
        ),
        reply_markup: undoKeyboard(change.undoButton, alert.id),
      };
    }
    case 'card':
      return alert.card && { chat_id: alert.telegram_id, ...cardMessage(alert.card, brand, language) };
    case 'number_lost': {
      const describe = alert.account_stays ? numberMoved : numberLost;
      return { ...common, text: joinParts(describe(site, escapeHtml(alert.account ?? '')), moment) };
    }
  }
}
