import type {
  BotCommand,
  CallbackQuery,
  Chat,
  ChatMember,
  ForceReply,
  MenuButton,
  Message,
  ReactionType,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
  User,
  UserFromGetMe,
} from '@grammyjs/types';
import { type ChangeSignal, createChangeSignal } from '../change-signal.ts';
import { createEventFeed, type EventFeed } from '../event-feed.ts';
import { type BotRecords, createBotRecords, type InvoiceTerms } from './bot-records.ts';
import { accountOf, administrator } from './chat-members.ts';
import type { PollingState } from './polling-state.ts';
import { createUpdateQueue, type UpdateQueue } from './update-queue.ts';
import type { WebhookState } from './webhook-state.ts';

/** A simulated person: the account as bots see it, and its phone. */
export interface Person {
  telegram_id: number;
  first_name: string;
  last_name?: string;
  username?: string;
  /** With `+`. */
  phone: string;
  language_code: string;
}

/** A message with its keyboard change, which the Bot API itself never shows again. */
export interface StoredMessage {
  message: Message;
  keyboard?: ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply;
  /** By the id of the user who reacted. */
  reactions?: Map<number, ReactionType[]>;
  /** The options of a poll that people chose, by their ids. */
  votes?: Map<number, number[]>;
  /** What the Pay button of this message pays for. */
  invoice?: InvoiceTerms;
  /** Of a message that a person sent through the bot. */
  inlineMessageId?: string;
}

/** One chat of one bot. */
export interface Room {
  chat: Chat;
  /** All people are members: of a private chat, and of the group that is there from the start. */
  isOpen: boolean;
  /** Who came, left, or manages the chat, by user id. */
  members: Map<number, ChatMember>;
  /** Ids of pinned messages, the newest last. */
  pinned: number[];
  description?: string;
  /** A bot may write to a person only after that person wrote first. */
  isStarted: boolean;
  messages: StoredMessage[];
  lastMessageId: number;
  changed: ChangeSignal;
}

/** A pressed button and the bot's answer to it. */
export interface CallbackRecord {
  query: CallbackQuery;
  answer?: { text?: string; show_alert?: boolean; url?: string };
}

export interface Bot {
  token: string;
  user: UserFromGetMe;
  /** By chat id. */
  rooms: Map<number, Room>;
  /** Telegram ids of the people who blocked this bot. */
  blockedBy: Set<number>;
  updates: UpdateQueue;
  polling: PollingState;
  webhook: WebhookState;
  /** By scope and language, see bot-commands.ts. */
  commands: Map<string, BotCommand[]>;
  /** By kind and language, see bot-descriptions.ts. */
  descriptions: Map<string, string>;
  /** By chat id, see menu-button.ts. */
  menuButtons: Map<number, MenuButton>;
  callbacks: Map<string, CallbackRecord>;
  callbacksChanged: ChangeSignal;
  records: BotRecords;
}

/** The state of the Bot API emulator. */
export interface World {
  /** By token; the first is the default of the handset API. */
  bots: Map<string, Bot>;
  people: Map<number, Person>;
  events: EventFeed;
  /** Whether every token is a bot: it is added by its first call. */
  takesAnyToken: boolean;
}

export interface BotSeed {
  /** `<digits>:<letters, digits, _ and ->`, as BotFather gives them out. */
  token: string;
  /** Without `@`. */
  username: string;
  firstName?: string;
}

const GROUP_ID = -1_001_000_000_001;
const FIRST_BASIC_GROUP_ID = -4_000_001;
const MAX_ROOM_MESSAGES = 1_000;
const TOKEN = /^(\d{1,16}):[A-Za-z0-9_-]{1,128}$/;
const USERNAME = /^[A-Za-z][A-Za-z0-9_]{2,31}$/;

/** Creates a world without bots and people. */
export function createWorld(takesAnyToken: boolean): World {
  return { bots: new Map(), people: new Map(), events: createEventFeed(), takesAnyToken };
}

/** Whether a text has the form of a token: Telegram answers 404 if not, and 401 to an unknown token. */
export function isTokenShaped(token: string): boolean {
  return TOKEN.test(token);
}

/** Adds a bot, or renames the one with this token. Throws an Error that names the invalid part of the seed. */
export function addBot(world: World, seed: BotSeed): { bot: Bot; isNew: boolean } {
  const id = Number(TOKEN.exec(seed.token)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(id)) throw new Error('token must look like 123456:ABC-DEF');
  if (!USERNAME.test(seed.username)) throw new Error('username must be 3 to 32 letters, digits and underscores');
  const others = [...world.bots.values()].filter((bot) => bot.token !== seed.token);
  if (others.some((bot) => bot.user.username.toLowerCase() === seed.username.toLowerCase())) {
    throw new Error(`username ${seed.username} belongs to another bot`);
  }
  if (others.some((bot) => bot.user.id === id)) throw new Error(`bot ${id} has another token`);
  const known = world.bots.get(seed.token);
  const user = botUser(id, seed.username, seed.firstName ?? known?.user.first_name ?? seed.username);
  if (known) {
    known.user = user;
    return { bot: known, isNew: false };
  }
  const rooms = new Map<number, Room>();
  const bot: Bot = {
    token: seed.token,
    user,
    rooms,
    blockedBy: new Set(),
    updates: createUpdateQueue((chatId) => rooms.get(chatId)?.changed.notify()),
    polling: { current: undefined, nextConflictAt: 0 },
    webhook: { current: undefined, nextSetAt: 0 },
    commands: new Map(),
    descriptions: new Map(),
    menuButtons: new Map(),
    callbacks: new Map(),
    callbacksChanged: createChangeSignal(),
    records: createBotRecords(),
  };
  world.bots.set(seed.token, bot);
  return { bot, isNew: true };
}

