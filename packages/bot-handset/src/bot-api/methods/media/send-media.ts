import type { MediaKind } from '../../../files/file-store.ts';
import { type MessageContent, sendContent } from '../../compose/compose-message.ts';
import { readCaption } from '../../compose/read-text.ts';
import { readMedia, readUpload } from '../../media/read-input-file.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { booleanArg, integerArg, type RequestArgs } from '../../request/request-args.ts';

const MAX_NUMBER = 2 ** 31 - 1;
const WITHOUT_CAPTION: ReadonlySet<MediaKind> = new Set(['sticker', 'video_note']);
const WITH_SPOILER: ReadonlySet<MediaKind> = new Set(['photo', 'video', 'animation']);

/** The methods `sendPhoto`, `sendDocument`, `sendAudio`, `sendVoice`, `sendVideo`, `sendAnimation` and others. */
export function sendMedia(kind: MediaKind): (context: MethodContext) => Promise<MethodResult> {
  return async (context) => {
    const { world, args } = context;
    const media = await readMedia(context, kind, args.get(kind), {
      ...numbers(args),
      performer: args.get('performer'),
      title: args.get('title'),
      emoji: args.get('emoji'),
      thumbnail: readUpload(context, args.get('thumbnail')),
    });
    if (!media) throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`);
    const content: MessageContent = {
      ...media,
      ...(WITHOUT_CAPTION.has(kind) ? {} : readCaption(world, args)),
      ...(WITH_SPOILER.has(kind) && booleanArg(args, 'has_spoiler') ? { has_media_spoiler: true } : {}),
    };
    return { result: sendContent(context, content).message };
  };
}

function numbers(args: RequestArgs) {
  const read = (name: string) => integerArg(args, name, 0, 0, MAX_NUMBER) || undefined;
  return { width: read('width') ?? read('length'), height: read('height'), duration: read('duration') };
}
