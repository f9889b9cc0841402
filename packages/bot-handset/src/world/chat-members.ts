import type { Chat, ChatMember, ChatMemberAdministrator, User } from '@grammyjs/types';
import type { Bot, Room } from './world.ts';

/** A bot's own account as it appears in messages and member lists. */
export function accountOf({ user: { id, is_bot, first_name, username } }: Bot): User {
  return { id, is_bot, first_name, username };
}

/** The membership of a user. In a private chat, and in the group where everybody is, all are members. */
export function memberOf(room: Room, user: User): ChatMember {
  const known = room.members.get(user.id);
  if (known) return { ...known, user };
  return room.isOpen ? { user, status: 'member' } : { user, status: 'left' };
}

/** Whether a member sees the chat. */
export function isInside(member: ChatMember): boolean {
  return member.status !== 'left' && member.status !== 'kicked' && (member.status !== 'restricted' || member.is_member);
}

/** Whether a user manages the chat. */
export function isAdministrator(room: Room, user: User): boolean {
  const { status } = memberOf(room, user);
  return status === 'administrator' || status === 'creator';
}

/** An administrator with all rights. */
export function administrator(user: User, chat: Chat, canBeEdited: boolean): ChatMemberAdministrator {
  return {
    user,
    status: 'administrator',
    can_be_edited: canBeEdited,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: true,
    can_restrict_members: true,
    can_promote_members: false,
    can_change_info: true,
    can_invite_users: true,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_send_welcome_messages: false,
    ...(chat.type === 'channel' ? { can_post_messages: true, can_edit_messages: true } : { can_pin_messages: true }),
  };
}
