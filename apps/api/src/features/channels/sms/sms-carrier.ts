import type { Carrier } from '../sending/carriers.ts';
import { isMobileIn, type MobileCountry } from './mobile-countries.ts';
import type { SmsSender } from './providers/send-by-first.ts';
import { writeSms } from './sms-text.ts';

export interface SmsOptions {
  sender: SmsSender;
  countries: readonly MobileCountry[];
  /** The name of the site in SMS; undefined: its host. */
  brand: string | undefined;
  dailyLimit: number;
}

/** Carries codes by SMS. */
export function createSmsCarrier({ sender, countries, brand, dailyLimit }: SmsOptions): Carrier {
  return {
    dailyLimit,
    dailyLimitName: 'SMS_DAILY_LIMIT',
    reaches: (phone) => isMobileIn(countries, phone),
    async send({ phone, code, challengeId, language, host }) {
      const text = writeSms(language, { host, brand, code });
      const sending = await sender.send({ phone, text, language, code, challenge: challengeId });
      if (sending.kind === 'accepted') return { ...sending, costUsd: null };
      const reason = `${sending.provider}: ${sending.reason}`;
      return sending.kind === 'refused'
        ? { kind: 'refused', reason, cannotReach: false }
        : { kind: 'unknown', provider: sending.provider, reason };
    },
  };
}