/**
 * The bot with this token; undefined if there is none. In a world that takes any token it is added then: as Telegram
 * does, one id has one token.
 */
export function findBot(world: World, token: string): Bot | undefined {
  const known = world.bots.get(token);
  const id = Number(TOKEN.exec(token)?.[1]);
  const isIdTaken = [...world.bots.values()].some(({ user }) => user.id === id);
  if (known || !world.takesAnyToken || !Number.isSafeInteger(id) || isIdTaken) return known;
  const { bot } = addBot(world, { token, username: `handset_${id}_bot`, firstName: `Bot ${id}` });
  world.events.publish({ type: 'bot', bot: bot.user.username });
  return bot;
}

/** The chat of a bot with a person, created on first use. */
export function privateRoom(bot: Bot, person: Person): Room {
  const { telegram_id, first_name, last_name, username } = person;
  const chat: Chat.PrivateChat = {
    id: telegram_id,
    first_name,
    ...(last_name ? { last_name } : {}),
    ...(username ? { username } : {}),
    type: 'private',
  };
  return roomOf(bot, chat, false);
}

/** Deletes a person, and their chats with all bots. */
export function removePerson(world: World, { telegram_id }: Person): void {
  world.people.delete(telegram_id);
  for (const bot of world.bots.values()) {
    bot.rooms.delete(telegram_id);
    bot.blockedBy.delete(telegram_id);
  }
  world.events.publish({ type: 'person', telegram_id });
}

/** The one group in which all people and the bot are members. */
export function groupRoom(bot: Bot): Room {
  const known = bot.rooms.get(GROUP_ID);
  if (known) return known;
  const room = roomOf(bot, { id: GROUP_ID, title: 'Handset group', type: 'supergroup' }, true);
  room.members.set(bot.user.id, administrator(accountOf(bot), room.chat, false));
  return room;
}

/** Adds an empty group or channel, without members. */
export function addRoom(bot: Bot, chat: NewChat): Room {
  const first = chat.type === 'group' ? FIRST_BASIC_GROUP_ID : GROUP_ID - 1;
  // Below the ids that are taken: those of basic groups are far above all others
  const taken = [...bot.rooms.keys()].filter((id) => id <= first && (chat.type !== 'group' || id > GROUP_ID));
  const id = Math.min(first + 1, ...taken) - 1;
  const room = roomOf(bot, { id, ...chat }, true);
  room.isOpen = false;
  return room;
}

/** A group or a channel before it has an id. */
export type NewChat = Omit<Chat.GroupChat, 'id'> | Omit<Chat.SupergroupChat, 'id'> | Omit<Chat.ChannelChat, 'id'>;

/** A person as bots see them. */
export function userOf(person: Person): User {
  const { telegram_id, first_name, last_name, username, language_code } = person;
  return {
    id: telegram_id,
    is_bot: false,
    first_name,
    ...(last_name ? { last_name } : {}),
    ...(username ? { username } : {}),
    language_code,
  };
}

/** Gives a message its id and appends it to its chat. */
export function storeMessage(room: Room, stored: StoredMessage): StoredMessage {
  room.messages.push(stored);
  if (room.messages.length > MAX_ROOM_MESSAGES) room.messages.shift();
  room.changed.notify();
  return stored;
}

/** The id of the next message of a chat. */
export function nextMessageId(room: Room): number {
  room.lastMessageId += 1;
  return room.lastMessageId;
}

/** A message as the handset shows it: with its keyboard, and with reactions and votes by user. */
export function shownMessage({ message, keyboard, reactions, votes }: StoredMessage): object {
  if (!keyboard && !reactions?.size && !votes?.size) return message;
  return {
    ...message,
    ...(keyboard ? { reply_markup: keyboard } : {}),
    ...(reactions?.size ? { reactions: [...reactions].map(([user_id, list]) => ({ user_id, reactions: list })) } : {}),
    ...(votes?.size ? { votes: [...votes].map(([user_id, option_ids]) => ({ user_id, option_ids })) } : {}),
  };
}

function roomOf(bot: Bot, chat: Room['chat'], isStarted: boolean): Room {
  const known = bot.rooms.get(chat.id);
  if (known) {
    known.chat = chat;
    return known;
  }
  const room: Room = {
    chat,
    isOpen: true,
    members: new Map(),
    pinned: [],
    isStarted,
    messages: [],
    lastMessageId: 0,
    changed: createChangeSignal(),
  };
  bot.rooms.set(chat.id, room);
  return room;
}

function botUser(id: number, username: string, firstName: string): UserFromGetMe {
  return {
    id,
    is_bot: true,
    first_name: firstName,
    username,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: true,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}
