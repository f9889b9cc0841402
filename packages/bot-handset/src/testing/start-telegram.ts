import { randomInt } from 'node:crypto';
import { startHandset } from '../start-handset.ts';
import { type CallHandset, createCallHandset } from './chat/call-handset.ts';
import { createTelegramFaults, type TelegramFaults } from './faults.ts';
import { createPerson, type Person, type PersonOptions } from './person.ts';

export type { Action } from './chat/action.ts';
export type { ChatMessage } from './chat/chat-message.ts';
export type { Conversation } from './chat/conversation.ts';
export type { OpenedMiniApp, Pressed } from './chat/press-button.ts';
export type { TelegramFaults } from './faults.ts';
export type { Person, PersonOptions } from './person.ts';

export interface TelegramOptions {
  /** The longest wait for the bot, in milliseconds. Default 4 s, so that the error comes before the test's own limit. */
  limitMs?: number | undefined;
  /** A running emulator, such as `http://127.0.0.1:8081`. Default: a new one in this process, on a free port. */
  url?: string | undefined;
  /** The bot's token. Default: a new bot, which nobody else uses. */
  token?: string | undefined;
  /** The bot's username, without `@`. */
  username?: string | undefined;
}

/** Telegram for one bot. */
export interface Telegram {
  /** Base URL of the Bot API: what libraries call `apiRoot`. */
  apiRoot: string;
  token: string;
  /** Of the bot, without `@`. */
  username: string;
  faults: TelegramFaults;
  /** A new person. They are in the chat list from their first action on. */
  person(options?: PersonOptions): Person;
  /** A new group with the bot; the first person owns it. */
  group(options: { title: string; people: readonly Person[]; bot?: 'member' | 'administrator' }): Promise<Group>;
  /** The address of the handset page with a person's phone. */
  pageOf(person: { id: number }): string;
  /** Stops an emulator of this process; a running one goes on. */
  close(): Promise<void>;
}

export interface Group {
  id: number;
  title: string;
  add(person: Person): Promise<void>;
  remove(person: Person): Promise<void>;
}

const DEFAULT_LIMIT_MS = 4_000;
const FIRST_ID = 1_000;
const HIGHEST_RANDOM_ID = 2 ** 46;

/**
 * Starts Telegram for one bot in this process, or adds one bot to a running emulator (`url`). Point the bot at
 * `apiRoot` with `token`.
 */
export async function startTelegram(options: TelegramOptions = {}): Promise<Telegram> {
  const { url, limitMs = DEFAULT_LIMIT_MS } = options;
  const handset = url === undefined ? await startHandset({ port: 0, bots: [], people: [] }) : undefined;
  const apiRoot = handset?.url ?? (url ?? '').replace(/\/+$/, '');
  const call = createCallHandset(apiRoot);
  // In a running emulator others add bots and people too
  const firstId = handset ? FIRST_ID : randomInt(FIRST_ID, HIGHEST_RANDOM_ID);
  const token = options.token ?? `${handset ? 123_456 : firstId}:token-of-a-test`;
  const { username = `test_${token.split(':')[0]}_bot` } = options;
  const bot = await call<{ id: number }>('/bots', { token, username });
  // The id of the bot's token is taken
  let nextId = firstId + 1;
  const newId = () => {
    nextId += 1;
    return nextId - 1;
  };
  const context = { call, bot: { id: bot.id, username }, limitMs };
  return {
    apiRoot,
    token,
    username,
    faults: createTelegramFaults(call),
    person: (about = {}) => createPerson(context, { ...about, id: about.id ?? newId() }),
    group: (about) => createGroup(call, username, about),
    pageOf: ({ id }) => `${apiRoot}/?person=${id}&bot=${username}`,
    close: async () => handset?.close(),
  };
}

async function createGroup(
  call: CallHandset,
  username: string,
  { title, people, bot }: { title: string; people: readonly Person[]; bot?: 'member' | 'administrator' },
): Promise<Group> {
  const [owner, ...others] = people;
  if (!owner) throw new Error('a group needs a person, who owns it');
  for (const person of people) await person.ready();
  const members = others.map(({ id }) => id);
  const added = { title, owner: owner.id, members, ...(bot ? { bot } : {}) };
  const { id } = await call<{ id: number }>(`/chats?bot=${username}`, added);
  const setStatus = async (person: Person, status: 'member' | 'left') => {
    await person.ready();
    await call(`/chats/${id}/members?bot=${username}`, { telegram_id: person.id, status });
  };
  return {
    id,
    title,
    add: (person) => setStatus(person, 'member'),
    remove: (person) => setStatus(person, 'left'),
  };
}
