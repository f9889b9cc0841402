import type { Action } from './action.ts';
import type { CallHandset } from './call-handset.ts';
import { type ChatMessage, matches, type TextPattern } from './chat-message.ts';
import { hasText, visibleButtons } from './find-button.ts';
import { type Pressed, pressButton } from './press-button.ts';
import { type ChatReader, type ChatState, explainSilence } from './read-chat.ts';
import { showButtons, showChat } from './show-chat.ts';

/**
 * A person in one chat with the bot. Whatever waits, waits for an event, and fails after the limit with the chat so far.
 *
 * An update counts as handled when the bot confirmed it: by its next `getUpdates`, or by 2xx of its webhook. Telegraf,
 * grammY and all webhooks confirm after their handlers are done. Bots that confirm at once and handle later
 * (python-telegram-bot, aiogram, grammY runner) may send more after `send` and `press` resolved: use `expectMessage`.
 */
export interface Conversation {
  /**
   * Sends a text, or does an action, and resolves to the bot's answer: the first message that it sends here, else one
   * that it changed, once the update is handled.
   */
  send(action: string | Action): Promise<ChatMessage>;
  /** Does an action and waits for nothing. Resolves to the answer of the handset API: the own message, or an id. */
  act(action: Action): Promise<unknown>;
  /** Resolves once the bot confirmed everything from this chat, whether it answered or not. */
  handled(): Promise<void>;
  /**
   * Presses the newest visible button with exactly this text, or matching this expression, below a message or on the
   * reply keyboard. Waits for the button, and then for what it does: the bot's answer to a text, a contact or a location,
   * the bot's reaction to a callback; other buttons concern only the person, and resolve at once.
   */
  press(button: string | RegExp): Promise<Pressed>;
  /** The texts of the visible buttons, the newest first. */
  buttons(): Promise<string[]>;
  /** Sends the own contact, as the button for it does. Resolves as `send`. */
  shareContact(): Promise<ChatMessage>;
  /** Sends a photo, a small sample by default. Resolves as `send`. */
  sendPhoto(photo?: { caption?: string; base64?: string }): Promise<ChatMessage>;
  /** Sends a file, a small PDF by default. Resolves as `send`. */
  sendDocument(document?: { caption?: string; base64?: string; fileName?: string }): Promise<ChatMessage>;
  /** Sends a place, in Tashkent by default. Resolves as `send`. */
  sendLocation(location?: { latitude: number; longitude: number }): Promise<ChatMessage>;
  /** All messages, the oldest first. */
  messages(): Promise<ChatMessage[]>;
  /** The bot's newest message. Throws if it sent none. */
  lastMessage(): Promise<ChatMessage>;
  /**
   * Waits for a message that the bot sent or changed since the last `send` or `press` here, whose text or caption has the
   * string or matches the expression. Resolves to the newest.
   */
  expectMessage(pattern: TextPattern): Promise<ChatMessage>;
  /**
   * Waits for the bot's next message: the one after the last that `send` or `nextMessage` resolved to. With
   * `containing`, others before it are passed over.
   */
  nextMessage(options?: { containing?: TextPattern }): Promise<ChatMessage>;
}

export interface ConversationOptions {
  call: CallHandset;
  /** Performs the action in this chat. */
  act(action: Action): Promise<unknown>;
  reader: ChatReader;
  /** Of the person in the handset API. */
  path: string;
  bot: { id: number; username: string };
}

/** Makes the conversation of a person in one chat. */
export function createConversation({ call, act, reader, path, bot }: ConversationOptions): Conversation {
  const isBots = ({ from }: ChatMessage) => from?.id === bot.id;
  /** The bot's messages at the last `send` or `press`, as JSON by id. */
  let before = new Map<number, string>();
  /** The message that was read last. */
  let readId = 0;

  const remember = ({ messages }: ChatState) => {
    before = new Map(messages.filter(isBots).map((message) => [message.message_id, JSON.stringify(message)]));
  };
  const changes = ({ messages }: ChatState) =>
    messages.filter((message) => isBots(message) && before.get(message.message_id) !== JSON.stringify(message));
  /** The first new message, else a changed one. */
  const findAnswer = (state: ChatState) => {
    const changed = changes(state);
    return changed.find(({ message_id }) => !before.has(message_id)) ?? changed[0];
  };
  const noteRead = (answer: ChatMessage | undefined) => {
    readId = Math.max(readId, answer?.message_id ?? 0);
  };

  async function send(action: string | Action): Promise<ChatMessage> {
    remember(await reader.read());
    await act(typeof action === 'string' ? { text: action } : action);
    const answer = await reader.until(
      (state) => (state.pendingUpdates === 0 ? findAnswer(state) : undefined),
      (state) => `The bot did not answer ${describe(action)}: ${explainSilence(state)}`,
    );
    noteRead(answer);
    return answer;
  }

  async function press(name: string | RegExp): Promise<Pressed> {
    const pressed = await reader.until(
      (state) => {
        const button = visibleButtons(state.messages).find((each) => hasText(each, name));
        return button && { button, state };
      },
      ({ messages }) => `There is no button ${describe(name)}: ${showButtons(messages)}`,
    );
    remember(pressed.state);
    const done = await pressButton(pressed.button, { call, act, send, reader, path, bot, findAnswer });
    noteRead(done.answer);
    return done;
  }

  return {
    send,
    act,
    press,
    async handled() {
      await reader.until(
        ({ pendingUpdates }) => (pendingUpdates === 0 ? true : undefined),
        (state) => `The bot has not handled everything: ${explainSilence(state)}`,
      );
    },
    buttons: async () => visibleButtons((await reader.read()).messages).map(({ text }) => text),
    shareContact: () => send({ contact: 'own' }),
    sendPhoto: ({ caption, base64 } = {}) =>
      send({ photo: base64 === undefined ? true : { base64 }, ...(caption === undefined ? {} : { caption }) }),
    sendDocument({ caption, base64, fileName } = {}) {
      const named = fileName === undefined ? {} : { file_name: fileName };
      const document = base64 === undefined ? (true as const) : { base64, ...named };
      return send({ document, ...(caption === undefined ? {} : { caption }) });
    },
    sendLocation: (location) => send({ location: location ?? true }),
    messages: async () => (await reader.read()).messages,
    async lastMessage() {
      const { messages } = await reader.read();
      const last = messages.findLast(isBots);
      if (!last) throw new Error(`@${bot.username} sent no message here:\n${showChat(messages)}`);
      return last;
    },
    expectMessage: (pattern) =>
      reader.until(
        (state) => changes(state).findLast((message) => matches(message, pattern)),
        (state) => {
          const old = state.messages.some((message) => isBots(message) && matches(message, pattern));
          const hint = old ? ', only one from before the last action' : '';
          return `The bot sent no message with ${describe(pattern)}${hint}`;
        },
      ),
    async nextMessage({ containing } = {}) {
      const found = await reader.until(
        ({ messages }) =>
          messages.find((each) => each.message_id > readId && isBots(each) && matches(each, containing)),
        () => `The bot sent no further message${containing === undefined ? '' : ` with ${describe(containing)}`}`,
      );
      noteRead(found);
      return found;
    },
  };
}

function describe(value: string | RegExp | Action): string {
  if (typeof value === 'string') return `“${value}”`;
  return value instanceof RegExp ? String(value) : JSON.stringify(value);
}
