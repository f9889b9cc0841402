import { ATTEMPTS_PER_CHALLENGE, SMS_CODE, TELEGRAM_CODE } from '../policy.ts';
import type { CreateRate } from './rate-store.ts';

/**
 * Counts failed attempts at numbers, with or without a code, so that `attempts_left` does not reveal whether a number
 * has one.
 */
export interface PhoneAttempts {
  /** Counts a failed attempt; returns how many attempts a code would have left. */
  count(channel: 'telegram' | 'sms', phone: string): Promise<number>;
}

export function createPhoneAttempts(createRate: CreateRate): PhoneAttempts {
  const createFor = (name: string, window: number) =>
    createRate({ name, limits: [{ max: ATTEMPTS_PER_CHALLENGE, window }] });
  const attempts = {
    telegram: createFor('attempts-telegram', TELEGRAM_CODE.lifetime),
    sms: createFor('attempts-sms', SMS_CODE.lifetime),
  };
  return {
    async count(channel, phone) {
      const { remaining } = await attempts[channel].count(phone);
      return remaining;
    },
  };
}
