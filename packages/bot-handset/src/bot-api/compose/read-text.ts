import type { LinkPreviewOptions, Message, MessageEntity } from '@grammyjs/types';
import { userOf, type World } from '../../world/world.ts';
import { badRequest } from '../request/bot-api-error.ts';
import {
  booleanArg,
  booleanField,
  isObject,
  type JsonObject,
  jsonArg,
  optionalString,
  type RequestArgs,
} from '../request/request-args.ts';
import { formatText } from '../text/format-text.ts';
import type { FormattedText } from '../text/formatted-text.ts';

export const MAX_TEXT_LENGTH = 4_096;
export const MAX_CAPTION_LENGTH = 1_024;

/** Reads a text with its markup or its entities; empty if it is absent. Throws a BotApiError 400. */
export function readFormatted(world: World, source: string, parseMode: string, entities: unknown): FormattedText {
  return formatText(source, parseMode, parseMode === '' ? entities : undefined, (id) => {
    const person = world.people.get(id);
    return person && userOf(person);
  });
}

/** Reads `text`, `parse_mode` and `entities`. Throws a BotApiError 400. */
export function readText(world: World, args: RequestArgs): Pick<Message, 'text' | 'entities'> {
  const source = args.get('text') ?? '';
  if (source === '') throw badRequest('message text is empty');
  return textFields(readFormatted(world, source, args.get('parse_mode') ?? '', jsonArg(args, 'entities', 'entities')));
}

/** The fields of a text message. Throws a BotApiError 400 for an empty text and one that is too long. */
export function textFields({ text, entities }: FormattedText): Pick<Message, 'text' | 'entities'> {
  if (text === '') throw badRequest('text must be non-empty');
  if ([...text].length > MAX_TEXT_LENGTH) throw badRequest('message is too long');
  return entities.length > 0 ? { text, entities } : { text };
}

/** The fields of a caption, from the parameters of a call. */
export function readCaption(world: World, args: RequestArgs): CaptionFields {
  const caption = readFormatted(
    world,
    args.get('caption') ?? '',
    args.get('parse_mode') ?? '',
    jsonArg(args, 'caption_entities', 'caption_entities'),
  );
  return captionFields(caption, booleanArg(args, 'show_caption_above_media'));
}

/** The fields of a caption, from a nested object such as an InputMedia. */
export function captionOf(world: World, object: JsonObject): CaptionFields {
  const { caption_entities: entities } = object;
  const parseMode = optionalString(object, 'parse_mode') ?? '';
  const caption = readFormatted(world, optionalString(object, 'caption') ?? '', parseMode, entities);
  return captionFields(caption, booleanField(object, 'show_caption_above_media'));
}

type CaptionFields = Pick<Message, 'caption' | 'caption_entities' | 'show_caption_above_media'>;

function captionFields({ text, entities }: FormattedText, isAbove: boolean): CaptionFields {
  if (text === '') return {};
  if ([...text].length > MAX_CAPTION_LENGTH) throw badRequest('message caption is too long');
  return { caption: text, ...entitiesField(entities), ...(isAbove ? { show_caption_above_media: true } : {}) };
}

function entitiesField(entities: MessageEntity[]): Pick<Message, 'caption_entities'> {
  return entities.length > 0 ? { caption_entities: entities } : {};
}

/** Reads `link_preview_options`, or the older `disable_web_page_preview`. */
export function readPreview(args: RequestArgs): Pick<Message, 'link_preview_options'> {
  const value = jsonArg(args, 'link_preview_options', 'link preview options');
  if (value === undefined) {
    return booleanArg(args, 'disable_web_page_preview') ? { link_preview_options: { is_disabled: true } } : {};
  }
  if (!isObject(value)) throw badRequest('object expected as link preview options');
  if (booleanField(value, 'is_disabled')) return { link_preview_options: { is_disabled: true } };
  const url = optionalString(value, 'url');
  const options: LinkPreviewOptions = url ? { url } : {};
  for (const name of ['prefer_small_media', 'prefer_large_media', 'show_above_text'] as const) {
    if (booleanField(value, name)) options[name] = true;
  }
  return Object.keys(options).length > 0 ? { link_preview_options: options } : {};
}
