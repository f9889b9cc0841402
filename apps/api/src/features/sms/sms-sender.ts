import type { Phone } from '@raqam/shared/phone';

export interface Sms {
  phone: Phone;
  text: string;
}

export type Sending =
  | { kind: 'accepted'; gatewayId: string }
  /** The gateway said no, or was not reached: the SMS will not arrive. */
  | { kind: 'refused'; reason: string }
  /** No answer came in time: it may arrive. */
  | { kind: 'unknown'; reason: string };

export type SmsStatus = 'waiting' | 'delivered' | 'undelivered' | 'expired' | 'rejected' | 'other';

export interface SmsReport {
  gatewayId: string;
  status: SmsStatus;
  /** The status in the gateway's own words. */
  word: string;
}

/** A gateway. To speak to another one is to write these three. */
export interface SmsSender {
  /** Never throws, and never retries a request that may have sent the SMS. */
  send(sms: Sms): Promise<Sending>;
  /** Logs in, to see whether the account is accepted. Never throws. */
  checkLogin(): Promise<'ok' | 'login_refused' | 'unreachable'>;
  /** Reads a delivery report; undefined if it is not one of this gateway's. */
  readReport(body: unknown): SmsReport | undefined;
}
