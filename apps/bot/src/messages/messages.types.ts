import type { ChangeTexts } from './change/change.types.ts';
import type { CardTexts, SignInTexts } from './sign-in/sign-in.types.ts';

/** All texts of the bot, in one language, in Telegram's HTML. `site` names the site, by its host at least. */
export interface Messages {
  signIn: SignInTexts;
  /** Of a card that confirms a number and opens no account. */
  prove: CardTexts;
  change: ChangeTexts;
  welcome(site: string): string;
  askForPhone: string;
  shareButton: string;
  help: string;
  /** Below the help, each before its link. */
  support: string;
  terms: string;
  nothingToCancel: string;
  chooseLanguage: string;
  languageChosen: string;
  code(site: string, code: string, minutes: number): string;
  /** The number is confirmed for another account. */
  numberStays: string;
  copyButton(code: string): string;
  openSiteButton: string;
  /** A contact that is not, or may not be, the sender's own. */
  notOwnContact: string;
  /** The typed number belongs to another account. */
  contactRequired: string;
  /** The next three are followed by `wait`, `noCode` also by `tryLater`. */
  code_cooldown: string;
  code_limit: string;
  noCode: string;
  wait(seconds: number): string;
  tryLater: string;
  /** Above START in an empty chat; at most 512 characters. */
  description(site: string): string;
  /** In the bot's profile; at most 120 characters. */
  shortDescription(site: string): string;
  commands: {
    start: string;
    help: string;
    /** Different in every language: the menu of a chat told by it which one was chosen (language.ts). */
    language: string;
  };
}
