/**
 * The texts of a card that depend on its purpose, in Telegram's HTML. `site` names the site, or the client that a number
 * is confirmed for, and is the first in bold.
 */
export interface CardTexts {
  /** Of what somebody started on the site. */
  title(site: string): string;
  /** A masked number. */
  account(number: string): string;
  /** `ago`: `42 seconds ago`. Followed by `instruction`. */
  startedAgo(ago: string): string;
  /** Instead of the card, where the contact is needed first; followed by the facts of the card. */
  askForContact(site: string): string;
  /** Instead of the card, once it was decided. */
  approved(site: string): string;
  declined(site: string): string;
  wrongNumber(site: string): string;
  taken(site: string): string;
  expired(site: string): string;
}

/** The texts of signing in by one press, and what all cards share. */
export interface SignInTexts extends CardTexts {
  instruction: string;
  declineButton: string;
  /** A Mini App waited for the contact. */
  contactShared(site: string): string;
  /** Instead of the card: the link is unknown or has ended. */
  linkOld: string;
  /** Another Telegram user opened it too. */
  linkTaken: string;
  /** Too many cards were declined or answered wrongly. */
  limit(seconds: number): string;
  /** The API does not answer; the link still works. */
  openAgain: string;
  /** The API does not answer; the buttons stay. At most 200 characters, no HTML. */
  pressAgain: string;
  /** Under an approved card and an alert: ends that session. */
  disownButton: string;
  disowned(site: string): string;
  /** The bot can't end it any more. */
  disownedLate(site: string): string;
  /** An alert. The time follows the title. */
  newDevice: { title(site: string): string; advice: string };
  /** The same of a passkey that was added to the account. */
  newPasskey: { title(site: string): string; advice: string };
  /** An alert; the time is below. `number`: a masked number, or empty. */
  numberLost(site: string, number: string): string;
  /** The same for an account that is as it was, without the number. */
  numberMoved(site: string, number: string): string;
  /** On a card: the person at the page proved the number of the account, which nobody used for long. */
  claimed: string;
}
