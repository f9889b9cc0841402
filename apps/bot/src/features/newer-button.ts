import type { InlineKeyboardButton } from 'telegraf/types';

type NewerButton = { text: string; style?: 'primary' | 'danger' } & (
  | { url: string }
  | { copy_text: { text: string } }
  | { callback_data: string }
);

/** A button of Bot API 7.11 (`copy_text`) or 9.4 (`style`); Telegraf's types are older. */
export function newerButton(button: NewerButton): InlineKeyboardButton {
  return button as unknown as InlineKeyboardButton;
}
