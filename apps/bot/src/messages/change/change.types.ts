import type { CardTexts } from '../sign-in/sign-in.types.ts';

/** The texts of a change of number: its card, and the alert that tells the account's Telegram of it. */
export interface ChangeTexts extends CardTexts {
  /** Instead of the card: the account has another Telegram account. */
  otherTelegram: string;
  /** The alert. The numbers and the time follow the title. */
  changed: { title(site: string): string; advice: string };
  /** The same, of an account that had no number. */
  added: { title(site: string): string; advice: string };
  /** Under the alert: undoes the change. */
  undoButton: string;
  /** `number`: the masked number that the account has now; empty: none. */
  undone(site: string, number: string): string;
  /** The bot can't undo it any more. */
  undoneLate(site: string): string;
}
