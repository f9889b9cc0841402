import type { MessageEntity } from '@grammyjs/types';
import { badRequest } from '../request/bot-api-error.ts';
import {
  isObject,
  type JsonObject,
  MalformedField,
  objectField,
  optionalString,
  requiredString,
} from '../request/request-args.ts';
import { type FindUser, linkEntity } from './link-entity.ts';
import { preEntity } from './parse-markdown.ts';

const PLAIN_TYPES = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
] as const;

/** Found in the text anyway, whether a bot lists them or not. */
const AUTOMATIC_TYPES: ReadonlySet<string> = new Set([
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bank_card_number',
]);

/**
 * Reads an explicit `entities` parameter. Entities are cut at the end of the text.
 *
 * @throws BotApiError 400 if it is not a list of entities
 */
export function readEntities(value: unknown, text: string, findUser: FindUser): MessageEntity[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw badRequest("can't parse entities: expected an Array of MessageEntity");
  try {
    return value.flatMap((each) => readEntity(each, text, findUser));
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    throw badRequest(`can't parse MessageEntity: ${error.message}`);
  }
}

function readEntity(value: unknown, text: string, findUser: FindUser): MessageEntity[] {
  if (!isObject(value)) throw new MalformedField('expected an Object');
  const type = requiredString(value, 'type');
  const offset = readInteger(value, 'offset');
  const length = Math.min(readInteger(value, 'length'), text.length - offset);
  if (AUTOMATIC_TYPES.has(type) || offset < 0 || length <= 0) return [];
  const plain = PLAIN_TYPES.find((each) => each === type);
  if (plain) return [{ type: plain, offset, length }];
  switch (type) {
    case 'pre':
      return [preEntity(optionalString(value, 'language') ?? '', offset, length)];
    case 'text_link':
      return linkEntity(requiredString(value, 'url'), offset, length, findUser);
    case 'text_mention':
      return linkEntity(`tg://user?id=${requiredString(objectField(value, 'user'), 'id')}`, offset, length, findUser);
    case 'custom_emoji':
      return [{ type, offset, length, custom_emoji_id: requiredString(value, 'custom_emoji_id') }];
    default:
      throw new MalformedField('Unsupported type specified');
  }
}

function readInteger(object: JsonObject, name: string): number {
  const number = Number(requiredString(object, name));
  if (!Number.isInteger(number)) throw new MalformedField(`Field "${name}" must be of type Number`);
  return number;
}
