import type { NewChat } from '../../world/world.ts';
import { invalidField } from './handset-error.ts';
import { object, text } from './read-fields.ts';
import { readTelegramId } from './read-input.ts';

const MEMBER_STATUSES = ['member', 'administrator', 'restricted', 'left', 'kicked'] as const;

export type MemberStatus = (typeof MEMBER_STATUSES)[number];

/** A new group or channel, and who is in it. */
export type NewChatInput = NewChat & { owner: number; members: number[]; bot: MemberStatus };

const MAX_TITLE_LENGTH = 128;

/** Body of `POST /handset/chats`. */
export function readNewChat(body: unknown): NewChatInput {
  const input = object(body, 'the body');
  const { type = 'supergroup', members = [], owner, bot = 'member' } = input;
  if (type !== 'group' && type !== 'supergroup' && type !== 'channel') {
    throw invalidField('type', 'must be "group", "supergroup" or "channel"');
  }
  const title = text(input, 'title', MAX_TITLE_LENGTH)?.trim();
  if (!title) throw invalidField('title', 'is required');
  const username = text(input, 'username', MAX_TITLE_LENGTH)?.replace(/^@/, '');
  if (username !== undefined && type === 'group') throw invalidField('username', 'is for supergroups and channels');
  if (!Array.isArray(members)) throw invalidField('members', 'must be a list of telegram_id');
  return {
    ...(type === 'group' ? { type, title } : { type, title, ...(username ? { username } : {}) }),
    owner: readTelegramId(owner, 'owner'),
    members: members.map((id) => readTelegramId(id, 'members')),
    bot: readStatus(bot, 'bot'),
  };
}

/** Body of `POST /handset/chats/:chat_id/members`. */
export function readMemberChange(body: unknown): { who: number | 'bot'; status: MemberStatus; by?: number } {
  const { telegram_id: id, status, by } = object(body, 'the body');
  return {
    who: id === 'bot' ? 'bot' : readTelegramId(id),
    status: readStatus(status, 'status'),
    ...(by === undefined ? {} : { by: readTelegramId(by, 'by') }),
  };
}

function readStatus(value: unknown, field: string): MemberStatus {
  const status = MEMBER_STATUSES.find((each) => each === value);
  if (!status) throw invalidField(field, `must be one of ${MEMBER_STATUSES.join(', ')}`);
  return status;
}
