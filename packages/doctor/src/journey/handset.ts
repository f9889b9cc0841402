import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Asked, ask, type Question } from '../http/ask.ts';
import type { TestPerson } from './test-people.ts';

/** The bot's API calls time out after 12 s. */
const BOT_TIMEOUT_MS = 25_000;
/** `wait` of one request; an edited message does not end it. */
const WAIT_SECONDS = 1;
const LOOK_INTERVAL_MS = 100;

const messageSchema = z.object({
  message_id: z.number(),
  from: z.object({ is_bot: z.boolean() }),
  reply_markup: z
    .object({
      keyboard: z.array(z.array(z.object({ request_contact: z.boolean().optional() }))).optional(),
      inline_keyboard: z
        .array(z.array(z.object({ text: z.string(), callback_data: z.string().optional() })))
        .optional(),
    })
    .optional(),
});
type Message = z.infer<typeof messageSchema>;

const messagesSchema = z.array(messageSchema);
const openedSchema = z.object({
  bot: z.string(),
  text: z.string(),
  message: z.object({ message_id: z.number() }).optional(),
});
const sentSchema = z.object({ message_id: z.number() });

/** A button of the bot, as the person sees it. */
export interface Button {
  text: string;
  callback_data: string;
  message_id: number;
}

/** `undefined`: as expected; otherwise the answer that was not. */
type Unexpected = Asked | undefined;

/** A test person's Telegram on the handset of the local system. */
export type Handset = ReturnType<typeof createHandset>;

export function createHandset(stack: URL, { telegramId, phones }: TestPerson) {
  /** The bot that the person writes with. */
  let bot = '';
  /** Messages up to this one have been read. */
  let seen = 0;
  const call = (path: string, question?: Question) => ask(new URL(`/handset/users${path}`, stack), question);
  const send = (action: object) => call(`/${telegramId}/messages?bot=${bot}`, { method: 'POST', body: action });

  /** Sends a message, whose answers are read from then on. */
  async function write(action: object): Promise<Unexpected> {
    const asked = await send(action);
    const sent = read(asked, sentSchema);
    if (!sent) return asked;
    seen = sent.message_id;
    return undefined;
  }

  /** Waits for the bot's first message that `find` accepts; undefined: there was none in time. */
  async function watch<Found>(find: (message: Message) => Found | undefined): Promise<Found | undefined> {
    for (const deadline = Date.now() + BOT_TIMEOUT_MS; Date.now() < deadline; await pause(LOOK_INTERVAL_MS)) {
      const asked = await call(`/${telegramId}/messages?bot=${bot}&after=${seen}&wait=${WAIT_SECONDS}`);
      const fromBot = (read(asked, messagesSchema) ?? []).filter(({ from }) => from.is_bot);
      for (const message of fromBot) {
        const found = find(message);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  return {
    /** The person is there, and has never written to a bot. */
    async create(): Promise<Unexpected> {
      await call(`/${telegramId}`, { method: 'DELETE' });
      const person = { telegram_id: telegramId, first_name: 'Raqam Doctor', phone: phones[0], language_code: 'en' };
      const asked = await call('', { method: 'POST', body: person });
      return asked.ok && asked.answer.status === 201 ? undefined : asked;
    },
    async remove(): Promise<void> {
      await call(`/${telegramId}`, { method: 'DELETE' });
    },
    /** Opens a link to a bot, and presses START in a new chat. */
    async openLink(url: string): Promise<Unexpected> {
      const asked = await call(`/${telegramId}/links`, { method: 'POST', body: { url } });
      const opened = read(asked, openedSchema);
      if (!opened) return asked;
      bot = opened.bot;
      if (!opened.message) return write({ text: opened.text });
      seen = opened.message.message_id;
      return undefined;
    },
    shareContact: () => write({ contact: 'own' }),
    /** Whether the bot asks for the contact. */
    isAskedForContact: async () =>
      (await watch(({ reply_markup }) =>
        reply_markup?.keyboard?.flat().some((key) => key.request_contact === true) ? true : undefined,
      )) ?? false,
    findButton: (isWanted: (button: { text: string; callback_data: string }) => boolean) =>
      watch(({ message_id, reply_markup }): Button | undefined => {
        const buttons = reply_markup?.inline_keyboard?.flat() ?? [];
        return buttons
          .map(({ text, callback_data = '' }) => ({ text, callback_data, message_id }))
          .find((button) => isWanted(button));
      }),
    /** Whether the bot has taken the buttons from a message. */
    hasLostButtons: async (messageId: number) =>
      (await watch(({ message_id, reply_markup }) =>
        message_id === messageId && !reply_markup?.inline_keyboard?.length ? true : undefined,
      )) ?? false,
    async press({ callback_data, message_id }: Button): Promise<Unexpected> {
      const asked = await send({ callback_data, message_id });
      return asked.ok && asked.answer.status === 201 ? undefined : asked;
    },
  };
}

function read<Body>(asked: Asked, schema: z.ZodType<Body>): Body | undefined {
  return asked.ok ? schema.safeParse(asked.answer.json).data : undefined;
}
