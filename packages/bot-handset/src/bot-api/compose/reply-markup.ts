import type {
  ForceReply,
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  KeyboardButton,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from '@grammyjs/types';
import { badRequest } from '../request/bot-api-error.ts';
import {
  booleanField,
  isObject,
  type JsonObject,
  jsonArg,
  MalformedField,
  objectField,
  optionalString,
  type RequestArgs,
  requiredString,
} from '../request/request-args.ts';
import { checkLink, checkWebAppLink } from '../text/link-entity.ts';

/** The markup of a message: buttons below it, or a change of the reply keyboard. */
export type ParsedMarkup =
  | { kind: 'none' }
  | { kind: 'inline'; markup: InlineKeyboardMarkup }
  | { kind: 'keyboard'; markup: ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply };

const MAX_BUTTONS = 100;
const MAX_CALLBACK_BYTES = 64;
const MAX_COPY_LENGTH = 256;
const STYLES = ['primary', 'success', 'danger'] as const;

/** Button kinds that the emulator passes through as they are. */
const PASSED_THROUGH = [
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'disabled',
] as const;

/** Kinds of keyboard buttons that exist in private chats only, and what Telegram calls them. */
const PRIVATE_ONLY = [
  ['request_contact', 'phone number can be requested in private chats only'],
  ['request_location', 'location can be requested in private chats only'],
  ['request_poll', 'poll can be requested in private chats only'],
  ['request_users', 'users can be requested in private chats only'],
  ['request_chat', 'chats can be requested in private chats only'],
  ['web_app', 'web app buttons can be used in private chats only'],
] as const;

/**
 * Reads and checks the `reply_markup` parameter.
 *
 * @param canPay whether the message is an invoice, whose first button pays
 * @throws BotApiError 400 in Telegram's words
 */
export function readReplyMarkup(args: RequestArgs, isPrivateChat: boolean, canPay = false): ParsedMarkup {
  const value = jsonArg(args, 'reply_markup', 'reply keyboard markup');
  if (value === undefined) return { kind: 'none' };
  if (!isObject(value)) throw badRequest('object expected as reply markup');
  const inline = readRows(value, 'inline_keyboard', 'inline keyboard button', (button) =>
    readInlineButton(button, canPay),
  );
  if (inline) {
    const [first, ...others] = inline.flat();
    // Of an invoice the first button pays, and no other one
    if (canPay && (!first || !('pay' in first))) throw badRequest('BUTTON_TYPE_INVALID');
    if (others.some((button) => 'pay' in button)) throw badRequest('BUTTON_TYPE_INVALID');
    return inline.length > 0 ? { kind: 'inline', markup: { inline_keyboard: inline } } : { kind: 'none' };
  }
  const keyboard = readRows(value, 'keyboard', 'keyboard button', (button) =>
    readKeyboardButton(button, isPrivateChat),
  );
  if (keyboard) {
    if (keyboard.length === 0) return { kind: 'none' };
    const options = flags(value, ['is_persistent', 'resize_keyboard', 'one_time_keyboard', 'selective']);
    return { kind: 'keyboard', markup: { keyboard, ...options, ...placeholder(value) } };
  }
  const selective = flags(value, ['selective']);
  if (booleanField(value, 'remove_keyboard')) {
    return { kind: 'keyboard', markup: { remove_keyboard: true, ...selective } };
  }
  if (booleanField(value, 'force_reply')) {
    return { kind: 'keyboard', markup: { force_reply: true, ...selective, ...placeholder(value) } };
  }
  return { kind: 'none' };
}

function readRows<Button>(
  markup: JsonObject,
  name: 'keyboard' | 'inline_keyboard',
  what: string,
  readButton: (button: unknown) => Button,
): Button[][] | undefined {
  const rows = markup[name];
  if (rows === undefined || rows === null) return undefined;
  if (!Array.isArray(rows)) throw badRequest(`field "${name}" must be of type Array`);
  const result: Button[][] = [];
  for (const row of rows) {
    if (!Array.isArray(row)) throw badRequest(`field "${name}" must be an Array of Arrays`);
    const buttons = row.map((button) => {
      try {
        return readButton(button);
      } catch (error) {
        if (!(error instanceof MalformedField)) throw error;
        throw badRequest(`can't parse ${what}: ${error.message}`);
      }
    });
    if (buttons.length > 0) result.push(buttons);
  }
  if (result.flat().length > MAX_BUTTONS) throw badRequest('reply markup is too long');
  return result;
}

function readInlineButton(button: unknown, canPay: boolean): InlineKeyboardButton {
  if (!isObject(button)) throw new MalformedField('InlineKeyboardButton must be an Object');
  const text = requiredString(button, 'text');
  if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  const common = { text, ...decoration(button) };
  const url = optionalString(button, 'url');
  if (url) return { ...common, url: usableLink(url, 'inline keyboard button URL') };
  const data = optionalString(button, 'callback_data');
  if (data) {
    if (Buffer.byteLength(data) > MAX_CALLBACK_BYTES) throw badRequest('BUTTON_DATA_INVALID');
    return { ...common, callback_data: data };
  }
  if ('copy_text' in button) {
    const copied = requiredString(objectField(button, 'copy_text'), 'text');
    if (copied === '' || [...copied].length > MAX_COPY_LENGTH) throw badRequest('BUTTON_COPY_TEXT_INVALID');
    return { ...common, copy_text: { text: copied } };
  }
  if ('web_app' in button) {
    const page = requiredString(objectField(button, 'web_app'), 'url');
    return { ...common, web_app: { url: usableLink(page, 'inline keyboard button Web App URL', checkWebAppLink) } };
  }
  if (canPay && booleanField(button, 'pay')) return { ...common, pay: true };
  if ('pay' in button || 'callback_game' in button) throw badRequest('BUTTON_TYPE_INVALID');
  const kind = PASSED_THROUGH.find((each) => each in button);
  // The contents of these kinds are not checked
  if (kind) return { ...common, [kind]: button[kind] } as unknown as InlineKeyboardButton;
  throw new MalformedField('Text buttons are unallowed in the inline keyboard');
}

function readKeyboardButton(button: unknown, isPrivateChat: boolean): KeyboardButton {
  if (typeof button === 'string') return { text: nonEmpty(button) };
  if (!isObject(button)) throw new MalformedField('KeyboardButton must be a String or an Object');
  const common = { text: nonEmpty(requiredString(button, 'text')), ...decoration(button) };
  // The old name of request_contact still works.
  const request = booleanField(button, 'request_phone_number') ? { ...button, request_contact: true } : button;
  for (const [kind, refusal] of PRIVATE_ONLY) {
    const isAsked = kind in request && (isObject(request[kind]) || booleanField(request, kind));
    if (!isAsked) continue;
    if (!isPrivateChat) throw badRequest(refusal);
    if (kind === 'request_contact' || kind === 'request_location') return { ...common, [kind]: true };
    // The emulator shows these as plain buttons, so their contents are not checked.
    return { ...common, [kind]: request[kind] } as unknown as KeyboardButton;
  }
  return common;
}

function nonEmpty(text: string): string {
  if (text.trim() === '') throw badRequest('keyboard button text must be non-empty');
  return text;
}

function usableLink(link: string, what: string, check = checkLink): string {
  const checked = check(link);
  if (!checked.ok) throw badRequest(`${what} '${link}' is invalid: ${checked.error}`);
  return checked.url;
}

function decoration(button: JsonObject): Pick<InlineKeyboardButton, 'style' | 'icon_custom_emoji_id'> {
  const wanted = optionalString(button, 'style');
  const style = STYLES.find((each) => each === wanted);
  if (wanted && !style) throw new MalformedField('Unsupported button style specified');
  const icon = optionalString(button, 'icon_custom_emoji_id');
  return { ...(style ? { style } : {}), ...(icon ? { icon_custom_emoji_id: icon } : {}) };
}

function flags<Name extends string>(object: JsonObject, names: readonly Name[]): Partial<Record<Name, true>> {
  const set: Partial<Record<Name, true>> = {};
  for (const name of names) if (booleanField(object, name)) set[name] = true;
  return set;
}

function placeholder(object: JsonObject): { input_field_placeholder?: string } {
  const text = optionalString(object, 'input_field_placeholder');
  if (!text) return {};
  if ([...text].length > 64) throw badRequest('input field placeholder is too long');
  return { input_field_placeholder: text };
}
