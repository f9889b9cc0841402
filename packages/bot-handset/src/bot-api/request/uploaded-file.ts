/** A file of a multipart form. */
export interface UploadedFile {
  bytes: Buffer;
  fileName: string | undefined;
  mimeType: string | undefined;
}

/** By the name of the form's field, which `attach://<name>` refers to. */
export type UploadedFiles = ReadonlyMap<string, UploadedFile>;

export const NO_FILES: UploadedFiles = new Map();
