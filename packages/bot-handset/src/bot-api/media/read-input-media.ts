import type { MediaKind } from '../../files/file-store.ts';
import type { MessageContent } from '../compose/compose-message.ts';
import { captionOf } from '../compose/read-text.ts';
import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext } from '../request/method-context.ts';
import {
  booleanField,
  isObject,
  type JsonObject,
  MalformedField,
  optionalString,
  requiredString,
} from '../request/request-args.ts';
import { readMedia, readUpload } from './read-input-file.ts';

/** The types of an `InputMedia`. */
const INPUT_MEDIA: readonly MediaKind[] = ['animation', 'audio', 'document', 'photo', 'video'];

/** One `InputMedia` of a call: its type, and what a message with it shows. */
export interface InputMediaContent {
  type: MediaKind;
  content: MessageContent;
}

/** Reads an `InputMedia`. Throws a BotApiError 400. */
export async function readInputMedia(context: MethodContext, value: unknown): Promise<InputMediaContent> {
  try {
    if (!isObject(value)) throw new MalformedField('expected an Object');
    const wanted = requiredString(value, 'type');
    const type = INPUT_MEDIA.find((each) => each === wanted);
    if (!type) throw new MalformedField(`type "${wanted}" of the media is unsupported`);
    const details = {
      ...numbers(value),
      performer: optionalString(value, 'performer'),
      title: optionalString(value, 'title'),
      thumbnail: readUpload(context, optionalString(value, 'thumbnail')),
    };
    const media = await readMedia(context, type, requiredString(value, 'media'), details);
    if (!media) throw new MalformedField('media not found');
    const spoiler = booleanField(value, 'has_spoiler') ? { has_media_spoiler: true as const } : {};
    return { type, content: { ...media, ...captionOf(context.world, value), ...spoiler } };
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    throw badRequest(`can't parse InputMedia: ${error.message}`);
  }
}

function numbers(object: JsonObject) {
  const read = (name: string) => Number.parseInt(optionalString(object, name) ?? '', 10) || undefined;
  return { width: read('width'), height: read('height'), duration: read('duration') };
}
