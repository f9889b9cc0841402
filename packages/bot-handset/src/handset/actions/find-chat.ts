import { isInside, memberOf } from '../../world/chat-members.ts';
import { type Bot, groupRoom, type Person, privateRoom, type Room, userOf } from '../../world/world.ts';
import { HandsetError, notFound } from '../input/handset-error.ts';
import type { ActionInput, ChatName } from './read-action.ts';

/** The chat of a person with a bot, or a group or channel. Throws a HandsetError 404. */
export function findChat(bot: Bot, person: Person, name: ChatName): Room {
  if (name === 'private') return privateRoom(bot, person);
  if (name === 'group') return groupRoom(bot);
  const room = bot.rooms.get(name);
  if (!room || room.chat.type === 'private')
    throw notFound(`chat ${name} does not exist: POST /handset/chats adds one`);
  return room;
}

/** What anybody in a channel may do; the rest is for its administrators. */
const FOR_READERS: ReadonlySet<ActionInput['kind']> = new Set(['press', 'reaction', 'vote']);

/** Checks that a person may act in a chat. Throws a HandsetError 403. */
export function checkMembership(room: Room, person: Person, kind: ActionInput['kind']): void {
  if (room.chat.type === 'private') return;
  const member = memberOf(room, userOf(person));
  if (!isInside(member)) {
    throw new HandsetError(403, 'not_a_member', `${person.first_name} is not a member of “${room.chat.title}”`);
  }
  const isMuted = member.status === 'restricted' && !member.can_send_messages && !FOR_READERS.has(kind);
  if (isMuted) throw new HandsetError(403, 'restricted', `${person.first_name} may not write in “${room.chat.title}”`);
  const isReader = member.status === 'member' && room.chat.type === 'channel' && !FOR_READERS.has(kind);
  if (isReader) throw new HandsetError(403, 'not_an_administrator', `only administrators write in a channel`);
}
