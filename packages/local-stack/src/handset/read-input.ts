import { SECOND_MS } from '../durations.ts';
import type { Fault } from '../faults.ts';
import type { BotSeed } from '../telegram/world/world.ts';
import { invalidField } from './handset-error.ts';

type Input = Readonly<Record<string, unknown>>;

export interface PersonInput {
  telegram_id: number;
  first_name?: string;
  last_name?: string;
  username?: string;
  phone?: string;
  language_code?: string;
}

/** How a person opens a Mini App. */
export interface MiniAppInput {
  /** Of a link to the Mini App. */
  start_param?: string;
  /** Unix time; default now. */
  auth_date?: number;
  /** The colours of the person's Telegram, as its app sends them. */
  theme_params?: object;
}

/** An action of a person in a chat. */
export type ActionInput = { inGroup: boolean; isForwarded: boolean; deliveries: number } & (
  | { kind: 'text'; text: string }
  | { kind: 'own_contact' }
  | { kind: 'contact'; phone_number: string; user_id?: number; first_name: string; last_name?: string }
  | { kind: 'press'; callback_data: string; message_id: number }
);

const MAX_TELEGRAM_ID = 2 ** 52;
const MAX_MESSAGE_ID = 2 ** 31 - 1;
const MAX_TEXT_LENGTH = 4_096;
const MAX_NAME_LENGTH = 64;
const MAX_LINK_LENGTH = 2_048;
/** https://core.telegram.org/api/links#direct-mini-app-links */
const MAX_START_PARAM_LENGTH = 512;
const MAX_UNIX_TIME = 2 ** 32;
const MAX_DELIVERIES = 100;
const MAX_WAIT_SECONDS = 30;
const MAX_FAULT_TIMES = 1_000_000;
const MAX_DELAY_MS = 120_000;
const PHONE = /^\+?\d(?:[ ()-]{0,2}\d){4,14}$/;

/** Body of `POST /handset/users`. */
export function readPerson(body: unknown): PersonInput {
  const input = object(body, 'the body');
  const { telegram_id: telegramId } = input;
  const first = text(input, 'first_name', MAX_NAME_LENGTH);
  const last = text(input, 'last_name', MAX_NAME_LENGTH);
  const username = text(input, 'username', MAX_NAME_LENGTH);
  const phone = text(input, 'phone', MAX_NAME_LENGTH);
  const language = text(input, 'language_code', MAX_NAME_LENGTH);
  if (phone !== undefined && !PHONE.test(phone)) throw invalidField('phone', 'must be a phone number: +998901234567');
  if (language !== undefined && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) {
    throw invalidField('language_code', 'must be a language tag: uz, ru, en, pt-br');
  }
  return {
    telegram_id: readTelegramId(telegramId),
    ...(first === undefined ? {} : { first_name: first }),
    ...(last === undefined ? {} : { last_name: last }),
    ...(username === undefined ? {} : { username }),
    ...(phone === undefined ? {} : { phone }),
    ...(language === undefined ? {} : { language_code: language }),
  };
}

/** The telegram_id in a path. */
export function readTelegramIdInPath(digits: string): number {
  return readTelegramId(/^\d{1,16}$/.test(digits) ? Number(digits) : digits);
}

function readTelegramId(id: unknown, field = 'telegram_id'): number {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || id > MAX_TELEGRAM_ID) {
    throw invalidField(field, 'must be an integer from 1 to 2^52');
  }
  return id;
}

/** Body of `POST /handset/users/:telegram_id/messages`. */
export function readAction(body: unknown): ActionInput {
  const input = object(body, 'the body');
  const { chat, contact, callback_data: pressed } = input;
  if (chat !== undefined && chat !== 'private' && chat !== 'group') {
    throw invalidField('chat', 'must be "private" or "group"');
  }
  const common = {
    inGroup: chat === 'group',
    isForwarded: flag(input, 'forward') ?? false,
    deliveries: integer(input, 'redeliver', 1, MAX_DELIVERIES) ?? 1,
  };
  const given = ['text', 'contact', 'callback_data'].filter((name) => input[name] !== undefined);
  if (given.length !== 1) throw invalidField('the body', 'must have exactly one of text, contact, callback_data');
  if (contact === 'own') return { ...common, kind: 'own_contact' };
  if (contact !== undefined) return { ...common, ...readContact(contact) };
  if (pressed !== undefined) {
    const data = text(input, 'callback_data', MAX_TEXT_LENGTH);
    const id = integer(input, 'message_id', 1, MAX_MESSAGE_ID);
    if (!data) throw invalidField('callback_data', 'must not be empty');
    if (id === undefined) throw invalidField('message_id', 'is required with callback_data');
    return { ...common, kind: 'press', callback_data: data, message_id: id };
  }
  const said = text(input, 'text', MAX_TEXT_LENGTH);
  if (!said?.trim()) throw invalidField('text', 'must not be empty');
  return { ...common, kind: 'text', text: said };
}

function readContact(value: unknown) {
  if (typeof value === 'string') throw invalidField('contact', 'must be "own" or an object');
  const card = object(value, 'contact');
  const phone = text(card, 'phone_number', MAX_NAME_LENGTH);
  const last = text(card, 'last_name', MAX_NAME_LENGTH);
  const { user_id: userId } = card;
  // The number on the card is not checked, because any client can send any card.
  if (!phone) throw invalidField('contact.phone_number', 'is required');
  return {
    kind: 'contact' as const,
    phone_number: phone,
    first_name: text(card, 'first_name', MAX_NAME_LENGTH) ?? '',
    ...(last === undefined ? {} : { last_name: last }),
    ...(userId === undefined || userId === null ? {} : { user_id: readTelegramId(userId, 'contact.user_id') }),
  };
}

