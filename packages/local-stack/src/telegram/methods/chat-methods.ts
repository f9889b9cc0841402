import type { ChatMemberAdministrator, ChatMemberMember } from '@grammyjs/types';
import { badRequest } from '../request/bot-api-error.ts';
import { booleanArg, integerArg } from '../request/request-args.ts';
import type { MethodContext, MethodResult } from '../world/method-context.ts';
import { type Bot, userOf } from '../world/world.ts';
import { existingRoom } from './find-room.ts';

const MAX_ANSWER_LENGTH = 200;
const MAX_USER_ID = 2 ** 52;

/** The method `getMe`. */
export function getMe({ bot }: MethodContext): MethodResult {
  return { result: bot.user };
}

/** The method `getChat`: the basic fields. */
export function getChat(context: MethodContext): MethodResult {
  const { chat } = existingRoom(context);
  return { result: { ...chat, accent_color_id: 0, max_reaction_count: 11 } };
}

/** The method `getChatMember`. All people are members of the group; the bot is its administrator. */
export function getChatMember(context: MethodContext): MethodResult {
  const { world, bot, args } = context;
  const { chat } = existingRoom(context);
  const userId = integerArg(args, 'user_id', 0, 0, MAX_USER_ID);
  if (userId === 0) throw badRequest('invalid user_id specified');
  if (userId === bot.user.id) return { result: chat.type === 'private' ? botAsMember(bot) : botAsAdministrator(bot) };
  const person = world.people.get(userId);
  if (!person || (chat.type === 'private' && chat.id !== userId)) throw badRequest('member not found');
  return { result: { user: userOf(person), status: 'member' } };
}

/** The method `answerCallbackQuery`. */
export function answerCallbackQuery({ world, bot, args }: MethodContext): MethodResult {
  const record = bot.callbacks.get(args.get('callback_query_id') ?? '');
  if (!record) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const text = args.get('text');
  if (text && [...text].length > MAX_ANSWER_LENGTH) throw badRequest('MESSAGE_TOO_LONG');
  const url = args.get('url');
  record.answer = {
    ...(text ? { text } : {}),
    ...(booleanArg(args, 'show_alert') ? { show_alert: true } : {}),
    ...(url ? { url } : {}),
  };
  bot.callbacksChanged.notify();
  const { id, from } = record.query;
  world.events.publish({
    type: 'callback_answer',
    bot: bot.user.username,
    telegram_id: from.id,
    id,
    ...record.answer,
  });
  return { result: true };
}

/** `logOut` and `close`: there is no other server to move to. */
export function leaveServer(): MethodResult {
  return { result: true };
}

/** A bot as a plain member, as in a private chat. */
export function botAsMember(bot: Bot): ChatMemberMember {
  return { user: memberUser(bot), status: 'member' };
}

/** A bot's own account as it appears in messages and member lists. */
export function memberUser({ user: { id, is_bot, first_name, username } }: Bot) {
  return { id, is_bot, first_name, username };
}

function botAsAdministrator(bot: Bot): ChatMemberAdministrator {
  return {
    user: memberUser(bot),
    status: 'administrator',
    can_be_edited: false,
    can_manage_chat: true,
    can_change_info: false,
    can_delete_messages: true,
    can_invite_users: false,
    can_restrict_members: false,
    can_pin_messages: false,
    can_promote_members: false,
    can_manage_video_chats: false,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_send_welcome_messages: false,
    is_anonymous: false,
  };
}
