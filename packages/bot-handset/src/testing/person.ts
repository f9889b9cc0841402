import type { BotCommand } from '@grammyjs/types';
import type { Action } from './chat/action.ts';
import type { CallHandset } from './chat/call-handset.ts';
import type { ChatMessage } from './chat/chat-message.ts';
import { type Conversation, createConversation } from './chat/conversation.ts';
import type { OpenedMiniApp } from './chat/press-button.ts';
import { createChatReader } from './chat/read-chat.ts';

/** A simulated person. What they do themselves happens in their private chat with the bot. */
export interface Person extends Conversation {
  /** The `telegram_id`. */
  id: number;
  name: string;
  /** With `+`. */
  phone: string;
  /** Resolves once the emulator knows the person; everything below waits for it by itself. */
  ready(): Promise<void>;
  /** The person in a group. */
  in(group: { id: number; title: string }): Conversation;
  /** Opens `https://t.me/<bot>?start=…`, and presses START in a new chat. Resolves as `send`. */
  openLink(url: string): Promise<ChatMessage>;
  /** Opens the Mini App of the menu button. */
  openMiniApp(): Promise<OpenedMiniApp>;
  /** Blocks the bot, which gets `my_chat_member`, and 403 from then on. */
  block(): Promise<void>;
  unblock(): Promise<void>;
  /** The command menu that this person sees. */
  commands(): Promise<BotCommand[]>;
}

export interface PersonOptions {
  /** A language tag, default `en`. */
  language?: string;
  /** First name. */
  name?: string;
  lastName?: string;
  /** Without `@`. */
  username?: string;
  /** With `+`; by default one in Uzbekistan that nobody else has. */
  phone?: string;
  /** The `telegram_id`. */
  id?: number;
}

interface PersonContext {
  call: CallHandset;
  bot: { id: number; username: string };
  limitMs: number;
}

/** Makes a person, whom the emulator knows from their first action on. */
export function createPerson(
  { call, bot, limitMs }: PersonContext,
  {
    id,
    language = 'en',
    name = `Person ${id}`,
    lastName,
    username,
    phone = phoneOf(id),
  }: PersonOptions & { id: number },
): Person {
  const path = `/users/${id}`;
  const fields = {
    telegram_id: id,
    first_name: name,
    phone,
    language_code: language,
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(username === undefined ? {} : { username }),
  };
  let saved: Promise<unknown> | undefined;
  const ready = async () => {
    saved ??= call('/users', fields);
    await saved;
  };
  const callAsPerson: CallHandset = async (...request) => {
    await ready();
    return call(...request);
  };
  const converse = (chat: 'private' | number, title: string) =>
    createConversation({
      call: callAsPerson,
      act: (action: Action) => callAsPerson(`${path}/messages?bot=${bot.username}`, { chat, ...action }),
      reader: createChatReader(callAsPerson, { path, query: `bot=${bot.username}&chat=${chat}`, title, limitMs }),
      path,
      bot,
    });
  const own = converse('private', `Chat of ${name} with @${bot.username}`);
  const setBlocked = async (blocked: boolean) => {
    await callAsPerson(`${path}/block?bot=${bot.username}`, { blocked });
  };
  return {
    ...own,
    id,
    name,
    phone,
    ready,
    in: (group) => converse(group.id, `“${group.title}”`),
    async openLink(url) {
      // The same text, whether START is pressed or the payload is sent at once
      const start = new URL(url).searchParams.get('start');
      return own.send({ text: start === null ? '/start' : `/start ${start}` });
    },
    async openMiniApp() {
      const opened = await callAsPerson<{ init_data: string; url: string | null; can_send_data: boolean }>(
        `${path}/mini-app`,
        { bot: bot.username },
      );
      if (opened.url === null) throw new Error(`@${bot.username} has no menu button with a Mini App`);
      return { initData: opened.init_data, url: opened.url, canSendData: opened.can_send_data };
    },
    block: () => setBlocked(true),
    unblock: () => setBlocked(false),
    commands: () => callAsPerson(`${path}/commands?bot=${bot.username}`),
  };
}

function phoneOf(id: number): string {
  return `+99890${String(id).padStart(7, '0').slice(-7)}`;
}
