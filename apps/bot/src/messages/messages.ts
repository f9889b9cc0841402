import type { Language } from '@raqam/shared/languages';
import { en } from './en.ts';
import { ru } from './ru.ts';
import { uz } from './uz.ts';
import { uzCyrl } from './uz-cyrl.ts';

/** Everything that the bot says, in one language. HTML as Telegram reads it. */
export interface Messages {
  welcome: string;
  askForPhone: string;
  shareButton: string;
  help: string;
  cancelled: string;
  chooseLanguage: string;
  languageChosen: string;
  code(code: string, minutes: number): string;
  /** The number is confirmed for another account. */
  numberStays: string;
  copyButton(code: string): string;
  openSiteButton: string;
  /** A card that is not the sender's own, or may not be. */
  notOwnContact: string;
  /** The typed number belongs to another account. */
  contactRequired: string;
  wait(seconds: number): string;
  tryLater: string;
  commands: {
    start: string;
    help: string;
    /** Differs in every language: a chat's menu tells by it which one was chosen (language.ts). */
    language: string;
    cancel: string;
  };
}

export const messages: Readonly<Record<Language, Messages>> = { uz, 'uz-Cyrl': uzCyrl, ru, en };
