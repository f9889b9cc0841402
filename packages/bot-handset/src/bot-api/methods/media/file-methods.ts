import type { UserProfilePhotos } from '@grammyjs/types';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { integerArg, requiredArg } from '../../request/request-args.ts';

/** https://core.telegram.org/bots/api#getfile */
const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;
const MAX_USER_ID = 2 ** 52;

/** The method `getFile`: the file is then at `/file/bot<token>/<file_path>`. */
export function getFile({ bot, args }: MethodContext): MethodResult {
  const { files } = bot.records;
  const file = files.find(requiredArg(args, 'file_id'));
  if (!file) throw badRequest('invalid file_id');
  if (file.bytes.length > MAX_DOWNLOAD_BYTES) throw badRequest('file is too big');
  const { file_id, file_unique_id, bytes } = file;
  return { result: { file_id, file_unique_id, file_size: bytes.length, file_path: files.pathOf(file) } };
}

/** The method `getUserProfilePhotos`: simulated people have no photos. */
export function getUserProfilePhotos({ world, args }: MethodContext): MethodResult {
  const id = integerArg(args, 'user_id', 0, 0, MAX_USER_ID);
  if (id === 0) throw badRequest('invalid user_id specified');
  if (!world.people.has(id)) throw badRequest('user not found');
  const none: UserProfilePhotos = { total_count: 0, photos: [] };
  return { result: none };
}
