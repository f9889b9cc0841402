/**
 * People have even numbers in a filled table and odd ones in a load. New people are scattered, so that their rows go
 * to random places of the indexes, as in production.
 */
const NEW_PEOPLE = 20_000_000;
/** Has no divisor in common with NEW_PEOPLE, so that each number comes once. */
const STEP = 6_123_457;
/** The digits after +9989, of four mobile operators with ten million numbers each */
const OPERATORS = '0134';

const FIRST_TELEGRAM_ID = 1_000_000_000;

let met = 0;

/** For a load in a process of its own: leaves the first half of the people to the other processes. */
export function skipPeople(): void {
  met += NEW_PEOPLE / 2;
}

/** Makes up a person that no earlier load of this process used. */
export function meetPerson(): { phone: string; telegramId: number } {
  const number = 2 * ((met++ * STEP) % NEW_PEOPLE) + 1;
  const subscriber = String(Math.floor(number / OPERATORS.length)).padStart(7, '0');
  return { phone: `+9989${OPERATORS[number % OPERATORS.length]}${subscriber}`, telegramId: FIRST_TELEGRAM_ID + number };
}

/** The telegram id of the person of a filled table with this index from 0. */
export function filledTelegramId(index: number): number {
  return FIRST_TELEGRAM_ID + 2 * index;
}

/** In SQL, of the same person: expressions for phone and telegram id. */
export function filledPerson(index: string): { phone: string; telegramId: string } {
  const number = `(2 * ${index})`;
  return {
    phone: `'+9989' || substr('${OPERATORS}', (${number} % 4 + 1)::int, 1) || lpad((${number} / 4)::text, 7, '0')`,
    telegramId: `${FIRST_TELEGRAM_ID} + ${number}`,
  };
}
