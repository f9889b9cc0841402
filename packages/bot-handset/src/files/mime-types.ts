const TYPES: Readonly<Record<string, string>> = {
  apk: 'application/vnd.android.package-archive',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  gif: 'image/gif',
  html: 'text/html',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  json: 'application/json',
  m4a: 'audio/mp4',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tgs: 'application/x-tgsticker',
  txt: 'text/plain',
  wav: 'audio/x-wav',
  webm: 'video/webm',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/** The MIME type by the extension of a file's name, as Telegram takes it; undefined for an extension without one. */
export function mimeTypeOf(fileName: string): string | undefined {
  return TYPES[extensionOf(fileName)];
}

/** `pdf` of `report.PDF`; empty without one. */
export function extensionOf(fileName: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

/** An extension for a MIME type; empty for a type without one. */
export function extensionFor(mimeType: string): string {
  return Object.keys(TYPES).find((extension) => TYPES[extension] === mimeType) ?? '';
}
