import type { ChatMember, ChatMemberRestricted, User } from '@grammyjs/types';
import { changeMember } from '../../../world/change-member.ts';
import { accountOf, administrator, isAdministrator, isInside, memberOf } from '../../../world/chat-members.ts';
import type { Room } from '../../../world/world.ts';
import { existingRoom } from '../../compose/find-room.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { booleanArg, booleanField, integerArg, isObject, jsonArg } from '../../request/request-args.ts';
import { readUser } from './get-chat.ts';

const MAX_UNIX_TIME = 2 ** 32;
const RIGHTS = [
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_pin_messages',
  'can_post_messages',
  'can_edit_messages',
] as const;
const PERMISSIONS = [
  'can_send_messages',
  'can_send_audios',
  'can_send_documents',
  'can_send_photos',
  'can_send_videos',
  'can_send_video_notes',
  'can_send_voice_notes',
  'can_send_polls',
  'can_send_other_messages',
  'can_add_web_page_previews',
  'can_react_to_messages',
  'can_edit_tag',
  'can_change_info',
  'can_invite_users',
  'can_pin_messages',
  'can_manage_topics',
] as const;

/** The method `banChatMember`. A ban has no clock: `until_date` is shown, but does not end it. */
export function banChatMember(context: MethodContext): MethodResult {
  const { room, user } = target(context);
  const untilDate = integerArg(context.args, 'until_date', 0, 0, MAX_UNIX_TIME);
  return change(context, room, { user, status: 'kicked', until_date: untilDate });
}

/** The method `unbanChatMember`: a member is removed too, unless `only_if_banned`. */
export function unbanChatMember(context: MethodContext): MethodResult {
  const { room, user } = target(context);
  const isBanned = memberOf(room, user).status === 'kicked';
  if (!isBanned && booleanArg(context.args, 'only_if_banned')) return { result: true };
  return change(context, room, { user, status: 'left' });
}

/** The method `restrictChatMember`; all permissions make a plain member again. */
export function restrictChatMember(context: MethodContext): MethodResult {
  const { room, user } = target(context);
  if (room.chat.type !== 'supergroup') throw badRequest('method is available only for supergroups');
  const given = jsonArg(context.args, 'permissions', 'permissions');
  if (!isObject(given)) throw badRequest("can't parse permissions: expected an Object");
  const allowed = Object.fromEntries(PERMISSIONS.map((name) => [name, booleanField(given, name)]));
  if (PERMISSIONS.slice(0, SENDING_PERMISSIONS).every((name) => allowed[name])) {
    return change(context, room, { user, status: 'member' });
  }
  const restricted = {
    user,
    status: 'restricted',
    is_member: isInside(memberOf(room, user)),
    ...allowed,
    until_date: integerArg(context.args, 'until_date', 0, 0, MAX_UNIX_TIME),
  } as ChatMemberRestricted; // `allowed` has every permission of the type
  return change(context, room, restricted);
}

/** How many of PERMISSIONS are about sending. */
const SENDING_PERMISSIONS = 10;

/** The method `promoteChatMember`; without a right the user is a plain member again. */
export function promoteChatMember(context: MethodContext): MethodResult {
  const { room, user } = target(context, true);
  const given = RIGHTS.filter((right) => booleanArg(context.args, right));
  if (given.length === 0) return change(context, room, { user, status: 'member' });
  const none = Object.fromEntries(RIGHTS.map((right) => [right, false]));
  const rights = Object.fromEntries(given.map((right) => [right, true]));
  return change(context, room, {
    ...administrator(user, room.chat, true),
    ...none,
    ...rights,
    can_manage_chat: true,
    is_anonymous: booleanArg(context.args, 'is_anonymous'),
  });
}

/** The method `leaveChat`. */
export function leaveChat(context: MethodContext): MethodResult {
  const { world, bot } = context;
  const room = existingRoom(context);
  if (room.chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  const self = accountOf(bot);
  changeMember(world, bot, room, self, { user: self, status: 'left' });
  return { result: true };
}

function target(context: MethodContext, mayBeAdministrator = false): { room: Room; user: User } {
  const { bot } = context;
  const room = existingRoom(context);
  if (room.chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  const user = readUser(context);
  if (!isAdministrator(room, accountOf(bot))) throw badRequest('not enough rights to restrict/unrestrict chat member');
  if (user.id === bot.user.id) throw badRequest("can't restrict self");
  const { status } = memberOf(room, user);
  if (status === 'creator') throw badRequest("can't remove chat owner");
  if (status === 'administrator' && !mayBeAdministrator) throw badRequest('user is an administrator of the chat');
  return { room, user };
}

function change({ world, bot }: MethodContext, room: Room, member: ChatMember): MethodResult {
  changeMember(world, bot, room, accountOf(bot), member);
  return { result: true };
}
