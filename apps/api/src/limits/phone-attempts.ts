import type { Channel } from '../database/database.types.ts';
import { ATTEMPTS_PER_CHALLENGE, SMS_CODE, TELEGRAM_CODE } from '../policy.ts';
import type { CreateRate } from './rate-store.ts';

/** Counts a failed attempt at a number; returns how many attempts a code would have left. */
export type CountPhoneAttempt = (channel: Channel, phone: string) => Promise<number>;

/**
 * Counts failed attempts at numbers, with or without a code, so that `attempts_left` does not reveal whether a number
 * has one.
 */
export function createCountPhoneAttempt(createRate: CreateRate): CountPhoneAttempt {
  const createFor = (name: string, window: number) =>
    createRate({ name, limits: [{ max: ATTEMPTS_PER_CHALLENGE, window }] });
  const attempts = {
    telegram: createFor('attempts-telegram', TELEGRAM_CODE.lifetime),
    sms: createFor('attempts-sms', SMS_CODE.lifetime),
  };
  return async (channel, phone) => (await attempts[channel].count(phone)).remaining;
}
