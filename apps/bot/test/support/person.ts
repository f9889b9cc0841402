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

/** A new person on the handset of `stackUrl`. */
export async function createPerson(stackUrl: string, { language = 'uz', name = 'Aziza' } = {}): Promise<Person> {
  people += 1;
  const id = 5000 + people;
  const phone = `+9989033${String(people).padStart(5, '0')}`;
  const request = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const response = await fetch(stackUrl + path, {
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<Answer>; // the handset API's word for it
  };
  await request('/handset/users', { telegram_id: id, first_name: name, phone, language_code: language });

  let heard = 0;
  const person: Person = {
    id,
    phone,
    async act(action) {
      await request(`/handset/users/${id}/messages`, action);
    },
    async hear() {
      for (;;) {
        const messages = await request<ChatMessage[]>(`/handset/users/${id}/messages?after=${heard}&wait=15`);
        if (messages.length === 0) throw new Error('The bot said nothing');
        const answer = messages.find(({ from }) => from.is_bot);
        heard = answer?.message_id ?? messages.at(-1)?.message_id ?? heard;
        if (answer) return answer;
      }
    },
    async send(action) {
      await person.act(action);
      return person.hear();
    },
    async press(message, button, redeliver = 1) {
      const pressed = message.reply_markup?.inline_keyboard?.flat().find(({ text }) => text === button);
      if (!pressed?.callback_data) throw new Error(`The message has no button ${button}`);
      const press = { callback_data: pressed.callback_data, message_id: message.message_id, redeliver };
      const path = `/handset/users/${id}/messages`;
      const { callback_query_id } = await request<{ callback_query_id: string }>(path, press);
      return { answer: () => request(`/handset/callbacks/${callback_query_id}?wait=15`) };
    },
    async see({ message_id }) {
      const messages = await person.heard();
      const message = messages.find((each) => each.message_id === message_id);
      if (!message) throw new Error(`Message ${message_id} is gone`);
      return message;
    },
    async heard() {
      const messages = await request<ChatMessage[]>(`/handset/users/${id}/messages`);
      return messages.filter(({ from }) => from.is_bot);
    },
    commands: () => request(`/handset/users/${id}/commands`),
  };
  return person;
}
