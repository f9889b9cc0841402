import type { Message } from '@grammyjs/types';

/** The account that codes come from in Telegram. */
const CODES_ACCOUNT = { id: 489_000, is_bot: true, first_name: 'Verification Codes', username: 'VerificationCodes' };

/** A message in the chat “Verification Codes”, with its read state. */
export type CodeMessage = Message.TextMessage & { is_read: boolean };

/** The words of Telegram's app around a code, by its language. */
const TEXTS: Record<string, { code: string; warning: string; copy: string }> = {
  en: { code: 'Your verification code:', warning: 'Do not share this code with anyone.', copy: 'Copy code' },
  ru: { code: 'Ваш код подтверждения:', warning: 'Никому не сообщайте этот код.', copy: 'Скопировать код' },
  uz: { code: 'Tasdiqlash kodingiz:', warning: 'Bu kodni hech kimga aytmang.', copy: 'Kodni nusxalash' },
};

/**
 * Writes a code as Telegram shows it, in the shape of the Bot API: the code copies with one tap, and so does the
 * button below.
 *
 * @param about.sender the channel that the code is sent for, without `@`
 * @param about.date Unix time
 */
export function writeCodeMessage(about: {
  id: number;
  code: string;
  sender: string | undefined;
  languageCode: string;
  date: number;
}): CodeMessage {
  const words = TEXTS[about.languageCode.slice(0, 2)] ?? TEXTS['en'];
  const { code: lead = '', warning = '', copy = '' } = words ?? {};
  const from = about.sender ? `\n@${about.sender}` : '';
  return {
    message_id: about.id,
    from: CODES_ACCOUNT,
    chat: { id: CODES_ACCOUNT.id, type: 'private', first_name: CODES_ACCOUNT.first_name },
    date: about.date,
    text: `${lead} ${about.code}\n${warning}${from}`,
    entities: [{ type: 'code', offset: lead.length + 1, length: about.code.length }],
    reply_markup: { inline_keyboard: [[{ text: copy, copy_text: { text: about.code } }]] },
    is_read: false,
  };
}
