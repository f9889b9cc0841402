import { badRequest } from '../request/bot-api-error.ts';
import { jsonArg, type RequestArgs } from '../request/request-args.ts';

/** Reads `allowed_updates`; an empty list is Telegram's default. */
export function readAllowedUpdates(args: RequestArgs): readonly string[] | undefined {
  const value = jsonArg(args, 'allowed_updates', 'allowed_updates');
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw badRequest("can't parse allowed_updates: expected an Array of String");
  const names = value.filter((each) => typeof each === 'string');
  return names.length > 0 ? names : undefined;
}
