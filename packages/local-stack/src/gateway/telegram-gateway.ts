import { randomInt, randomUUID } from 'node:crypto';
import { type ChangeSignal, createChangeSignal } from 'bot-handset/src/change-signal';
import { SECOND_MS, unixTime } from 'bot-handset/src/durations';
import { normalizePhone } from 'bot-handset/src/world/normalize-phone';
import type { Person, World } from 'bot-handset/src/world/world';
import type { GatewayAccount } from './account.ts';
import { type CodeMessage, writeCodeMessage } from './code-message.ts';
import { GatewayError } from './gateway-error.ts';
import type { MessageParams } from './read-params.ts';

type DeliveryState = 'sent' | 'delivered' | 'read' | 'expired' | 'revoked';
type VerificationState = 'code_valid' | 'code_invalid' | 'code_max_attempts_exceeded' | 'expired';

/** One request for a verification, by `checkSendAbility` or `sendVerificationMessage`. */
export interface VerificationRequest {
  id: string;
  phone: string;
  /** In thousandths of a credit. */
  cost: number;
  isRefunded: boolean;
  /** What was sent; undefined after `checkSendAbility`. */
  message: MessageParams & { code: string };
  delivery: { status: DeliveryState; updated_at: number } | undefined;
  verification: { status: VerificationState; updated_at: number; code_entered?: string } | undefined;
  failedChecks: number;
  expiry: NodeJS.Timeout | undefined;
}

/** How codes reach a person. */
export interface CodeSettings {
  /** False: Telegram Gateway can't send codes to this number. Default true. */
  gateway_reachable?: boolean;
  /** False: codes of Telegram Gateway are not delivered, as to a phone that is off. Default true. */
  reads_codes?: boolean;
}

/** The state of the emulator of Telegram Gateway. */
export interface TelegramGateway {
  account: GatewayAccount;
  /** In credits (USD). */
  balance(): number;
  /** Charges for a number that can be reached. */
  check(phone: string): VerificationRequest;
  /** Charges and accepts a message. It reaches the phone when `deliver` is called. */
  send(params: MessageParams): VerificationRequest;
  /** Brings a message to the phone, unless the person reads no codes. */
  deliver(request: VerificationRequest): void;
  find(id: string): VerificationRequest;
  /** Remembers that a person entered a code. */
  enter(request: VerificationRequest, code: string): void;
  /** Takes back a message that is not delivered yet. */
  revoke(request: VerificationRequest): void;
  /** Ends the `ttl` of all messages to this number that are not delivered; returns their number. */
  expire(phone: string): number;
  /** The chat “Verification Codes” of a person, oldest first. */
  messagesOf(person: Person): CodeMessage[];
  /** The person reads the chat. */
  read(person: Person): void;
  /** Notified when a chat changes. */
  changed: ChangeSignal;
}

/** Thousandths of a credit: a code costs 0.01. */
const COST = 10;
const DEFAULT_BALANCE = 100;
const MAX_REQUESTS = 5_000;
const MAX_MESSAGES = 100;
/** Assumed: the documentation gives no number. */
const MAX_FAILED_CHECKS = 5;

/**
 * Makes a gateway for the people of `world`: who has a number there has Telegram.
 *
 * @param onReport called after every change of a delivery
 */
