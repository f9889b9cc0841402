import type { Notes } from '../../notes.ts';
import type { Bot, World } from '../../world/world.ts';
import type { RequestArgs } from './request-args.ts';
import type { UploadedFiles } from './uploaded-file.ts';

/** The context of a Bot API method. */
export interface MethodContext {
  world: World;
  bot: Bot;
  args: RequestArgs;
  /** The files of a multipart form. */
  files: UploadedFiles;
  notes: Notes;
  /** Aborts when the caller hangs up. */
  signal: AbortSignal;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
  /** Runs another method: a webhook may answer with one. */
  callMethod: CallMethod;
}

/** `description` is the remark that Telegram adds to some successes. */
export interface MethodResult {
  result: unknown;
  description?: string;
}

/** Runs a method by its name, in any case. Throws a BotApiError. */
export type CallMethod = (name: string, context: Omit<MethodContext, 'callMethod'>) => Promise<MethodResult>;
