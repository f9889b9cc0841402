import { SECOND_MS } from '../../durations.ts';
import type { Fault } from '../../faults.ts';
import type { BotSeed } from '../../world/world.ts';
import { invalidField } from './handset-error.ts';
import { flag, integer, object, text } from './read-fields.ts';

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
  /** The button that opens it; default the menu button. */
  button?: { message_id: number; text: string };
}

const MAX_TELEGRAM_ID = 2 ** 52;
const MAX_MESSAGE_ID = 2 ** 31 - 1;
const MAX_NAME_LENGTH = 64;
const MAX_LINK_LENGTH = 2_048;
/** https://core.telegram.org/api/links#direct-mini-app-links */
const MAX_START_PARAM_LENGTH = 512;
const MAX_UNIX_TIME = 2 ** 32;
const MAX_WAIT_SECONDS = 30;
const MAX_FAULT_TIMES = 1_000_000;
const MAX_DELAY_MS = 120_000;
/** A phone number in any usual spelling. */
export const PHONE = /^\+?\d(?:[ ()-]{0,2}\d){4,14}$/;

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

/** Reads the id of a person. Throws a HandsetError 400 that names `field`. */
export function readTelegramId(id: unknown, field = 'telegram_id'): number {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || id > MAX_TELEGRAM_ID) {
    throw invalidField(field, 'must be an integer from 1 to 2^52');
  }
  return id;
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
export function readFault(body: unknown, targets: readonly string[]): Fault {
  const input = object(body, 'the body');
  const { target, kind } = input;
  const known = targets.find((each) => each === target);
  if (known === undefined) throw invalidField('target', `must be one of ${targets.join(', ')}`);
  if (kind !== 'status' && kind !== 'delay' && kind !== 'drop') {
    throw invalidField('kind', 'must be "status", "delay" or "drop"');
  }
  const method = text(input, 'method', MAX_NAME_LENGTH);
  const status = integer(input, 'status', 200, 599);
  const retryAfter = integer(input, 'retry_after', 0, MAX_DELAY_MS);
  const ms = integer(input, 'ms', 0, MAX_DELAY_MS);
  const error = text(input, 'error', MAX_NAME_LENGTH);
  if (kind === 'status' && status === undefined) throw invalidField('status', 'is required with kind "status"');
  if (kind === 'delay' && ms === undefined) throw invalidField('ms', 'is required with kind "delay"');
  return {
    target: known,
    kind,
    ...(method ? { method } : {}),
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(ms === undefined ? {} : { ms }),
    ...(error === undefined ? {} : { error }),
    times: integer(input, 'times', 1, MAX_FAULT_TIMES) ?? 1,
  };
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
  const { theme_params: theme, button } = input;
  if (startParam !== undefined && !/^[A-Za-z0-9_-]+$/.test(startParam)) {
    throw invalidField('start_param', 'must have only letters, digits, _ and -');
  }
  return {
    ...(bot === undefined ? {} : { bot }),
    ...(startParam === undefined ? {} : { start_param: startParam }),
    ...(authDate === undefined ? {} : { auth_date: authDate }),
    ...(theme === undefined ? {} : { theme_params: object(theme, 'theme_params') }),
    ...(button === undefined ? {} : { button: readButton(button) }),
  };
}

function readButton(value: unknown): { message_id: number; text: string } {
  const input = object(value, 'button');
  const id = integer(input, 'message_id', 1, MAX_MESSAGE_ID);
  const label = text(input, 'text', MAX_LINK_LENGTH);
  if (id === undefined) throw invalidField('button.message_id', 'is required');
  if (label === undefined) throw invalidField('button.text', 'is required');
  return { message_id: id, text: label };
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

/** `after` of a query, or another `field` of this kind: 0 when absent. */
export function readAfter(value: string | undefined, field = 'after'): number {
  if (value === undefined || value === '') return 0;
  if (!/^\d{1,15}$/.test(value)) throw invalidField(field, 'must be an id');
  return Number(value);
}
