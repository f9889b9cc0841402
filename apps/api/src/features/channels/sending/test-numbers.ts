import { Refused } from '@raqam/service/environment';
import { CODE_LENGTH } from '@raqam/shared/code';
import { normalisePhone, type Phone } from '@raqam/shared/phone';
import { DAY } from '../../../policy.ts';

/** A number that gets no SMS: its code is fixed, for the review of an app store or a demonstration. */
export interface TestNumber {
  phone: Phone;
  code: string;
  /** The end of its last day (UTC), in milliseconds since 1970. */
  until: number;
}

/** The provider of the codes of test numbers: nothing is sent, and nothing is paid. */
export const TEST_PROVIDER = 'test';

/** Few, because each is an account that anybody with its code can open. */
const TEST_NUMBERS_MAX = 10;
/** A forgotten test number ends by itself. */
const LONGEST_AHEAD_MS = 90 * DAY * 1000;

const ENTRY = new RegExp(`^([^:@]+):([0-9]{${CODE_LENGTH}})@([0-9]{4}-[0-9]{2}-[0-9]{2})$`);

/**
 * Reads TEST_NUMBERS: `+998…:code@2026-12-31`, comma-separated. One whose day has passed is no mistake: the service must
 * start again after it.
 */
export function readTestNumbers(raw: string, now: number): TestNumber[] | Refused {
  const numbers: TestNumber[] = [];
  for (const entry of raw.split(',')) {
    const number = readEntry(entry.trim(), now);
    if (number instanceof Refused) return number;
    if (numbers.some(({ phone }) => phone === number.phone))
      return new Refused('holds a number twice', 'ichida bitta raqam ikki marta yozilgan');
    numbers.push(number);
  }
  if (numbers.length > TEST_NUMBERS_MAX) {
    return new Refused(
      `holds more than ${TEST_NUMBERS_MAX} numbers`,
      `ichida ${TEST_NUMBERS_MAX} tadan ortiq raqam bor`,
    );
  }
  return numbers;
}

function readEntry(entry: string, now: number): TestNumber | Refused {
  const [, spelling = '', code = '', day = ''] = ENTRY.exec(entry) ?? [];
  const read = normalisePhone(spelling);
  const begins = Date.parse(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(begins) && new Date(begins).toISOString().startsWith(day);
  if (!read.ok || read.phone !== spelling || !isDay) return malformed;
  if (begins > now + LONGEST_AHEAD_MS)
    return new Refused('holds a day that is more than 90 days away', 'ichida 90 kundan keyingi sana bor');
  return { phone: read.phone, code, until: begins + DAY * 1000 };
}

const malformed = new Refused(
  'is not a list such as +998901234567:042137@2026-12-31',
  '+998901234567:042137@2026-12-31 kabi ro‘yxat emas',
);

/** Those whose day has not passed. */
export function livingTestNumbers(numbers: readonly TestNumber[], now: number): TestNumber[] {
  return numbers.filter(({ until }) => now < until);
}
