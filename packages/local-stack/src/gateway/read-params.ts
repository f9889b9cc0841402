import type { RequestArgs } from 'bot-handset/src/bot-api/request/request-args';
import { normalizePhone } from 'bot-handset/src/world/normalize-phone';
import { GatewayError } from './gateway-error.ts';

/** The parameters of `sendVerificationMessage`, with a code that Telegram would have generated. */
export interface MessageParams {
  /** E.164. */
  phone: string;
  requestId: string | undefined;
  /** Digits; undefined: `codeLength` digits are generated. */
  code: string | undefined;
  codeLength: number;
  /** Without `@`. */
  sender: string | undefined;
  callbackUrl: string | undefined;
  payload: string | undefined;
  /** Seconds; undefined: the message does not expire. */
  ttl: number | undefined;
}

const PHONE = /^\+?[1-9]\d{6,14}$/;
const SENDER = /^@?([A-Za-z][A-Za-z0-9_]{3,31})$/;
const MAX_CALLBACK_URL_BYTES = 256;
const MAX_PAYLOAD_BYTES = 128;

/** @throws GatewayError that names the wrong parameter; its bounds are the documented ones */
export function readMessageParams(args: RequestArgs): MessageParams {
  const code = optional(args, 'code');
  if (code !== undefined && !/^\d{4,8}$/.test(code)) throw new GatewayError('CODE_INVALID');
  return {
    phone: readPhoneNumber(args),
    requestId: optional(args, 'request_id'),
    code,
    codeLength: code?.length ?? readCodeLength(args),
    sender: readSender(args),
    callbackUrl: readCallbackUrl(args),
    payload: readPayload(args),
    ttl: readTtl(args),
  };
}

/** `phone_number`, with or without `+`. */
export function readPhoneNumber(args: RequestArgs): string {
  const phone = optional(args, 'phone_number') ?? '';
  if (!PHONE.test(phone)) throw new GatewayError('PHONE_NUMBER_INVALID');
  return normalizePhone(phone);
}

export function readRequestId(args: RequestArgs): string {
  const id = optional(args, 'request_id');
  if (id === undefined) throw new GatewayError('REQUEST_ID_REQUIRED');
  return id;
}

/** A parameter; an empty one is absent. */
export function optional(args: RequestArgs, name: string): string | undefined {
  return args.get(name) || undefined;
}

function readCodeLength(args: RequestArgs): number {
  const length = optional(args, 'code_length');
  if (length === undefined) throw new GatewayError('CODE_LENGTH_REQUIRED');
  if (!/^[4-8]$/.test(length)) throw new GatewayError('CODE_LENGTH_INVALID');
  return Number(length);
}

function readSender(args: RequestArgs): string | undefined {
  const sender = optional(args, 'sender_username');
  if (sender === undefined) return undefined;
  const name = SENDER.exec(sender)?.[1];
  if (name === undefined) throw new GatewayError('SENDER_USERNAME_INVALID');
  return name;
}

/** HTTPS, as documented; different on purpose: `http://` of this machine too. */
function readCallbackUrl(args: RequestArgs): string | undefined {
  const text = optional(args, 'callback_url');
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (Buffer.byteLength(text) > MAX_CALLBACK_URL_BYTES || !(url?.protocol === 'https:' || isLocal)) {
    throw new GatewayError('CALLBACK_URL_INVALID');
  }
  return text;
}

function readPayload(args: RequestArgs): string | undefined {
  const payload = optional(args, 'payload');
  if (Buffer.byteLength(payload ?? '') > MAX_PAYLOAD_BYTES) throw new GatewayError('PAYLOAD_INVALID');
  return payload;
}

function readTtl(args: RequestArgs): number | undefined {
  const ttl = optional(args, 'ttl');
  if (ttl === undefined) return undefined;
  if (!/^\d{2,4}$/.test(ttl) || Number(ttl) < 30 || Number(ttl) > 3_600) throw new GatewayError('TTL_INVALID');
  return Number(ttl);
}
