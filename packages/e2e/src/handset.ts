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
  /** Acts in the chat; resolves to the id of the new message. */
  act(action: Action): Promise<number>;
  /** Acts in the chat; resolves to the bot's next message. */
  ask(action: Action): Promise<Message>;
  /** Opens a link to the bot, and presses START in a new chat; resolves to the id of the sent message. */
  openLink(url: string): Promise<number>;
  /** Presses a button; resolves once the bot has answered the press. */
  press(message: Message, buttonText: string): Promise<void>;
  /** Waits for the bot's first message after message `after`. */
  hear(after: number): Promise<Message>;
  /** All messages of the chat, oldest first. */
  read(chat?: 'group'): Promise<Message[]>;
  /** Changes the number of the person's own contact. */
  changePhone(phone: string): Promise<void>;
  setBlocked(blocked: boolean): Promise<void>;
}

const ANSWER_TIMEOUT_MS = 60_000;
/** `wait` of one long-polling request. */
const REQUEST_WAIT_SECONDS = 10;

/** The handset API of one stack, as a test or a script uses it. */
export interface Handset {
  /**
   * Adds a new person with a number of their own, in a chat with the product's bot or with `bot`. Telegram Gateway
   * reaches it only on request, so that codes come by SMS; `off`: it does not deliver them.
   */
  addPerson(about?: { language?: string; bot?: string; gateway?: 'on' | 'off' }): Promise<Person>;
  /** Waits for the newest SMS of a number; resolves to its code for the browser. */
  readSms(phone: string): Promise<string>;
  /** `on`: Telegram Gateway reaches the person from now on; `off`: it does not deliver its codes. */
  setGateway(person: Person, gateway: 'on' | 'off'): Promise<unknown>;
  /** Waits for the newest message of the person's chat “Verification Codes”. */
  readVerificationCode(person: Person): Promise<string>;
  /** Ends the `ttl` of the codes of Telegram Gateway to this number that were not delivered. */
  expireVerificationCode(phone: string): Promise<unknown>;
  faults: {
    add(fault: Fault): Promise<unknown>;
    /** The faults that have not happened yet. */
    pending(): Promise<Fault[]>;
    clear(): Promise<unknown>;
  };
  /** Adds a bot beside the product's own. */
  addBot(bot: { token: string; username: string }): Promise<unknown>;
}

interface Fault {
  target: 'telegram' | 'eskiz' | 'playmobile' | 'gateway' | 'telegram-login';
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
    return (await response.json()) as Body; // the handset API's shape, see the README of packages/bot-handset
  };
  let lastTaken: Promise<unknown> = Promise.resolve();

  /** Takes the next free id, one call at a time, so that no two people share one. */
  function nextId(take: (id: number) => Promise<unknown>): Promise<number> {
    const taking = lastTaken.then(async () => {
      const everybody = await call<{ telegram_id: number }[]>('GET', '/users');
      const id = Math.max(...everybody.map((person) => person.telegram_id)) + 1;
      await take(id);
      return id;
    });
    lastTaken = taking.catch(() => {}); // the caller gets the error
    return taking;
  }

  return {
    async addPerson({ language = 'uz', bot = 'raqam_bot', gateway } = {}) {
      const reached = { gateway_reachable: gateway !== undefined, reads_codes: gateway !== 'off' };
      const save = (id: number, phone: string) =>
        call('POST', '/users', { telegram_id: id, first_name: nameOf(id), phone, language_code: language, ...reached });
      const id = await nextId((id) => save(id, numberOf(id)));
      return createPerson(call, id, bot, (phone) => save(id, phone));
    },
    async readSms(phone) {
      const path = `/sms?phone=${encodeURIComponent(phone)}&wait=${REQUEST_WAIT_SECONDS}`;
      const [sms] = await readUntil(
        () => call<{ text: string }[]>('GET', path),
        (all) => all.length > 0,
      );
      const code = /^@localhost #(\d{6})$/m.exec(sms?.text ?? '')?.[1];
      if (code === undefined) throw new Error(`No code came to ${phone}, but: ${sms?.text}`);
      return code;
    },
    setGateway: ({ id }, gateway) =>
      call('POST', '/users', { telegram_id: id, gateway_reachable: true, reads_codes: gateway === 'on' }),
    async readVerificationCode({ id, name }) {
      const path = `/users/${id}/verification-codes?wait=${REQUEST_WAIT_SECONDS}`;
      const codes = await readUntil(
        () => call<Message[]>('GET', path),
        (all) => all.length > 0,
      );
      const code = codeIn(codes.at(-1) ?? { message_id: 0 });
      if (code === undefined) throw new Error(`No code came to ${name} from Telegram Gateway`);
      return code;
    },
    expireVerificationCode: (phone) => call('POST', '/gateway/expire', { phone }),
    faults: {
      add: (fault) => call('POST', '/faults', fault),
      pending: () => call<Fault[]>('GET', '/faults'),
      clear: () => call('DELETE', '/faults'),
    },
    addBot: (bot) => call('POST', '/bots', bot),
  };
}

