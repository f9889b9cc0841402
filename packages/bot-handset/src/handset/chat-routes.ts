import type { ChatMember, ChatMemberRestricted, User } from '@grammyjs/types';
import type { FastifyInstance } from 'fastify';
import { changeMember } from '../world/change-member.ts';
import { accountOf, administrator, isInside, memberOf } from '../world/chat-members.ts';
import { addRoom, type Bot, groupRoom, type Room, userOf, type World } from '../world/world.ts';
import { notFound } from './input/handset-error.ts';
import { type MemberStatus, readMemberChange, readNewChat } from './input/read-chat.ts';
import { selectBot } from './select-bot.ts';

interface ChatPath {
  Params: { chat_id: string };
  Querystring: { bot?: string };
}

const NOTHING_ALLOWED = {
  can_send_messages: false,
  can_send_audios: false,
  can_send_documents: false,
  can_send_photos: false,
  can_send_videos: false,
  can_send_video_notes: false,
  can_send_voice_notes: false,
  can_send_polls: false,
  can_send_other_messages: false,
  can_add_web_page_previews: false,
  can_react_to_messages: false,
  can_edit_tag: false,
  can_change_info: false,
  can_invite_users: false,
  can_pin_messages: false,
  can_manage_topics: false,
};

/** Groups and channels of a bot, and who is in them. Register it within the handset API. */
export async function chatRoutes(app: FastifyInstance, { world }: { world: World }): Promise<void> {
  app.get<{ Querystring: { bot?: string } }>('/handset/chats', async (request) => {
    const bot = selectBot(world, request.query.bot);
    groupRoom(bot);
    return [...bot.rooms.values()].filter(({ chat }) => chat.type !== 'private').map((room) => show(world, bot, room));
  });

  app.post<{ Querystring: { bot?: string } }>('/handset/chats', async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const { owner, members, bot: botStatus, ...chat } = readNewChat(request.body);
    const people = [owner, ...members].map((id) => personOf(world, id));
    const creator = people[0] ?? accountOf(bot);
    const room = addRoom(bot, chat);
    room.members.set(creator.id, { user: creator, status: 'creator', is_anonymous: false });
    // Who is there when the bot comes is no news for it
    for (const user of people.slice(1)) room.members.set(user.id, { user, status: 'member' });
    if (botStatus !== 'left') changeMember(world, bot, room, creator, memberAs(accountOf(bot), botStatus, room));
    return reply.code(201).send(show(world, bot, room));
  });

  app.post<ChatPath>('/handset/chats/:chat_id/members', async (request) => {
    const bot = selectBot(world, request.query.bot);
    const room = bot.rooms.get(Number(request.params.chat_id));
    if (!room || room.chat.type === 'private') throw notFound(`chat ${request.params.chat_id} does not exist`);
    const { who, status, by } = readMemberChange(request.body);
    const user = who === 'bot' ? accountOf(bot) : personOf(world, who);
    const actor = by === undefined ? actorFor(room, user, status) : personOf(world, by);
    const member = memberAs(user, status, room);
    changeMember(world, bot, room, actor, member);
    return memberOf(room, user);
  });
}

/** People come and go by themselves; the rest is done by the owner. */
function actorFor(room: Room, user: User, status: MemberStatus): User {
  if (!user.is_bot && (status === 'member' || status === 'left')) return user;
  const owner = [...room.members.values()].find((member) => member.status === 'creator');
  return owner?.user ?? user;
}

function memberAs(user: User, status: MemberStatus, room: Room): ChatMember {
  switch (status) {
    case 'administrator':
      return administrator(user, room.chat, !user.is_bot);
    case 'kicked':
      return { user, status, until_date: 0 };
    case 'restricted': {
      const restricted: ChatMemberRestricted = { user, status, is_member: true, until_date: 0, ...NOTHING_ALLOWED };
      return restricted;
    }
    default:
      return { user, status };
  }
}

function personOf(world: World, telegramId: number): User {
  const person = world.people.get(telegramId);
  if (!person) throw notFound(`person ${telegramId} does not exist: POST /handset/users adds one`);
  return userOf(person);
}

function show(world: World, bot: Bot, room: Room): object {
  const users = [...world.people.values()].map(userOf);
  const members = users.map((user) => memberOf(room, user)).filter(isInside);
  return {
    ...room.chat,
    bot: memberOf(room, accountOf(bot)).status,
    pinned: room.pinned,
    last_message_id: room.lastMessageId,
    members: members.map(({ user, status }) => ({ telegram_id: user.id, status })),
  };
}
