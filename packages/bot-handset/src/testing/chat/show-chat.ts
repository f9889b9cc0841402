import type { ChatMessage } from './chat-message.ts';
import { textOf } from './chat-message.ts';
import { visibleButtons } from './find-button.ts';

const MAX_SHOWN_MESSAGES = 20;
/** Fields of a message that say what it is where it has no text. */
const KINDS = [
  'photo',
  'document',
  'audio',
  'voice',
  'video',
  'animation',
  'video_note',
  'sticker',
  'contact',
  'venue',
  'location',
  'poll',
  'dice',
  'invoice',
  'successful_payment',
  'new_chat_members',
  'left_chat_member',
  'pinned_message',
  'web_app_data',
] as const satisfies readonly (keyof ChatMessage)[];

/** A chat as lines of text for the message of an error, the newest last. */
export function showChat(messages: readonly ChatMessage[]): string {
  if (messages.length === 0) return '  (the chat is empty)';
  const shown = messages.slice(-MAX_SHOWN_MESSAGES).map(showMessage);
  const left = messages.length - shown.length;
  return [...(left > 0 ? [`  … ${left} earlier messages`] : []), ...shown].join('\n');
}

/** The texts of the buttons that a person sees, for the message of an error. */
export function showButtons(messages: readonly ChatMessage[]): string {
  const buttons = visibleButtons(messages).map(({ text }) => `“${text}”`);
  return buttons.length === 0 ? 'no button is visible' : `visible are ${buttons.join(', ')}`;
}

function showMessage(message: ChatMessage): string {
  const author = message.from?.first_name ?? ('title' in message.chat ? message.chat.title : '');
  const kind = KINDS.find((each) => message[each] !== undefined);
  const content = [...(kind ? [`<${kind}>`] : []), textOf(message)].join(' ').trim();
  const buttons = visibleButtons([message]).map(({ text }) => `[${text}]`);
  return `  ${author}: ${[content, ...buttons].join(' ').replaceAll('\n', '\n    ')}`;
}
