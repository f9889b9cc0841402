/** Someone who registers in the dry run and cannot exist. */
export interface TestPerson {
  telegramId: number;
  /** For the first code, for the return, and for the clean-up after a failure. */
  phones: readonly [first: string, second: string, spare: string];
}

/**
 * 07700 900000 to 900999: mobile numbers that Ofcom keeps for television and radio drama, “will not be allocated
 * to Communications Providers in the foreseeable future” (its list “Telephone numbers for drama purposes”).
 * So no customer and no Telegram account can have one. Uzbekistan reserves no such block: a free one may be assigned
 * to an operator later. And SMS_ALLOWED_COUNTRIES does not include the United Kingdom, so no SMS is ever sent there.
 */
const DRAMA_NUMBERS = 447_700_900_000;

/** The largest id of the contract. Telegram promises to stay below it (“at most 52 significant bits”) and is at 2^33. */
const LAST_TELEGRAM_ID = 2 ** 52;

/**
 * They take turns, since a number that has just received a code must wait for the next one. Every run begins with the
 * first, so that the account of an interrupted run is found and deleted.
 */
const COUNT = 20;

export const testPeople: readonly TestPerson[] = Array.from({ length: COUNT }, (_, index) => {
  const phone = (place: number) => `+${DRAMA_NUMBERS + 3 * index + place}`;
  return { telegramId: LAST_TELEGRAM_ID - index, phones: [phone(0), phone(1), phone(2)] };
});
