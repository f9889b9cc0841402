import { readKept, writeKept } from '../../../../stored.ts';
import type { Place } from '../../attempt/attempt.ts';
import { isRunning, newPress, type PressState } from './press-state.ts';

/** The sign-in that this tab kept, for phones that unload it while the person is in Telegram. */
export function readPress(place: Place, now: number): PressState {
  const kept = Object(readKept(`raqam.press.${place}`)); // any JSON
  const { id, url, number, expires_at, left_at, telegram_login, is_asked, is_pushed } = kept;
  if (![id, url, number].every((text) => typeof text === 'string') || typeof expires_at !== 'number') return newPress;
  const leftAt = typeof left_at === 'number' ? left_at : undefined;
  // If the person was in Telegram, it may be approved by now
  if (leftAt === undefined && expires_at < now) return newPress;
  const link = { id, url, number, expiresAt: expires_at };
  const challenge = { ...link, hasTelegramLogin: telegram_login === true, isPushed: is_pushed === true };
  return { ...newPress, step: 'waiting', challenge, leftAt, isAsked: is_asked === true };
}

export function keepPress(place: Place, state: PressState): void {
  const { challenge, leftAt, isAsked } = state;
  writeKept(
    `raqam.press.${place}`,
    challenge && isRunning(state)
      ? {
          id: challenge.id,
          url: challenge.url,
          number: challenge.number,
          expires_at: challenge.expiresAt,
          left_at: leftAt,
          telegram_login: challenge.hasTelegramLogin === true,
          is_asked: isAsked,
          is_pushed: challenge.isPushed,
        }
      : undefined,
  );
}
