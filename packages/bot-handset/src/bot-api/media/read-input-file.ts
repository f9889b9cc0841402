import { SECOND_MS } from '../../durations.ts';
import type { MediaContent, MediaKind, StoredFile } from '../../files/file-store.ts';
import { badRequest } from '../request/bot-api-error.ts';
import type { MethodContext } from '../request/method-context.ts';
import { buildMedia, type MediaDetails, type MediaSource } from './build-media.ts';

const MEGABYTE = 1024 * 1024;
/** Of files that Telegram fetches by URL. https://core.telegram.org/bots/api#sending-files */
const MAX_FETCHED_PHOTO_BYTES = 5 * MEGABYTE;
const MAX_FETCHED_BYTES = 20 * MEGABYTE;
const FETCH_TIMEOUT_MS = 10 * SECOND_MS;
const ATTACHED = 'attach://';
const CAN_BE_WEB_PAGE: ReadonlySet<MediaKind> = new Set(['document']);
/** As TDLib calls the types of files. */
const TYPE_NAMES: Readonly<Record<StoredFile['kind'], string>> = {
  photo: 'Photo',
  document: 'Document',
  audio: 'Audio',
  voice: 'VoiceNote',
  video: 'Video',
  animation: 'Animation',
  video_note: 'VideoNote',
  sticker: 'Sticker',
  thumbnail: 'Thumbnail',
};

/**
 * Reads an `InputFile`: an uploaded file (`attach://<name>`), an HTTP URL, or the `file_id` of a file that this bot
 * knows; and makes what a message with it shows.
 *
 * @returns undefined without a file
 * @throws BotApiError 400
 */
export async function readMedia(
  context: Pick<MethodContext, 'bot' | 'files' | 'signal'>,
  kind: MediaKind,
  value: string | undefined,
  details: MediaDetails = {},
): Promise<MediaContent | undefined> {
  const { files } = context.bot.records;
  if (!value) return undefined;
  if (value.startsWith(ATTACHED)) {
    const uploaded = context.files.get(value.slice(ATTACHED.length));
    return uploaded && buildMedia(files, kind, uploaded, details);
  }
  if (/^https?:\/\//i.test(value))
    return buildMedia(files, kind, await fetchFile(value, kind, context.signal), details);
  const stored = files.find(value);
  if (!stored?.content) throw badRequest('wrong file identifier/HTTP URL specified');
  if (!(kind in stored.content)) {
    throw badRequest(`can't use file of type ${TYPE_NAMES[stored.kind]} as ${TYPE_NAMES[kind]}`);
  }
  return stored.content;
}

/** An uploaded file that is not sent by itself, such as a thumbnail. */
export function readUpload(context: MethodContext, value: string | undefined): MediaSource | undefined {
  return value?.startsWith(ATTACHED) ? context.files.get(value.slice(ATTACHED.length)) : undefined;
}

async function fetchFile(url: string, kind: MediaKind, signal: AbortSignal): Promise<MediaSource> {
  const limit = kind === 'photo' ? MAX_FETCHED_PHOTO_BYTES : MAX_FETCHED_BYTES;
  let response: Response;
  let bytes: Buffer | undefined;
  try {
    response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]) });
    bytes = response.ok ? await readBody(response, limit) : undefined;
  } catch {
    // No such host, a refused or closed connection, or no answer in time: Telegram says the same of all
    throw badRequest('failed to get HTTP URL content');
  }
  if (!bytes) throw badRequest('failed to get HTTP URL content');
  const mimeType = response.headers.get('content-type')?.split(';')[0]?.trim();
  if (mimeType === 'text/html' && !CAN_BE_WEB_PAGE.has(kind)) throw badRequest('wrong type of the web page content');
  const fileName = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');
  return { bytes, mimeType, fileName: fileName || undefined };
}

/** Reads a body; undefined if it is longer than `limit` bytes. */
async function readBody(response: Response, limit: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
