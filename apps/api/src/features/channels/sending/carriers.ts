import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';

/** The channels that carry a code to a number. */
export const CODE_CHANNELS = ['gateway', 'sms'] as const;

export type CodeChannel = (typeof CODE_CHANNELS)[number];

export function isCodeChannel(channel: string | null): channel is CodeChannel {
  return CODE_CHANNELS.some((known) => known === channel);
}

/** A code to carry, with what a message names beside it. */
export interface Message {
  phone: Phone;
  code: string;
  challengeId: string;
  language: Language;
  /** Host name of the site. */
  host: string;
}

export type Carried =
  | {
      kind: 'accepted';
      provider: string;
      providerId: string;
      /** What the provider says that it takes, in US dollars; null: it does not say. */
      costUsd: number | null;
    }
  /** Nothing was sent. `cannotReach`: this number can't be reached by the channel, now or later. */
  | { kind: 'refused'; reason: string; cannotReach: boolean }
  /** The provider did not answer in time: the message may arrive. */
  | { kind: 'unknown'; provider: string; reason: string };

/** Sends codes over one channel. */
export interface Carrier {
  /** The codes of a day (UTC), over all numbers. */
  dailyLimit: number;
  /** The variable that sets this limit. */
  dailyLimitName: string;
  reaches(phone: Phone): boolean;
  /** Never throws, and never repeats a request that may have sent the message. */
  send(message: Message): Promise<Carried>;
}

/** The configured channels. */
export type Carriers = Readonly<Partial<Record<CodeChannel, Carrier>>>;
