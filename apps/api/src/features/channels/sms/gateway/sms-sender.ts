import type { Phone } from '@raqam/shared/phone';
import type { DeliveryStatus } from '../../../../database/database.types.ts';

export interface Sms {
  phone: Phone;
  text: string;
}

export type Sending =
  | { kind: 'accepted'; gatewayId: string }
  /** The gateway refused it or was not reached: the SMS will not arrive. */
  | { kind: 'refused'; reason: string }
  /** No answer came in time: it may arrive. */
  | { kind: 'unknown'; reason: string };

/** Of an SMS that the gateway accepted. */
export type SmsStatus = Exclude<DeliveryStatus, 'unknown'>;

export interface SmsReport {
  gatewayId: string;
  status: SmsStatus;
  /** The status in the gateway's own words. */
  word: string;
}

/** An SMS gateway. Another one needs only these functions. */
export interface SmsSender {
  /** Names the gateway in the database. */
  readonly name: string;
  /** Never throws, and never retries a request that may have sent the SMS. */
  send(sms: Sms): Promise<Sending>;
  /** Logs in to check that the gateway accepts the account. Never throws. */
  checkLogin(): Promise<'ok' | 'login_refused' | 'unreachable'>;
  /** The money that is left at the gateway, in its own currency; null: it does not say. Never throws. */
  findBalance(): Promise<number | null>;
  /** Reads a delivery report; undefined if it is not one of this gateway's. */
  readReport(body: unknown): SmsReport | undefined;
}
