import type { Action } from 'bot-handset/src/testing/chat/action';
import { createCallHandset } from 'bot-handset/src/testing/chat/call-handset';
import { createPerson as createHandsetPerson } from 'bot-handset/src/testing/person';

const ANSWER_TIMEOUT_MS = 60_000;

/** The fields of the Bot API's Message that the tests read. */
export interface ChatMessage {
  message_id: number;
  from: { is_bot: boolean };
  text?: string;
  entities?: { type: string; offset: number; length: number }[];
  reply_markup?: {
    keyboard?: { text: string; request_contact?: boolean }[][];
    inline_keyboard?: {
      text: string;
      style?: string;
      url?: string;
      callback_data?: string;
      copy_text?: { text: string };
    }[][];
    remove_keyboard?: boolean;
  };
}

interface Press {
  /** Waits for the bot's answer to the press: a notification, an alert, or nothing to show. */
  answer(): Promise<{ is_answered: boolean; text?: string; show_alert?: boolean }>;
}

export interface Person {
  id: number;
  phone: string;
  /** Does something in the chat, and waits for the bot's answer. */
  send(action: object): Promise<ChatMessage>;
  /** Does something in the chat without waiting. */
  act(action: object): Promise<void>;
  /** Waits for the bot's next message. */
  hear(): Promise<ChatMessage>;
  /** Presses the button with this text; `redeliver`: how often Telegram sends the update. */
  press(message: ChatMessage, button: string, redeliver?: number): Promise<Press>;
  /** A message as it is now, after edits. */
  see(message: ChatMessage): Promise<ChatMessage>;
  /** All messages of the bot. */
  heard(): Promise<ChatMessage[]>;
  commands(): Promise<{ command: string; description: string }[]>;
}

let people = 0;

/** A new person on the handset of `stackUrl`, in a chat with its first bot. */
export async function createPerson(
  stackUrl: string,
  { language = 'uz', name = 'Aziza', id = 7_305_918_264_000 + people + 1 } = {},
): Promise<Person> {
  people += 1;
  const phone = `+9989033${String(people).padStart(5, '0')}`;
  const call = createCallHandset(stackUrl);
  const [bot] = await call<{ id: number; username: string }[]>('/bots');
  if (!bot) throw new Error('The stack has no bot');
  const handset = createHandsetPerson({ call, bot, limitMs: ANSWER_TIMEOUT_MS }, { id, language, name, phone });
  await handset.ready();

  const person: Person = {
    id,
    phone,
    async act(action) {
      await handset.act(action as Action);
    },
    hear: async () => readable(await handset.nextMessage()),
    async send(action) {
      await person.act(action);
      return person.hear();
    },
    async press(message, button, redeliver = 1) {
      const pressed = message.reply_markup?.inline_keyboard?.flat().find(({ text }) => text === button);
      if (!pressed?.callback_data) throw new Error(`The message has no button ${button}`);
      const { callback_data } = pressed;
      const query = await handset.act({ callback_data, message_id: message.message_id, redeliver });
      const { callback_query_id } = query as { callback_query_id: string }; // the handset API's answer to a press
      return { answer: () => call(`/callbacks/${callback_query_id}?wait=15`) };
    },
    async see({ message_id }) {
      const messages = await person.heard();
      const message = messages.find((each) => each.message_id === message_id);
      if (!message) throw new Error(`Message ${message_id} is gone`);
      return message;
    },
    heard: async () => (await handset.messages()).map(readable).filter(({ from }) => from.is_bot),
    commands: handset.commands,
  };
  return person;
}

/** The fields that the tests read; in a private chat every message has a sender. */
function readable(message: object): ChatMessage {
  return message as ChatMessage;
}
