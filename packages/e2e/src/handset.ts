import { setTimeout as delay } from 'node:timers/promises';

/** A Bot API Message, as far as the tests read it. */
export interface Message {
  message_id: number;
  from?: { id: number; is_bot: boolean };
  text?: string;
  entities?: { type: string; offset: number; length: number }[];
  reply_markup?: {
    keyboard?: { text: string; request_contact?: boolean }[][];
    inline_keyboard?: InlineButton[][];
  };
}

interface InlineButton {
  text: string;
  url?: string;
  callback_data?: string;
  copy_text?: { text: string };
}

type Contact = 'own' | { phone_number: string; user_id?: number; first_name: string };
type Place = { chat?: 'group'; forward?: boolean; redeliver?: number };
type Action = ({ text: string } | { contact: Contact } | { callback_data: string; message_id: number }) & Place;

export interface Person {
  id: number;
  /** E.164. */
  phone: string;
  name: string;
  /** Does something in the chat; resolves to the id of the message that it left there. */
  act(action: Action): Promise<number>;
  /** Does something in the chat; resolves to the next thing that the bot says there. */
  ask(action: Action): Promise<Message>;
  /** Presses a button; resolves once the bot has answered the press. */
  press(message: Message, buttonText: string): Promise<void>;
  /** The first message of the bot's after `after`. */
  hear(after: number): Promise<Message>;
  /** Everything in the chat, oldest first. */
  read(chat?: 'group'): Promise<Message[]>;
  /** From now on the person's own contact has this number. */
  changePhone(phone: string): Promise<void>;
  setBlocked(blocked: boolean): Promise<void>;
}

/** Milliseconds after which an answer does not come any more. */
const PATIENCE = 25_000;
/** Seconds that one request waits. */
const WAIT = 10;
/** Milliseconds between two looks at what can only be asked for. */
const LOOK_AGAIN = 2_000;

/** The handset API of one stack, as a test or a script uses it. */
export interface Handset {
  /** Adds a person whom nobody else uses, with a number of their own, talking to the product's bot or to `bot`. */
  addPerson(about?: { language?: string; bot?: string }): Promise<Person>;
  /** Waits for the newest SMS of a number; resolves to the code that it offers to the browser. */
  readSms(phone: string): Promise<string>;
  faults: {
    add(fault: Fault): Promise<unknown>;
    /** Those that have not happened yet. */
    pending(): Promise<Fault[]>;
    clear(): Promise<unknown>;
  };
  /** Adds a bot beside the product's own. */
  addBot(bot: { token: string; username: string }): Promise<unknown>;
}

interface Fault {
  target: 'telegram' | 'eskiz';
  method: string;
  kind: 'status' | 'drop' | 'delay';
  status?: number;
  retry_after?: number;
  ms?: number;
  times: number;
}

