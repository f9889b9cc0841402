import type { Ending } from '../messages.ts';

/** The texts of the page on which people change the number of their account, in one language. */
export interface NumberMessages {
  /** Titles, for an account with a number, with an unconfirmed one, and without one. */
  change: string;
  confirm: string;
  add: string;
  /** `phone`: the number that the account has. */
  now: (phone: string) => string;
  /** Of a confirmed number. */
  oldOneEnds: string;
  /** Above the way by Telegram. */
  inTelegram: string;
  /** The other way. */
  byCode: string;
  /** Above the field. */
  lead: string;
  changing: string;
  endings: Record<Ending, { title: string; explanation?: string }>;
  /** The dialog that asks people to sign in once more. */
  proof: { title: string; explanation: string };
  done: { changed: string; confirmed: string; added: string };
  /** `phone`: the new one. */
  doneLead: (phone: string) => string;
  /** `phone`: the old one. */
  oldOneEnded: (phone: string) => string;
  toAccount: string;
}
