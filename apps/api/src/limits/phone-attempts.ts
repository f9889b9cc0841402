import type { Channel } from '../database/database.types.ts';
import { ATTEMPTS_PER_CHALLENGE, SENT_CODE, TELEGRAM_CODE } from '../policy.ts';
import type { CreateRate } from './rate-store.ts';

/** A channel that carries codes. */
export type CodeChannel = Exclude<Channel, 'telegram_login'>;

/** Counts a failed attempt at a number; returns how many attempts a code would have left. */
export type CountPhoneAttempt = (channel: CodeChannel, phone: string) => Promise<number>;

/**
 * Counts failed attempts at numbers, with or without a code, so that `attempts_left` does not reveal whether a number
 * has one.
 */
export function createCountPhoneAttempt(createRate: CreateRate): CountPhoneAttempt {
  const createFor = (name: string, window: number) =>
    createRate({ name, limits: [{ max: ATTEMPTS_PER_CHALLENGE, window }] });
  const attempts = {
    telegram: createFor('attempts-telegram', TELEGRAM_CODE.lifetime),
    sms: createFor('attempts-sms', SENT_CODE.lifetime),
    gateway: createFor('attempts-gateway', SENT_CODE.lifetime),
  };
  return async (channel, phone) => (await attempts[channel].count(phone)).remaining;
}
