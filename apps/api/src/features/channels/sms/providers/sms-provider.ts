import type { IncomingHttpHeaders } from 'node:http';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import type { DeliveryStatus } from '../../../../database/database.types.ts';
import type { ProviderName } from './served-countries.ts';

export interface Sms {
  phone: Phone;
  /** The whole text, with the code. */
  text: string;
  /** Of the text, for a provider that sends a template of its own. */
  language: Language;
  code: string;
  /** The id of the challenge: equal for every SMS of one attempt to sign in. */
  challenge: string;
}

export type Sending =
  /** `providerId`: reports name it. */
  | { kind: 'accepted'; providerId: string }
  /** The provider refused it or was not reached: the SMS will not arrive. */
  | { kind: 'refused'; reason: string }
  /** No answer came in time: it may arrive. */
  | { kind: 'unknown'; reason: string };

/** The account at a provider. */
export interface Account {
  state: 'ok' | 'login_refused' | 'unreachable';
  /** The money that is left, in the provider's currency; null: the provider does not say. */
  balance: number | null;
}

/** Of an SMS that the provider accepted. */
export type SmsStatus = Exclude<DeliveryStatus, 'unknown'>;

/** What came to the URL of a provider's delivery reports. */
export interface ReportRequest {
  /** The last part of the URL; empty without one. */
  secret: string;
  headers: IncomingHttpHeaders;
  /** As it came, for signatures. */
  text: string;
  /** The JSON or the form in it. */
  body: unknown;
}

export interface SmsReport {
  providerId: string;
  status: SmsStatus;
  /** The status in the provider's own words. */
  word: string;
}

/** An SMS provider: docs/sms-providers.md tells how to add one. */
export interface SmsProvider {
  readonly name: ProviderName;
  /** Never throws, and never retries a request that may have sent the SMS. */
  send(sms: Sms): Promise<Sending>;
  /** Asks whether the provider accepts the account, and for its balance. Sends nothing, and never throws. */
  checkAccount(): Promise<Account>;
  /** Reads delivery reports. `forbidden`: somebody else sent them; `unreadable`: they are not this provider's. */
  readReports(request: ReportRequest): SmsReport[] | 'forbidden' | 'unreadable';
}