export function createTelegramGateway(
  account: GatewayAccount,
  world: World,
  onReport: (request: VerificationRequest) => void,
): TelegramGateway {
  const requests = new Map<string, VerificationRequest>();
  /** By telegram_id. */
  const chats = new Map<number, { message: CodeMessage; request: VerificationRequest }[]>();
  const changed = createChangeSignal();
  let left = (account.balance ?? DEFAULT_BALANCE) * 1_000;
  let lastMessageId = 0;

  // The handset API added the settings (readCodeSettings)
  const ownerOf = (phone: string) =>
    [...world.people.values()].find((person): person is Person & CodeSettings => person.phone === phone);
  const setDelivery = (request: VerificationRequest, status: DeliveryState) => {
    if (status !== 'sent') clearTimeout(request.expiry);
    request.delivery = { status, updated_at: unixTime() };
    if (status !== 'sent') onReport(request);
  };
  const expire = (request: VerificationRequest) => {
    left += request.cost;
    request.isRefunded = request.cost > 0;
    request.verification = { status: 'expired', updated_at: unixTime() };
    setDelivery(request, 'expired');
  };
  const show = (person: Person) => {
    changed.notify();
    world.events.publishExtra({ type: 'verification_codes', telegram_id: person.telegram_id });
  };

  const start = (phone: string): VerificationRequest => {
    const owner = ownerOf(phone);
    if (!owner) throw new GatewayError('PHONE_NUMBER_NOT_FOUND');
    if (owner.gateway_reachable === false) throw new GatewayError('PHONE_NUMBER_NOT_AVAILABLE');
    const isOwn = account.ownPhone !== undefined && normalizePhone(account.ownPhone) === phone;
    const cost = isOwn ? 0 : COST;
    if (left < cost) throw new GatewayError('BALANCE_NOT_ENOUGH');
    left -= cost;
    const request: VerificationRequest = {
      id: randomUUID(),
      phone,
      cost,
      isRefunded: false,
      message: emptyMessage(phone),
      delivery: undefined,
      verification: undefined,
      failedChecks: 0,
      expiry: undefined,
    };
    requests.set(request.id, request);
    const [oldest] = requests.values();
    if (requests.size > MAX_REQUESTS && oldest) {
      clearTimeout(oldest.expiry);
      requests.delete(oldest.id);
    }
    return request;
  };

  const gateway: TelegramGateway = {
    account,
    changed,
    balance: () => left / 1_000,
    check: start,
    send(params) {
      const { sender } = params;
      const isOwned = account.senders?.some((each) => each.toLowerCase() === sender?.toLowerCase()) ?? true;
      if (sender !== undefined && !isOwned) throw new GatewayError('SENDER_NOT_OWNED');
      const request = params.requestId === undefined ? start(params.phone) : gateway.find(params.requestId);
      if (request.phone !== params.phone) throw new GatewayError('PHONE_NUMBER_MISMATCH');
      if (request.delivery) throw new GatewayError('MESSAGE_ALREADY_SENT');
      request.message = { ...params, code: params.code ?? generateCode(params.codeLength) };
      setDelivery(request, 'sent');
      if (params.ttl !== undefined) {
        request.expiry = setTimeout(() => expire(request), params.ttl * SECOND_MS);
        request.expiry.unref();
      }
      return request;
    },
    deliver(request) {
      const person = ownerOf(request.phone);
      if (!person || person.reads_codes === false || request.delivery?.status !== 'sent') return;
      const { code, sender } = request.message;
      lastMessageId += 1;
      const about = { id: lastMessageId, code, sender, languageCode: person.language_code, date: unixTime() };
      const chat = [...(chats.get(person.telegram_id) ?? []), { message: writeCodeMessage(about), request }];
      chats.set(person.telegram_id, chat.slice(-MAX_MESSAGES));
      setDelivery(request, 'delivered');
      show(person);
    },
    find(id) {
      const request = requests.get(id);
      if (!request) throw new GatewayError('REQUEST_ID_INVALID');
      return request;
    },
    enter(request, code) {
      if (request.delivery?.status === 'expired') return;
      const isValid = request.message.code === code;
      if (!isValid) request.failedChecks += 1;
      const isExceeded = request.failedChecks > MAX_FAILED_CHECKS;
      const status = isExceeded ? 'code_max_attempts_exceeded' : isValid ? 'code_valid' : 'code_invalid';
      request.verification = { status, updated_at: unixTime(), code_entered: code };
    },
    revoke(request) {
      if (request.delivery?.status === 'sent') setDelivery(request, 'revoked');
    },
    expire(phone) {
      const waiting = [...requests.values()].filter(
        (request) => request.phone === normalizePhone(phone) && request.delivery?.status === 'sent',
      );
      for (const request of waiting) expire(request);
      return waiting.length;
    },
    messagesOf: (person) => (chats.get(person.telegram_id) ?? []).map(({ message }) => message),
    read(person) {
      const unread = (chats.get(person.telegram_id) ?? []).filter(({ message }) => !message.is_read);
      for (const { message, request } of unread) {
        message.is_read = true;
        if (request.delivery?.status === 'delivered') setDelivery(request, 'read');
      }
      if (unread.length > 0) show(person);
    },
  };

  // A person who reads codes again gets those that still wait; one who is deleted loses the chat.
  world.events.subscribe((event) => {
    if (event.type !== 'person') return;
    const person = world.people.get(Number(event.telegram_id));
    if (!person) chats.delete(Number(event.telegram_id));
    for (const request of requests.values()) if (request.phone === person?.phone) gateway.deliver(request);
  });
  return gateway;
}

/** A request as the Gateway API shows it (RequestStatus). */
export function showRequest(request: VerificationRequest): object {
  const { delivery, verification, message } = request;
  return {
    request_id: request.id,
    phone_number: request.phone,
    request_cost: request.cost / 1_000,
    ...(request.isRefunded ? { is_refunded: true } : {}),
    ...(delivery ? { delivery_status: delivery } : {}),
    ...(verification ? { verification_status: verification } : {}),
    ...(message.payload === undefined ? {} : { payload: message.payload }),
  };
}

function emptyMessage(phone: string): VerificationRequest['message'] {
  return {
    phone,
    requestId: undefined,
    code: '',
    codeLength: 0,
    sender: undefined,
    callbackUrl: undefined,
    payload: undefined,
    ttl: undefined,
  };
}

function generateCode(length: number): string {
  return String(randomInt(10 ** length)).padStart(length, '0');
}
