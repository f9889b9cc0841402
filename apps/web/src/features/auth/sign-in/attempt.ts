import { normalisePhone, type Phone } from '@raqam/shared/phone';
import { readKept, writeKept } from '../../../stored.ts';
import { PHONE_PRESET } from '../fields/phone-typing.ts';

/** What the sign-in asks for: how to sign in; number and code of the bot; the number for an SMS; the code of the SMS. */
export const steps = ['choose', 'telegram', 'sms', 'sms-code'] as const;
export type Step = (typeof steps)[number];

/** The page has one sign-in, the dialog another: an app may show both. */
export type Place = 'page' | 'dialog';

/** An unfinished sign-in, as it survives a reload. Nothing of it is secret: no code is in it. */
export interface Attempt {
  step: Step;
  /** As typed. Both ways share it. */
  phone: string;
  /** The number that got an SMS last. */
  sentTo?: Phone | undefined;
  /** What to say about that SMS: sent now, perhaps still on its way, or sent before this page asked. */
  sms?: 'sent' | 'late' | 'earlier' | undefined;
  /** The API asks to wait before the next SMS to this number, until this moment (milliseconds since 1970). */
  wait?: { phone: string; until: number } | undefined;
}

export const newAttempt: Attempt = { step: 'choose', phone: PHONE_PRESET };

const keys = { page: 'raqam.sign-in.page', dialog: 'raqam.sign-in.dialog' } as const;

/** The attempt that this tab kept; undefined when there is none. Storage can hold anything: each part is checked. */
export function readAttempt(place: Place): Attempt | undefined {
  const kept: { [Key in keyof Attempt]?: unknown } = Object(readKept(keys[place])); // any JSON
  const step = steps.find((each) => each === kept.step);
  if (!step || typeof kept.phone !== 'string') return undefined;
  const sentTo = typeof kept.sentTo === 'string' ? normalisePhone(kept.sentTo) : undefined;
  const wait: { phone?: unknown; until?: unknown } = Object(kept.wait);
  return {
    step: step === 'sms-code' && !sentTo?.ok ? 'sms' : step,
    phone: kept.phone,
    ...(sentTo?.ok && { sentTo: sentTo.phone }),
    ...((kept.sms === 'sent' || kept.sms === 'late' || kept.sms === 'earlier') && { sms: kept.sms }),
    ...(typeof wait.phone === 'string' &&
      typeof wait.until === 'number' && { wait: { phone: wait.phone, until: wait.until } }),
  };
}

export function keepAttempt(place: Place, attempt: Attempt): void {
  const isNew = attempt.step === 'choose' && attempt.phone === PHONE_PRESET && !attempt.sentTo;
  writeKept(keys[place], isNew ? undefined : attempt);
}
