import { SMS_CODE, TELEGRAM_CODE, TRIES_PER_CODE } from '../policy.ts';
import type { CreateRate } from './rate-store.ts';

/**
 * Counts failed attempts at numbers, whether or not they have a code: a number without one is then answered with the
 * same falling count of attempts as a number with one.
 */
export interface PhoneAttempts {
  /** Counts a failed attempt; tells how many a code would have left. */
  count(channel: 'telegram' | 'sms', phone: string): Promise<number>;
}

export function createPhoneAttempts(createRate: CreateRate): PhoneAttempts {
  const createFor = (name: string, window: number) => createRate({ name, limits: [{ max: TRIES_PER_CODE, window }] });
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
