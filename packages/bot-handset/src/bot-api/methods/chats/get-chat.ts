import type { ChatFullInfo, User } from '@grammyjs/types';
import { accountOf, isAdministrator, isInside, memberOf } from '../../../world/chat-members.ts';
import { findMessage, quoted } from '../../../world/post-message.ts';
import { type Room, userOf } from '../../../world/world.ts';
import { existingRoom } from '../../compose/find-room.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { integerArg } from '../../request/request-args.ts';

const MAX_USER_ID = 2 ** 52;
const MAX_REACTIONS = 11;
const ALL_GIFTS: ChatFullInfo['accepted_gift_types'] = {
  unlimited_gifts: true,
  limited_gifts: true,
  unique_gifts: true,
  premium_subscription: true,
  gifts_from_channels: true,
};
const ALL_PERMISSIONS = {
  can_send_messages: true,
  can_send_audios: true,
  can_send_documents: true,
  can_send_photos: true,
  can_send_videos: true,
  can_send_video_notes: true,
  can_send_voice_notes: true,
  can_send_polls: true,
  can_send_other_messages: true,
  can_add_web_page_previews: true,
  can_change_info: false,
  can_invite_users: true,
  can_pin_messages: false,
};

/** The method `getChat`: name, description, pinned message and permissions. */
export function getChat(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  const { chat } = room;
  const pinned = room.pinned.flatMap((id) => findMessage(room, id) ?? []).at(-1);
  return {
    result: {
      ...chat,
      ...(chat.username ? { active_usernames: [chat.username] } : {}),
      ...(room.description ? { description: room.description } : {}),
      ...(pinned ? { pinned_message: quoted(pinned.message) } : {}),
      ...(chat.type === 'group' || chat.type === 'supergroup' ? { permissions: ALL_PERMISSIONS } : {}),
      accent_color_id: 0,
      max_reaction_count: MAX_REACTIONS,
      accepted_gift_types: ALL_GIFTS,
    },
  };
}

/** The method `getChatMember`. */
export function getChatMember(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  const user = readUser(context, 'member not found');
  const isOther = room.chat.type === 'private' && user.id !== room.chat.id && user.id !== context.bot.user.id;
  if (isOther) throw badRequest('member not found');
  return { result: memberOf(room, user) };
}

/** The method `getChatAdministrators`; other bots are not among them. */
export function getChatAdministrators(context: MethodContext): MethodResult {
  const room = existingRoom(context);
  if (room.chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  const users = membersIn(context, room).filter((user) => isAdministrator(room, user));
  return { result: users.map((user) => memberOf(room, user)) };
}

/** The method `getChatMemberCount`. */
export function getChatMemberCount(context: MethodContext): MethodResult {
  return { result: membersIn(context, existingRoom(context)).length };
}

/** The user that `user_id` names. Throws a BotApiError 400 with `refusal` for one that is not there. */
export function readUser({ world, bot, args }: MethodContext, refusal = 'user not found'): User {
  const id = integerArg(args, 'user_id', 0, 0, MAX_USER_ID);
  if (id === 0) throw badRequest('invalid user_id specified');
  if (id === bot.user.id) return accountOf(bot);
  const person = world.people.get(id);
  if (!person) throw badRequest(refusal);
  return userOf(person);
}

function membersIn({ world, bot }: MethodContext, room: Room): User[] {
  const people = [...world.people.values()];
  const present =
    room.chat.type === 'private' ? people.filter(({ telegram_id }) => telegram_id === room.chat.id) : people;
  return [...present.map(userOf), accountOf(bot)].filter((user) => isInside(memberOf(room, user)));
}
