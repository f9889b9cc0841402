import type { InlineKeyboardButton, KeyboardButton } from '@grammyjs/types';
import type { ChatMessage } from './chat-message.ts';

/** A button that a person sees in a chat. */
export type VisibleButton =
  | { place: 'message'; text: string; message: ChatMessage; button: InlineKeyboardButton }
  | { place: 'keyboard'; text: string; message: ChatMessage; button: Exclude<KeyboardButton, string> };

/**
 * The buttons that a person sees, the newest first: those of all messages, and the reply keyboard, unless it was
 * removed. A one-time keyboard counts as visible, for a person can open it again.
 */
export function visibleButtons(messages: readonly ChatMessage[]): VisibleButton[] {
  const keyboard = messages.findLast(
    ({ reply_markup: markup }) => markup && ('keyboard' in markup || 'remove_keyboard' in markup),
  );
  return messages.toReversed().flatMap((message): VisibleButton[] => {
    const { reply_markup: markup } = message;
    if (markup && 'inline_keyboard' in markup) {
      return markup.inline_keyboard.flat().map((button) => ({ place: 'message', text: button.text, message, button }));
    }
    if (message !== keyboard || !markup || !('keyboard' in markup)) return [];
    return markup.keyboard.flat().map((key) => {
      const button = typeof key === 'string' ? { text: key } : key;
      return { place: 'keyboard', text: button.text, message, button };
    });
  });
}

/** Whether a button has exactly this text, or matches the expression. */
export function hasText({ text }: VisibleButton, name: string | RegExp): boolean {
  return typeof name === 'string' ? text === name : text.search(name) >= 0;
}
