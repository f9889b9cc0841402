import { invalidField } from 'bot-handset/src/handset/input/handset-error';
import { flag, integer, object, text } from 'bot-handset/src/handset/input/read-fields';
import { PHONE } from 'bot-handset/src/handset/input/read-input';
import type { CodeSettings } from '../gateway/telegram-gateway.ts';
import type { LoginClient } from '../telegram-login/login-client.ts';

const MAX_NAME_LENGTH = 64;
const MAX_FAULT_TIMES = 1_000_000;

/** Body of `POST /handset/<provider>/delivery`. Any word may be a status: Eskiz mixes codes and words. */
export function readDeliveryPlan(body: unknown): { status: string; times: number } {
  const input = object(body, 'the body');
  const status = text(input, 'status', MAX_NAME_LENGTH);
  if (!status || !/^[A-Za-z_]+$/.test(status))
    throw invalidField('status', 'must be a word: DELIVRD, UNDELIV, EXPIRED');
  return { status, times: integer(input, 'times', 1, MAX_FAULT_TIMES) ?? 1 };
}

/** Body of `POST /handset/users/:telegram_id/logins/:id`. */
export function readLoginDecision(body: unknown): { accept: boolean; sharesPhone: boolean } {
  const input = object(body, 'the body');
  const accept = flag(input, 'accept');
  if (accept === undefined) throw invalidField('accept', 'must be true or false');
  return { accept, sharesPhone: flag(input, 'share_phone') ?? true };
}

/** Body of `POST /handset/telegram-login/clients`. */
export function readLoginClient(body: unknown): LoginClient {
  const input = object(body, 'the body');
  const clientId = text(input, 'client_id', MAX_NAME_LENGTH);
  const clientSecret = text(input, 'client_secret', MAX_NAME_LENGTH);
  const { redirect_uris: uris } = input;
  if (!clientId) throw invalidField('client_id', 'is required');
  if (!clientSecret) throw invalidField('client_secret', 'is required');
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === 'string' && URL.canParse(uri)))
    throw invalidField('redirect_uris', 'must be a list of URLs');
  return { clientId, clientSecret, redirectUris: uris };
}

/** `phone` of a body. */
export function readPhone(body: unknown): string {
  return readPhoneQuery(text(object(body, 'the body'), 'phone', MAX_NAME_LENGTH));
}

/** `phone` of a query. An unescaped `+` arrives as a space, which is accepted. */
export function readPhoneQuery(value: string | undefined): string {
  const phone = value?.trim();
  if (!phone || !PHONE.test(phone)) throw invalidField('phone', 'must be a phone number: %2B998901234567');
  return phone;
}

/** Of the body of `POST /handset/users`: how codes of Telegram Gateway reach the person. */
export function readCodeSettings(body: unknown): CodeSettings {
  const input = object(body, 'the body');
  const isReachable = flag(input, 'gateway_reachable');
  const readsCodes = flag(input, 'reads_codes');
  return {
    ...(isReachable === undefined ? {} : { gateway_reachable: isReachable }),
    ...(readsCodes === undefined ? {} : { reads_codes: readsCodes }),
  };
}