/** Body of `POST /handset/bots`. */
export function readBot(body: unknown): BotSeed {
  const input = object(body, 'the body');
  const token = text(input, 'token', 256);
  const username = text(input, 'username', MAX_NAME_LENGTH)?.replace(/^@/, '');
  const firstName = text(input, 'first_name', MAX_NAME_LENGTH);
  if (!token) throw invalidField('token', 'is required');
  if (!username) throw invalidField('username', 'is required');
  return { token, username, ...(firstName === undefined ? {} : { firstName }) };
}

/** Body of `POST /handset/faults`. */
export function readFault(body: unknown): Fault {
  const input = object(body, 'the body');
  const { target, kind } = input;
  if (target !== 'telegram' && target !== 'eskiz') throw invalidField('target', 'must be "telegram" or "eskiz"');
  if (kind !== 'status' && kind !== 'delay' && kind !== 'drop') {
    throw invalidField('kind', 'must be "status", "delay" or "drop"');
  }
  const method = text(input, 'method', MAX_NAME_LENGTH);
  const status = integer(input, 'status', 200, 599);
  const retryAfter = integer(input, 'retry_after', 0, MAX_DELAY_MS);
  const ms = integer(input, 'ms', 0, MAX_DELAY_MS);
  if (kind === 'status' && status === undefined) throw invalidField('status', 'is required with kind "status"');
  if (kind === 'delay' && ms === undefined) throw invalidField('ms', 'is required with kind "delay"');
  return {
    target,
    kind,
    ...(method ? { method } : {}),
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(ms === undefined ? {} : { ms }),
    times: integer(input, 'times', 1, MAX_FAULT_TIMES) ?? 1,
  };
}

/** Body of `POST /handset/eskiz/delivery`. Any word may be a status: Eskiz mixes codes and words. */
export function readDeliveryPlan(body: unknown): { status: string; times: number } {
  const input = object(body, 'the body');
  const status = text(input, 'status', MAX_NAME_LENGTH);
  if (!status || !/^[A-Za-z_]+$/.test(status))
    throw invalidField('status', 'must be a word: DELIVRD, UNDELIV, EXPIRED');
  return { status, times: integer(input, 'times', 1, MAX_FAULT_TIMES) ?? 1 };
}

/** Body of `POST /handset/users/:telegram_id/links`. */
export function readLink(body: unknown): string {
  const link = text(object(body, 'the body'), 'url', MAX_LINK_LENGTH);
  if (!link) throw invalidField('url', 'is required');
  return link;
}

/** Body of `POST /handset/users/:telegram_id/mini-app`. */
export function readMiniApp(body: unknown): MiniAppInput & { bot?: string } {
  const input = object(body, 'the body');
  const bot = text(input, 'bot', MAX_NAME_LENGTH);
  const startParam = text(input, 'start_param', MAX_START_PARAM_LENGTH);
  const authDate = integer(input, 'auth_date', 0, MAX_UNIX_TIME);
  const { theme_params: theme } = input;
  if (startParam !== undefined && !/^[A-Za-z0-9_-]+$/.test(startParam)) {
    throw invalidField('start_param', 'must have only letters, digits, _ and -');
  }
  return {
    ...(bot === undefined ? {} : { bot }),
    ...(startParam === undefined ? {} : { start_param: startParam }),
    ...(authDate === undefined ? {} : { auth_date: authDate }),
    ...(theme === undefined ? {} : { theme_params: object(theme, 'theme_params') }),
  };
}

/** Body of `POST /handset/users/:telegram_id/block`. */
export function readBlocked(body: unknown): boolean {
  const blocked = flag(object(body, 'the body'), 'blocked');
  if (blocked === undefined) throw invalidField('blocked', 'must be true or false');
  return blocked;
}

/** `wait` of a query in milliseconds: 0 when absent, 30 s at most. */
export function readWait(value: string | undefined): number {
  if (value === undefined || value === '') return 0;
  const seconds = Number(value);
  if (!Number.isFinite(seconds) || seconds < 0) throw invalidField('wait', 'must be a number of seconds');
  return Math.min(seconds, MAX_WAIT_SECONDS) * SECOND_MS;
}

/** `after` of a query: 0 when absent. */
export function readAfter(value: string | undefined): number {
  if (value === undefined || value === '') return 0;
  if (!/^\d{1,15}$/.test(value)) throw invalidField('after', 'must be an id');
  return Number(value);
}

/** `phone` of a query. An unescaped `+` arrives as a space, which is accepted. */
export function readPhoneQuery(value: string | undefined): string {
  const phone = value?.trim();
  if (!phone || !PHONE.test(phone)) throw invalidField('phone', 'must be a phone number: %2B998901234567');
  return phone;
}

function object(value: unknown, name: string): Input {
  if (!isInput(value)) throw invalidField(name, 'must be a JSON object');
  return value;
}

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(input: Input, name: string, maxLength: number): string | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalidField(name, 'must be a string');
  if (value.length > maxLength) throw invalidField(name, `must have at most ${maxLength} characters`);
  return value;
}

function integer(input: Input, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw invalidField(name, `must be an integer from ${min} to ${max}`);
  }
  return value;
}

function flag(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== 'boolean') throw invalidField(name, 'must be true or false');
  return value;
}
