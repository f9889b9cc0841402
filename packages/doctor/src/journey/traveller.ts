/** Who makes the dry run: a person that cannot be. */
export interface Traveller {
  telegramId: number;
  /** For the first code, for the return, and for the cleaning up after a run that went wrong. */
  phones: readonly [first: string, second: string, spare: string];
}

/**
 * 07700 900000 to 900999: mobile numbers that Ofcom keeps for television and radio drama, “will not be allocated
 * to Communications Providers in the foreseeable future” (its list “Telephone numbers for drama purposes”).
 * No person has one, so no Telegram account and no customer can. A block of Uzbekistan's that is free today may be
 * an operator's tomorrow; and outside SMS_ALLOWED_COUNTRIES nothing could ever be sent to it.
 */
const DRAMA_NUMBERS = 447_700_900_000;

/** The largest ids that the contract takes, and that Telegram promises to stay below (“at most 52 significant bits”): it counts at 2^33. */
const LAST_TELEGRAM_ID = 2 ** 52;

/**
 * How many of them there are. They come in turn, since a number that just got a code waits for the next one. It is
 * always begun with the first, so that what an aborted run left is met again, and goes.
 */
const COUNT = 20;

export const travellers: readonly Traveller[] = Array.from({ length: COUNT }, (_, index) => {
  const phone = (place: number) => `+${DRAMA_NUMBERS + 3 * index + place}`;
  return { telegramId: LAST_TELEGRAM_ID - index, phones: [phone(0), phone(1), phone(2)] };
});
