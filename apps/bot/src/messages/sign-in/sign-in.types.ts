/** The texts of signing in by one press, in Telegram's HTML. `site` is the host of the site, and the first in bold. */
export interface SignInTexts {
  /** The card of a sign-in that somebody started on the site. */
  title(site: string): string;
  /** A masked number. */
  account(number: string): string;
  /** `ago`: `42 seconds ago`. Followed by `instruction`. */
  startedAgo(ago: string): string;
  instruction: string;
  declineButton: string;
  /** To a newcomer, instead of the card, followed by the facts about the sign-in. */
  askForContact(site: string): string;
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
  /** Instead of the card, once it was decided. */
  approved(site: string): string;
  declined(site: string): string;
  wrongNumber(site: string): string;
  taken(site: string): string;
  expired(site: string): string;
  /** Under an approved card and an alert: ends that session. */
  disownButton: string;
  disowned(site: string): string;
  /** The bot can't end it any more. */
  disownedLate(site: string): string;
  /** An alert. The time follows the title. */
  newDevice: { title(site: string): string; advice: string };
  /** An alert; the time is below. `number`: a masked number, or empty. */
  numberLost(site: string, number: string): string;
}
