import type { Language } from '@raqam/shared/languages';
import type { Context } from 'telegraf';
import type { Messages } from '../messages/messages.types.ts';

/** A context with the language of the person who wrote. */
export interface SpokenContext extends Context {
  language: Language;
  texts: Messages;
  /** The person came from a page in this language: without a choice of their own it becomes theirs. */
  speakLikePage(language: Language): void;
}
