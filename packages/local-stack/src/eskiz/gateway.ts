import { randomUUID } from 'node:crypto';
import { DAY_MS } from 'bot-handset/src/durations';
import { createDeliveryPlans } from '../delivery-plans.ts';
import { countSmsParts } from '../sms-parts.ts';
import type { SmsStore } from '../sms-store.ts';
import type { EskizAccount } from './account.ts';
import type { SmsRequest } from './read-sms-request.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** An SMS that was sent through the gateway. */
export interface SentSms extends SmsRequest {
  /** `id` of the answer, `request_id` of the callback. */
  id: string;
  messageId: number;
  parts: number;
  sentAt: Date;
  /** The delivery status that the operator will report. */
  outcome: string;
  deliveredAt: Date | undefined;
}

/** The state of the Eskiz emulator. */
export interface EskizGateway {
  account: EskizAccount;
  tokens: Tokens;
  /** The next `times` SMS end in `status`. */
  planDelivery(status: string, times: number): void;
  /** Accepts an SMS. It reaches the phone at once if its outcome is “delivered”. */
  send(request: SmsRequest): SentSms;
  find(id: string): SentSms | undefined;
  /** The balance of the account, in so'm. */
  balance(): number;
}

/** Price of one part in so'm. */
export const PRICE = 95;
const STARTING_BALANCE = 1_000_000;
const TOKEN_LIFETIME_MS = 30 * DAY_MS;
const MAX_SENT = 5_000;
const DELIVERED = /^DELIVE?RE?D$/i;

/** Makes a gateway; its SMS arrive in `inbox`. */
export function createGateway(account: EskizAccount, inbox: SmsStore): EskizGateway {
  const sent = new Map<string, SentSms>();
  const plans = createDeliveryPlans('DELIVRD');
  let lastMessageId = 4_385_000;
  let spent = 0;

  return {
    account,
    tokens: createTokens(account.tokenLifetime ?? TOKEN_LIFETIME_MS),
    planDelivery: plans.add,
    send(request) {
      lastMessageId += 1;
      const sms: SentSms = {
        ...request,
        id: randomUUID(),
        messageId: lastMessageId,
        parts: countSmsParts(request.text),
        sentAt: new Date(),
        outcome: plans.take(),
        deliveredAt: undefined,
      };
      spent += sms.parts * PRICE;
      sent.set(sms.id, sms);
      const [oldest] = sent.keys();
      if (sent.size > MAX_SENT && oldest) sent.delete(oldest);
      if (DELIVERED.test(sms.outcome)) inbox.add(sms.phone, sms.text);
      return sms;
    },
    find: (id) => sent.get(id),
    balance: () => Math.max(0, STARTING_BALANCE - spent),
  };
}
