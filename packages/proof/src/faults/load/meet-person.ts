/** A newcomer: nobody else in this process has the number, the telegram_id or the IP. */
export interface Newcomer {
  phone: string;
  telegramId: number;
  ip: string;
  deviceId: string;
}

/** Scattered, so that neighbouring numbers are no pattern of abuse. The people of the handset have operator 90. */
const OPERATORS = '134';
const SUBSCRIBERS = 10_000_000;
/** Has no divisor in common with SUBSCRIBERS. */
const STEP = 6_123_457;
const FIRST_TELEGRAM_ID = 3_000_000_000;

let met = 0;

export function meetPerson(): Newcomer {
  met += 1;
  const subscriber = String((met * STEP) % SUBSCRIBERS).padStart(7, '0');
  return {
    phone: `+9989${OPERATORS[met % OPERATORS.length]}${subscriber}`,
    telegramId: FIRST_TELEGRAM_ID + met,
    ip: `10.${(met >> 16) & 255}.${(met >> 8) & 255}.${met & 255}`,
    deviceId: `device-${met}`,
  };
}
