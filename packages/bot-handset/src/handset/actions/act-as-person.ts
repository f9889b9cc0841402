import { randomBytes } from 'node:crypto';
import type { CallbackQuery } from '@grammyjs/types';
import { newMediaGroupId } from '../../bot-api/methods/media/send-media-group.ts';
import { BotApiError } from '../../bot-api/request/bot-api-error.ts';
import { remember } from '../../world/bot-records.ts';
import { findMessage } from '../../world/post-message.ts';
import { type Bot, type Person, type StoredMessage, userOf, type World } from '../../world/world.ts';
import { HandsetError, notFound } from '../input/handset-error.ts';
import { deleteMessage, editMessage, forwardToChat, pin, react, vote } from './change-messages.ts';
import { checkMembership, findChat } from './find-chat.ts';
import { chooseResult, sendInlineQuery } from './inline.ts';
import { beginPayment } from './pay.ts';
import type { ActionInput, Change } from './read-action.ts';
import { type Actor, sendNew } from './send-new.ts';

/**
 * Acts as a person in a chat with a bot, and queues the update.
 *
 * @param signal aborts when the caller hangs up
 * @returns the answer of the handset API: the sent message, or the id of a query
 * @throws HandsetError 404 for an unknown message, 409 for a bot that the person blocked
 */
export async function actAsPerson(
  world: World,
  bot: Bot,
  person: Person,
  action: ActionInput,
  signal: AbortSignal,
): Promise<object> {
  if (action.chat === 'private' && bot.blockedBy.has(person.telegram_id)) {
    throw new HandsetError(409, 'bot_blocked', `${person.first_name} blocked @${bot.user.username}: unblock it first`);
  }
  const room = findChat(bot, person, action.chat);
  checkMembership(room, person, action.kind);
  try {
    return await perform({ world, bot, person, room }, action, signal);
  } catch (error) {
    // What Telegram refuses a bot is refused here in the same words
    if (error instanceof BotApiError) throw new HandsetError(error.code, 'refused', error.message);
    throw error;
  }
}

async function perform(actor: Actor, action: ActionInput, signal: AbortSignal): Promise<object> {
  switch (action.kind) {
    case 'press':
      return press(actor, action);
    case 'forward':
      return forwardToChat(actor, findChat(actor.bot, actor.person, action.from), action.message_id, action.deliveries);
    case 'edit':
      return editMessage(actor, action);
    case 'delete':
      return deleteMessage(actor, action.message_id);
    case 'pin':
    case 'unpin':
      return pin(actor, action.message_id, action.kind === 'pin');
    case 'reaction':
      return react(actor, action.message_id, action.emoji);
    case 'vote':
      return vote(actor, action.message_id, action.option_ids);
    case 'album': {
      const media_group_id = newMediaGroupId();
      return action.items.map((item) => sendNew(actor, item, { ...action, album: media_group_id }));
    }
    case 'inline_query':
      return sendInlineQuery(actor, action.query, action.offset);
    case 'choose':
      return chooseResult(actor, action.inline_query_id, action.result_id, signal);
    case 'pay':
      return beginPayment(actor, action);
    default:
      return sendNew(actor, action, action);
  }
}

function press(
  { bot, person, room }: Actor,
  action: Extract<Change, { kind: 'press' }> & { deliveries: number },
): object {
  const stored = findMessage(room, action.message_id);
  if (!stored) throw notFound(`message_id ${action.message_id} is not in this chat`);
  const query: CallbackQuery = {
    id: randomBytes(8).readBigUInt64BE().toString(),
    from: userOf(person),
    ...place(stored),
    chat_instance: String(room.chat.id),
    data: action.callback_data,
  };
  remember(bot.callbacks, query.id, { query });
  bot.updates.add({ callback_query: query }, room.chat.id, action.deliveries);
  return { callback_query_id: query.id };
}

/** A button of a message through the bot is known by its `inline_message_id` alone. */
function place({ message, inlineMessageId }: StoredMessage) {
  return inlineMessageId ? { inline_message_id: inlineMessageId } : { message };
}
