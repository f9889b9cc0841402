import type { PhotoSize, Sticker } from '@grammyjs/types';
import type { FileStore, MediaContent, MediaKind, StoredFile } from '../../files/file-store.ts';
import { type ImageSize, isGif, readImageSize } from '../../files/image-size.ts';
import { mimeTypeOf } from '../../files/mime-types.ts';
import { badRequest } from '../request/bot-api-error.ts';

/** The bytes of a file, before a chat has it. */
export interface MediaSource {
  bytes: Buffer;
  fileName?: string | undefined;
  mimeType?: string | undefined;
}

/** What the sender says of a file; the emulator looks into images only. */
export interface MediaDetails {
  width?: number | undefined;
  height?: number | undefined;
  /** Seconds. */
  duration?: number | undefined;
  performer?: string | undefined;
  title?: string | undefined;
  emoji?: string | undefined;
  thumbnail?: MediaSource | undefined;
}

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_PHOTO_SIDES = 10_000;
const MAX_PHOTO_RATIO = 20;
/** The longest side of the sizes that Telegram makes of a photo. */
const PHOTO_SIDES = [90, 320, 800, 1280] as const;
const DEFAULT_VIDEO: ImageSize = { width: 320, height: 240 };
const DEFAULT_SIDE = 512;
const DEFAULT_LENGTH = 240;
const DEFAULT_TYPES: Readonly<Record<MediaKind, string>> = {
  photo: 'image/jpeg',
  document: 'application/octet-stream',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  video: 'video/mp4',
  animation: 'video/mp4',
  video_note: 'video/mp4',
  sticker: 'image/webp',
};

/**
 * Stores a file and makes what a message with it shows.
 *
 * @throws BotApiError 400 for an empty file, and for a photo that is none
 */
export function buildMedia(
  files: FileStore,
  kind: MediaKind,
  source: MediaSource,
  details: MediaDetails = {},
): MediaContent {
  if (source.bytes.length === 0) throw badRequest('file must be non-empty');
  if (kind === 'photo') return buildPhoto(files, source);
  // Telegram takes a GIF for what it is, whatever method sends it
  const shown = kind === 'document' && isGif(source.bytes) ? 'animation' : kind;
  const file = files.add({
    kind: shown,
    bytes: source.bytes,
    fileName: source.fileName,
    mimeType: typeOf(shown, source),
  });
  file.content = describe(files, shown, file, details);
  return file.content;
}

function typeOf(kind: MediaKind, { fileName, mimeType }: MediaSource): string {
  const sent = mimeType === 'application/octet-stream' ? undefined : mimeType;
  return mimeTypeOf(fileName ?? '') ?? sent ?? DEFAULT_TYPES[kind];
}

function buildPhoto(files: FileStore, { bytes }: MediaSource): MediaContent {
  if (bytes.length > MAX_PHOTO_BYTES) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${MAX_PHOTO_BYTES} bytes`,
    );
  }
  const size = readImageSize(bytes);
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = size;
  const ratio = Math.max(width / height, height / width);
  if (width + height > MAX_PHOTO_SIDES || ratio > MAX_PHOTO_RATIO) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  const longest = Math.max(width, height);
  const sides = [...PHOTO_SIDES.filter((side) => side < longest), Math.min(longest, PHOTO_SIDES[3])];
  const stored = [...new Set(sides)].map((side) => ({
    file: files.add({ kind: 'photo', bytes, mimeType: 'image/jpeg' }),
    width: Math.max(1, Math.round((width * side) / longest)),
    height: Math.max(1, Math.round((height * side) / longest)),
  }));
  const content = {
    photo: stored.map(({ file, ...dimensions }): PhotoSize => ({ ...ids(file), ...dimensions })),
  };
  for (const { file } of stored) file.content = content;
  return content;
}

function describe(files: FileStore, kind: MediaKind, file: StoredFile, details: MediaDetails): MediaContent {
  const { duration = 0 } = details;
  const named = {
    ...(file.fileName ? { file_name: file.fileName } : {}),
    mime_type: file.mimeType,
    ...thumbnailOf(files, details.thumbnail),
    ...ids(file),
  };
  const found = readImageSize(file.bytes);
  const size = (fallback: ImageSize): ImageSize => ({
    width: details.width || found?.width || fallback.width,
    height: details.height || found?.height || fallback.height,
  });
  switch (kind) {
    case 'animation':
      return { animation: { ...named, ...size(DEFAULT_VIDEO), duration }, document: named };
    case 'video':
      return { video: { ...named, ...size(DEFAULT_VIDEO), duration } };
    case 'audio': {
      const { performer, title } = details;
      return { audio: { ...named, duration, ...(performer ? { performer } : {}), ...(title ? { title } : {}) } };
    }
    case 'voice':
      return { voice: { ...ids(file), mime_type: file.mimeType, duration } };
    case 'video_note':
      return { video_note: { ...ids(file), length: details.width || DEFAULT_LENGTH, duration } };
    case 'sticker': {
      const sticker: Sticker = {
        ...size({ width: DEFAULT_SIDE, height: DEFAULT_SIDE }),
        type: 'regular',
        is_animated: file.mimeType === 'application/x-tgsticker',
        is_video: file.mimeType === 'video/webm',
        ...(details.emoji ? { emoji: details.emoji } : {}),
        ...ids(file),
      };
      return { sticker };
    }
    default:
      return { document: named };
  }
}

function thumbnailOf(files: FileStore, source: MediaSource | undefined): { thumbnail?: PhotoSize } {
  const size = source && readImageSize(source.bytes);
  if (!size) return {};
  const file = files.add({ kind: 'thumbnail', bytes: source.bytes, mimeType: 'image/jpeg' });
  return { thumbnail: { ...ids(file), ...size } };
}

function ids({ file_id, file_unique_id, bytes }: StoredFile) {
  return { file_id, file_unique_id, file_size: bytes.length };
}
