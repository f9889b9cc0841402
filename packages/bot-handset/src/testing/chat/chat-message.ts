import type {
  ForceReply,
  InlineKeyboardMarkup,
  Message,
  ReactionType,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from '@grammyjs/types';

/** A message as a person sees it: the Bot API's Message, with the keyboard that came with it. */
export type ChatMessage = Omit<Message, 'reply_markup'> & {
  reply_markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply;
  reactions?: { user_id: number; reactions: ReactionType[] }[];
  /** Of a poll. */
  votes?: { user_id: number; option_ids: number[] }[];
};

/** Selects messages by text or caption: a part of it, or an expression. */
export type TextPattern = string | RegExp;

/** The text of a message, or its caption; empty if it has neither. */
export function textOf({ text, caption }: ChatMessage): string {
  return text ?? caption ?? '';
}

/** Whether the text or the caption has the string, or matches the expression. */
export function matches(message: ChatMessage, pattern: TextPattern | undefined): boolean {
  if (pattern === undefined) return true;
  return typeof pattern === 'string' ? textOf(message).includes(pattern) : textOf(message).search(pattern) >= 0;
}
