import { createHash, randomBytes } from 'node:crypto';
import type { Message } from '@grammyjs/types';
import { extensionFor, extensionOf } from './mime-types.ts';

/** The kinds of files that messages carry, by the name of the message's field. */
export const MEDIA_KINDS = [
  'photo',
  'document',
  'audio',
  'voice',
  'video',
  'animation',
  'video_note',
  'sticker',
] as const;

export type MediaKind = (typeof MEDIA_KINDS)[number];

/** The fields of a message that a file makes: an animation has `document` too. */
export type MediaContent = Pick<Message, MediaKind>;

/** A file without its ids. */
export interface NewFile {
  /** A thumbnail cannot be sent again. */
  kind: MediaKind | 'thumbnail';
  bytes: Buffer;
  fileName?: string | undefined;
  mimeType: string;
}

/** A file that a bot got or sent. */
export interface StoredFile extends NewFile {
  /** Of this bot alone. */
  file_id: string;
  /** The same for the same bytes. */
  file_unique_id: string;
  /** Below `/file/bot<token>/`, since the first getFile. */
  path?: string;
  /** What a message with this `file_id` shows. */
  content?: MediaContent;
}

/** The files of one bot, in memory. */
export interface FileStore {
  add(file: NewFile): StoredFile;
  find(fileId: string): StoredFile | undefined;
  findByPath(path: string): StoredFile | undefined;
  /** The path to download a file from, always the same. */
  pathOf(file: StoredFile): string;
}

const MEGABYTE = 1024 * 1024;
/** Of one bot; above it the oldest files are dropped. */
const MAX_STORED_BYTES = 256 * MEGABYTE;
const FOLDERS: Readonly<Record<StoredFile['kind'], string>> = {
  photo: 'photos',
  document: 'documents',
  audio: 'music',
  voice: 'voice',
  video: 'videos',
  animation: 'animations',
  video_note: 'video_notes',
  sticker: 'stickers',
  thumbnail: 'thumbnails',
};

/** Makes an empty store. */
export function createFileStore(maxBytes = MAX_STORED_BYTES): FileStore {
  const files = new Map<string, StoredFile>();
  const byPath = new Map<string, StoredFile>();
  /** How many files share these bytes, as the sizes of one photo do. */
  const uses = new Map<Buffer, number>();
  let storedBytes = 0;
  let pathCount = 0;

  const drop = (file: StoredFile) => {
    files.delete(file.file_id);
    if (file.path) byPath.delete(file.path);
    const left = (uses.get(file.bytes) ?? 1) - 1;
    if (left > 0) {
      uses.set(file.bytes, left);
      return;
    }
    uses.delete(file.bytes);
    storedBytes -= file.bytes.length;
  };

  return {
    add(file) {
      const stored: StoredFile = {
        ...file,
        file_id: `BQACAgIAAxkBAAI${randomBytes(33).toString('base64url')}`,
        file_unique_id: createHash('sha256').update(file.kind).update(file.bytes).digest('base64url').slice(0, 15),
      };
      const known = uses.get(file.bytes) ?? 0;
      if (known === 0) storedBytes += file.bytes.length;
      uses.set(file.bytes, known + 1);
      files.set(stored.file_id, stored);
      for (const oldest of files.values()) {
        if (storedBytes <= maxBytes || oldest === stored) break;
        drop(oldest);
      }
      return stored;
    },
    find: (fileId) => files.get(fileId),
    findByPath: (path) => byPath.get(path),
    pathOf(file) {
      if (file.path) return file.path;
      const extension = extensionOf(file.fileName ?? '') || extensionFor(file.mimeType);
      file.path = `${FOLDERS[file.kind]}/file_${pathCount}${extension ? `.${extension}` : ''}`;
      pathCount += 1;
      byPath.set(file.path, file);
      return file.path;
    },
  };
}
