import { EskizError } from './eskiz-error.ts';

/** The parameters of `message/sms/send`. */
export interface SmsRequest {
  /** Digits only, as Eskiz writes it: 998901234567. */
  phone: string;
  text: string;
  from: string;
  callbackUrl: string | undefined;
  /** The customer's own id of the SMS, given back in the callback. */
  userSmsId: string | undefined;
}

const UZBEK_PHONE = /^998\d{9}$/;

/** Body of `message/sms/send`. */
export function readSmsRequest(body: unknown): SmsRequest {
  const phone = requiredField(body, 'mobile_phone');
  const text = requiredField(body, 'message');
  const from = requiredField(body, 'from');
  const callbackUrl = field(body, 'callback_url');
  if (!UZBEK_PHONE.test(phone)) {
    throw new EskizError(400, 'mobile_phone must be 12 digits without a plus: 998901234567');
  }
  if (callbackUrl && !isHttpUrl(callbackUrl)) throw new EskizError(400, 'callback_url must be an http(s) URL');
  return { phone, text, from, callbackUrl, userSmsId: field(body, 'user_sms_id') };
}

/** Reads a required field. */
export function requiredField(body: unknown, name: string): string {
  const value = field(body, name);
  if (value === undefined) throw new EskizError(400, `The ${name} field is required`);
  return value;
}

/** Reads a field of a form; a number in a JSON body counts as its digits. Empty means absent. */
function field(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new EskizError(400, `The ${name} field must be a string`);
  return value.trim() === '' ? undefined : value;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
