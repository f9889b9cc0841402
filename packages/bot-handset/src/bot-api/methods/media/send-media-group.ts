import { randomInt } from 'node:crypto';
import type { MediaKind } from '../../../files/file-store.ts';
import { sendContent } from '../../compose/compose-message.ts';
import { roomToWrite } from '../../compose/find-room.ts';
import { readInputMedia } from '../../media/read-input-media.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { jsonArg } from '../../request/request-args.ts';

const MAX_ALBUM = 10;
/** Albums of these have nothing else in them. */
const UNMIXED: readonly MediaKind[] = ['audio', 'document'];

/** The method `sendMediaGroup`. */
export async function sendMediaGroup(context: MethodContext): Promise<MethodResult> {
  roomToWrite(context);
  const list = jsonArg(context.args, 'media', 'media');
  if (list === undefined) throw badRequest('parameter "media" is required');
  if (!Array.isArray(list)) throw badRequest('expected an Array of InputMedia');
  if (list.length === 0) throw badRequest('there are no messages to send');
  if (list.length > MAX_ALBUM) throw badRequest('too many messages to send as an album');
  const album = [];
  for (const each of list) album.push(await readInputMedia(context, each));
  for (const type of UNMIXED) {
    const count = album.filter((each) => each.type === type).length;
    if (count > 0 && count < album.length) throw badRequest(`${type} can't be mixed with other media types`);
  }
  if (album.some((each) => each.type === 'animation')) throw badRequest("animation can't be sent in an album");
  const mediaGroupId = newMediaGroupId();
  const single = { ...context, args: new Map([...context.args].filter(([name]) => name !== 'reply_markup')) };
  return {
    result: album.map(({ content }) => sendContent(single, { ...content, media_group_id: mediaGroupId }).message),
  };
}

/** An id that the messages of an album share. */
export function newMediaGroupId(): string {
  return String(randomInt(2 ** 47) + 2 ** 47);
}
