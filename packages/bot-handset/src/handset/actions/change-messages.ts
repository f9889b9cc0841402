import type { Message, Poll, ReactionType } from '@grammyjs/types';
import { forwardable, originOf } from '../../bot-api/compose/message-origin.ts';
import { emojiReaction } from '../../bot-api/compose/read-reactions.ts';
import { unixTime } from '../../durations.ts';
import { accountOf, isAdministrator } from '../../world/chat-members.ts';
import { pinMessage } from '../../world/pin-message.ts';
import { changeMessage, findMessage, queueMessage, removeMessages, showChange } from '../../world/post-message.ts';
import { type Room, type StoredMessage, userOf } from '../../world/world.ts';
import { HandsetError, notFound } from '../input/handset-error.ts';
import type { Change } from './read-action.ts';
import { type Actor, captionContent, post, textContent } from './send-new.ts';

/** Forwards a message to the chat of the actor. Protected ones stay, as in the apps. */
export function forwardToChat(actor: Actor, from: Room, messageId: number, deliveries: number): Message {
  const { message } = find(from, messageId);
  const content = forwardable(message);
  if (!content) throw refused('a service message cannot be forwarded');
  if (message.has_protected_content) throw refused('the bot protects this message: it cannot be forwarded');
  return post(actor, { ...content, forward_origin: originOf(message) }, deliveries);
}

/** Changes the text or the caption of the person's own message. */
export function editMessage(actor: Actor, change: Extract<Change, { kind: 'edit' }>): Message {
  const { world, bot, room } = actor;
  const stored = findOwn(actor, change.message_id);
  const { message } = stored;
  if (message.forward_origin || message.via_bot) throw refused('a forwarded message cannot be edited');
  const { text, caption } = change;
  if (text !== undefined && message.text === undefined) throw refused('this message has no text');
  if (caption !== undefined && message.text !== undefined) throw refused('this message has no caption');
  const { entities: _entities, caption: _caption, caption_entities: _captionEntities, ...kept } = message;
  const content = text === undefined ? captionContent(caption ?? '') : textContent(text);
  const edited: Message = { ...kept, ...content, edit_date: unixTime() };
  changeMessage(world, bot, room, stored, edited);
  queueMessage(bot, room, edited, true);
  return edited;
}

/** Deletes a message for everybody. Telegram tells bots nothing of it. */
export function deleteMessage(actor: Actor, messageId: number): object {
  const { world, bot, person, room } = actor;
  const { message } = find(room, messageId);
  const isOwn = message.from?.id === person.telegram_id;
  if (!isOwn && room.chat.type !== 'private' && !isAdministrator(room, userOf(person))) {
    throw refused('only administrators delete messages of others');
  }
  removeMessages(world, bot, room, [messageId]);
  return { ok: true };
}

/** Pins a message, which the chat is told of, or unpins it, which it is not. */
export function pin({ world, bot, person, room }: Actor, messageId: number, isPinned: boolean): object {
  const stored = find(room, messageId);
  if (isPinned) pinMessage(world, bot, room, userOf(person), stored);
  else {
    room.pinned = room.pinned.filter((id) => id !== messageId);
    world.events.publish({ type: 'chat', bot: bot.user.username, chat_id: room.chat.id });
  }
  return { ok: true };
}

/**
 * Sets the person's reaction to a message, or removes it. The bot gets it if it asked for `message_reaction`; in a group
 * it also has to be an administrator.
 */
export function react({ world, bot, person, room }: Actor, messageId: number, emoji: string | null): object {
  const stored = find(room, messageId);
  const old = stored.reactions?.get(person.telegram_id) ?? [];
  const next: ReactionType[] = emoji === null ? [] : [emojiReaction(emoji)];
  stored.reactions = new Map(stored.reactions ?? []);
  if (next.length === 0) stored.reactions.delete(person.telegram_id);
  else stored.reactions.set(person.telegram_id, next);
  showChange(world, bot, room, stored);
  if (room.chat.type === 'private' || isAdministrator(room, accountOf(bot))) {
    const change = {
      chat: room.chat,
      message_id: messageId,
      user: userOf(person),
      date: unixTime(),
      old_reaction: old,
      new_reaction: next,
    };
    bot.updates.add({ message_reaction: change }, room.chat.id);
  }
  return { ok: true };
}

/** Votes in a poll, or with no options takes the vote back. The bot gets `poll`, and of a public poll `poll_answer`. */
export function vote({ world, bot, person, room }: Actor, messageId: number, optionIds: number[]): object {
  const stored = find(room, messageId);
  const { poll } = stored.message;
  if (!poll) throw notFound(`message_id ${messageId} has no poll`);
  const chosen = [...new Set(optionIds)].sort();
  const votes = new Map(stored.votes ?? []);
  if (poll.is_closed) throw refused('the poll is closed');
  if (votes.has(person.telegram_id) && !poll.allows_revoting) throw refused('this poll takes one vote, for good');
  if (chosen.length > 1 && !poll.allows_multiple_answers) throw refused('this poll takes one answer');
  if (chosen.some((id) => id >= poll.options.length)) throw refused('the poll has no such option');
  if (chosen.length === 0) votes.delete(person.telegram_id);
  else votes.set(person.telegram_id, chosen);
  stored.votes = votes;
  const counted: Poll = {
    ...poll,
    options: poll.options.map((option, id) => ({
      ...option,
      voter_count: [...votes.values()].filter((ids) => ids.includes(id)).length,
    })),
    total_voter_count: votes.size,
  };
  changeMessage(world, bot, room, stored, { ...stored.message, poll: counted });
  if (stored.message.from?.id === bot.user.id) {
    bot.updates.add({ poll: counted }, room.chat.id);
    if (!poll.is_anonymous) {
      const option_persistent_ids = chosen.map((id) => poll.options[id]?.persistent_id ?? '');
      const answer = { poll_id: poll.id, user: userOf(person), option_ids: chosen, option_persistent_ids };
      bot.updates.add({ poll_answer: answer }, person.telegram_id);
    }
  }
  return counted;
}

function find(room: Room, messageId: number): StoredMessage {
  const stored = findMessage(room, messageId);
  if (!stored) throw notFound(`message_id ${messageId} is not in this chat`);
  return stored;
}

function findOwn({ person, room }: Actor, messageId: number): StoredMessage {
  const stored = find(room, messageId);
  const { from } = stored.message;
  if (from && from.id !== person.telegram_id) throw refused(`message_id ${messageId} is not of ${person.first_name}`);
  return stored;
}

function refused(reason: string): HandsetError {
  return new HandsetError(409, 'refused', reason);
}
