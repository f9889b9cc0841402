import type { CodeChannel } from '@raqam/shared/contract/challenges';
import type { Phone } from '@raqam/shared/phone';
import { readKept, writeKept } from '../../../stored.ts';
import { PHONE_PRESET } from '../fields/phone-preset.ts';

/** The steps: the choice; number and code of the bot; the number that gets a code; that code. */
export const steps = ['choose', 'telegram', 'sms', 'sms-code'] as const;
export type Step = (typeof steps)[number];

/**
 * Each place has an attempt of its own: an app may show page and dialog both, and an interaction may ask people to sign
 * in who are signed in already. `change`: people who prove another number of their account.
 */
export type Place = 'page' | 'dialog' | 'interaction' | 'change';

/** An unfinished sign-in, kept for a reload. It holds no secret and no code. */
export interface Attempt {
  step: Step;
  /** As typed; shared by Telegram and SMS. */
  phone: string;
  /** The number that got a code last. */
  sentTo?: Phone | undefined;
  /** The challenge that sent it. */
  challengeId?: string | undefined;
  /** The channel that carried it, and the next one, which the person may ask for. */
  channel?: CodeChannel | undefined;
  nextChannel?: CodeChannel | undefined;
  /** `unknown`: it may still be on its way. */
  delivery?: 'sent' | 'unknown' | undefined;
  /** False: the site has no bot. */
  hasBot?: boolean | undefined;
  /** Whether the right code was entered, but only one of an SMS opens the account. */
  needsSms?: boolean | undefined;
  /** The API allows the next code over the same channel to this number from this moment on (milliseconds since 1970). */
  wait?: { phone: string; until: number } | undefined;
}

export const newAttempt: Attempt = { step: 'choose', phone: PHONE_PRESET };

/** The attempt that this tab kept, or undefined. Each part is checked, because storage can hold anything. */
export function readAttempt(place: Place): Attempt | undefined {
  const kept: { [Key in keyof Attempt]?: unknown } = Object(readKept(`raqam.sign-in.${place}`)); // any JSON
  const step = steps.find((each) => each === kept.step);
  if (!step || typeof kept.phone !== 'string') return undefined;
  // Not checked by all rules, which the first screen does not load: it was a number when this tab kept it
  const challengeId = typeof kept.challengeId === 'string' ? kept.challengeId : undefined;
  const sentTo = challengeId && /^\+\d{9,15}$/.test(String(kept.sentTo)) ? (kept.sentTo as Phone) : undefined;
  const wait: { phone?: unknown; until?: unknown } = Object(kept.wait);
  return {
    step: step === 'sms-code' && !sentTo ? 'sms' : step,
    phone: kept.phone,
    ...(sentTo && { sentTo, challengeId }),
    channel: readChannel(kept.channel),
    nextChannel: readChannel(kept.nextChannel),
    delivery: kept.delivery === 'unknown' ? 'unknown' : 'sent',
    hasBot: kept.hasBot !== false,
    needsSms: kept.needsSms === true,
    ...(typeof wait.phone === 'string' &&
      typeof wait.until === 'number' && { wait: { phone: wait.phone, until: wait.until } }),
  };
}

function readChannel(kept: unknown): CodeChannel | undefined {
  return kept === 'gateway' || kept === 'sms' ? kept : undefined;
}

export function keepAttempt(place: Place, attempt: Attempt): void {
  const isNew = attempt.step === 'choose' && attempt.phone === PHONE_PRESET && !attempt.sentTo;
  writeKept(`raqam.sign-in.${place}`, isNew ? undefined : attempt);
}