/** The handset API at `stackUrl`. */
export function createHandset(stackUrl: string): Handset {
  const call: Call = async <Body>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${stackUrl}/handset${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`);
    return (await response.json()) as Body; // the shape is the handset API's, as CONTRACT.md and its README have it
  };
  let lastTaken: Promise<unknown> = Promise.resolve();

  /** Takes the next free id: one after the other, so that nobody gets the same. */
  function nextId(take: (id: number) => Promise<unknown>): Promise<number> {
    const taking = lastTaken.then(async () => {
      const everybody = await call<{ telegram_id: number }[]>('GET', '/users');
      const id = Math.max(...everybody.map((person) => person.telegram_id)) + 1;
      await take(id);
      return id;
    });
    lastTaken = taking.catch(() => {}); // its caller hears of it
    return taking;
  }

  return {
    async addPerson({ language = 'uz', bot = 'raqam_bot' } = {}) {
      const save = (id: number, phone: string) =>
        call('POST', '/users', { telegram_id: id, first_name: nameOf(id), phone, language_code: language });
      const id = await nextId((id) => save(id, numberOf(id)));
      return createPerson(call, id, bot, (phone) => save(id, phone));
    },
    async readSms(phone) {
      const [sms] = await call<{ text: string }[]>('GET', `/sms?phone=${encodeURIComponent(phone)}&wait=${WAIT}`);
      const code = /^@localhost #(\d{6})$/m.exec(sms?.text ?? '')?.[1];
      if (code === undefined) throw new Error(`No code came to ${phone}, but: ${sms?.text}`);
      return code;
    },
    faults: {
      add: (fault) => call('POST', '/faults', fault),
      pending: () => call<Fault[]>('GET', '/faults'),
      clear: () => call('DELETE', '/faults'),
    },
    addBot: (bot) => call('POST', '/bots', bot),
  };
}

type Call = <Body>(method: string, path: string, body?: unknown) => Promise<Body>;

function createPerson(call: Call, id: number, bot: string, save: (phone: string) => Promise<unknown>): Person {
  const path = (action: string, query = '') => `/users/${id}/${action}?bot=${bot}${query}`;
  const person: Person = {
    id,
    phone: numberOf(id),
    name: nameOf(id),
    async act(action) {
      const { message_id } = await call<{ message_id: number }>('POST', path('messages'), action);
      return message_id;
    },
    async ask(action) {
      return person.hear(await person.act(action));
    },
    async press(message, buttonText) {
      const button = message.reply_markup?.inline_keyboard?.flat().find(({ text }) => text.includes(buttonText));
      const press = { callback_data: button?.callback_data, message_id: message.message_id };
      const { callback_query_id } = await call<{ callback_query_id: string }>('POST', path('messages'), press);
      const answer = await call<{ is_answered: boolean }>(
        'GET',
        `/callbacks/${callback_query_id}?bot=${bot}&wait=${WAIT}`,
      );
      if (!answer.is_answered) throw new Error(`The bot did not answer the press of “${buttonText}”`);
    },
    async hear(after) {
      const deadline = Date.now() + PATIENCE;
      for (let seen = after; Date.now() < deadline; ) {
        const news = await call<Message[]>('GET', path('messages', `&after=${seen}&wait=${WAIT}`));
        const answer = news.find(({ from }) => from?.is_bot);
        if (answer) return answer;
        seen = news.at(-1)?.message_id ?? seen;
      }
      throw new Error(`${person.name} heard nothing from the bot after message ${after}`);
    },
    read: (chat) => call<Message[]>('GET', path('messages', chat ? `&chat=${chat}` : '')),
    changePhone: async (phone) => void (await save(phone)),
    setBlocked: async (blocked) => void (await call('POST', path('block'), { blocked })),
  };
  return person;
}

function nameOf(id: number): string {
  return `Person${id}`;
}

/** A number that belongs to the person of this id alone. */
export function numberOf(id: number): string {
  return `+99890${1_000_000 + id}`;
}

/** The code that a message of the bot's offers to copy; undefined when there is none. */
export function codeIn({ text = '', entities = [] }: Message): string | undefined {
  const code = entities.find(({ type }) => type === 'code');
  return code && text.slice(code.offset, code.offset + code.length);
}

/** Whether the message comes with the button that shares one's own number. */
export function asksForContact({ reply_markup }: Message): boolean {
  return reply_markup?.keyboard?.flat().some((key) => key.request_contact === true) ?? false;
}

/** The codes that reached a person's chat. */
export async function codesOf(person: Person): Promise<string[]> {
  return (await person.read()).map(codeIn).filter((code) => code !== undefined);
}

/** The first code after message `after`, whatever else the bot has to say. */
export async function codeAfter(person: Person, after: number): Promise<string> {
  for (let seen = after; ; ) {
    const message = await person.hear(seen);
    const code = codeIn(message);
    if (code !== undefined) return code;
    seen = message.message_id;
  }
}

/** Shares the own contact until a code comes back: the number got one a moment ago, and has to wait for the next. */
export async function requestCodeAgain(person: Person): Promise<string> {
  for (;;) {
    const code = codeIn(await person.ask({ contact: 'own' }));
    if (code !== undefined) return code;
    await delay(LOOK_AGAIN);
  }
}

/** Shares the person's own contact; resolves to the code that comes back. */
export async function requestCode(person: Person): Promise<string> {
  const answer = await person.ask({ contact: 'own' });
  const code = codeIn(answer);
  if (code === undefined) throw new Error(`No code came, but: ${answer.text}`);
  return code;
}