/** Reads until the answer is there, or for a minute; resolves to the last answer. */
async function readUntil<Answer>(read: () => Promise<Answer>, isThere: (answer: Answer) => boolean): Promise<Answer> {
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  let answer = await read();
  while (!isThere(answer) && Date.now() < deadline) answer = await read();
  return answer;
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
    async openLink(url) {
      const { text, message } = await call<{ text: string; message?: Message }>('POST', path('links'), { url });
      return message?.message_id ?? person.act({ text });
    },
    async press(message, buttonText) {
      const button = message.reply_markup?.inline_keyboard?.flat().find(({ text }) => text.includes(buttonText));
      const press = { callback_data: button?.callback_data, message_id: message.message_id };
      const { callback_query_id } = await call<{ callback_query_id: string }>('POST', path('messages'), press);
      const answerPath = `/callbacks/${callback_query_id}?bot=${bot}&wait=${REQUEST_WAIT_SECONDS}`;
      const answer = await readUntil(
        () => call<{ is_answered: boolean }>('GET', answerPath),
        ({ is_answered }) => is_answered,
      );
      if (!answer.is_answered) throw new Error(`The bot did not answer the press of “${buttonText}”`);
    },
    async hear(after) {
      const deadline = Date.now() + ANSWER_TIMEOUT_MS;
      for (let seen = after; Date.now() < deadline; ) {
        const news = await call<Message[]>('GET', path('messages', `&after=${seen}&wait=${REQUEST_WAIT_SECONDS}`));
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

/** The number of the person with this id, unique among people. */
export function numberOf(id: number): string {
  return `+99890${1_000_000 + id}`;
}

/** The code in a message of the bot; undefined if there is none. */
export function codeIn({ text = '', entities = [] }: Message): string | undefined {
  const code = entities.find(({ type }) => type === 'code');
  return code && text.slice(code.offset, code.offset + code.length);
}

/** Whether the message has the button that shares the person's own number. */
export function asksForContact({ reply_markup }: Message): boolean {
  return reply_markup?.keyboard?.flat().some((key) => key.request_contact === true) ?? false;
}

/** The codes that reached a person's chat. */
export async function codesOf(person: Person): Promise<string[]> {
  return (await person.read()).map(codeIn).filter((code) => code !== undefined);
}

/** Waits for the first code after message `after`, and skips other messages. */
export async function codeAfter(person: Person, after: number): Promise<string> {
  for (let seen = after; ; ) {
    const message = await person.hear(seen);
    const code = codeIn(message);
    if (code !== undefined) return code;
    seen = message.message_id;
  }
}

/** Shares the person's own contact; resolves to the code that comes back. */
export async function requestCode(person: Person): Promise<string> {
  const answer = await person.ask({ contact: 'own' });
  const code = codeIn(answer);
  if (code === undefined) throw new Error(`No code came, but: ${answer.text}`);
  return code;
}

/**
 * The card in the chat of a person who opens a link; a newcomer shares their contact first. A bot that is replaced
 * meanwhile may answer a message twice.
 */
export async function cardOf(person: Person, url: string): Promise<Message> {
  const answer = await person.hear(await person.openLink(url));
  if (!asksForContact(answer)) return answer;
  for (let seen = await person.act({ contact: 'own' }); ; ) {
    const message = await person.hear(seen);
    if (message.reply_markup?.inline_keyboard) return message;
    seen = message.message_id;
  }
}
