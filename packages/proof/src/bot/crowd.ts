import { setTimeout as pause } from 'node:timers/promises';
import { messages } from '@raqam/bot/messages/messages';
import type { Site } from './start-site.ts';

interface Message {
  message_id: number;
  from: { is_bot: boolean };
  text?: string;
  reply_markup?: { inline_keyboard?: { text: string; callback_data?: string }[][] };
}

/** What one person got. */
export interface Experience {
  telegramId: number;
  /** The bot's messages, by what they are. */
  heard: string[];
  /** What they should be. */
  expected: readonly string[];
  /** Until the first of them. */
  firstAnswerMs: number;
  /** Why the person gave up; undefined: the person did not. */
  trouble: string | undefined;
}

/** A crowd: as many of each kind, in turn. */
const KINDS = ['link', 'contact', 'link', 'burst'] as const;
const LONG_POLL_S = 30;
const texts = messages.uz;

let count = 0;

/** Creates so many people. */
export async function invite(site: Site, people: number): Promise<number[]> {
  const numbers = Array.from({ length: people }, (_, index) => count + index + 1);
  count += people;
  for (const number of numbers) {
    await post(`${site.telegram.url}/handset/users`, {
      telegram_id: 10_000 + number,
      first_name: 'Aziza',
      phone: phoneOf(number),
      language_code: 'uz',
    });
  }
  return numbers;
}

const phoneOf = (number: number) => `+99890${String(number).padStart(7, '0')}`;

/** Has invited people write to the bot at once. Each resolves when a person has got all answers, or no more come. */
export function gather(site: Site, invited: readonly number[]): Promise<Experience>[] {
  const limitMs = (invited.length / 4 + 120) * 1_000;
  return invited.map((number, index) => live(site, number, KINDS[index % KINDS.length] ?? 'burst', limitMs));
}

/** The telegram_id of the person who is created after so many others. */
export const nextTelegramId = (ahead: number) => 10_000 + count + ahead + 1;

async function live(site: Site, number: number, kind: (typeof KINDS)[number], limitMs: number): Promise<Experience> {
  const telegramId = 10_000 + number;
  const chat = `${site.telegram.url}/handset/users/${telegramId}/messages`;
  const begun = performance.now();
  const result: Experience = { telegramId, heard: [], expected: [], firstAnswerMs: 0, trouble: undefined };
  let last = 0;

  const act = (action: object) => post(chat, action);
  /** Waits for this message of the bot. Others, as one that comes twice, do not count. */
  async function hear(name: string): Promise<Message> {
    const others: string[] = [];
    while (performance.now() - begun < limitMs) {
      const shown = (await get(`${chat}?after=${last}&wait=${LONG_POLL_S}`)) as Message[];
      const answer = shown.find(({ from }) => from.is_bot);
      last = answer?.message_id ?? shown.at(-1)?.message_id ?? last;
      if (!answer) continue;
      result.firstAnswerMs ||= performance.now() - begun;
      if (nameMessage(answer) === name) return answer;
      others.push(nameMessage(answer));
    }
    throw new Error(`no ${name}; instead: ${others.join(', ') || 'nothing'}`);
  }

  try {
    switch (kind) {
      case 'link': {
        result.expected = ['ask for contact', 'card'];
        const telegram = await startSignIn(site, number);
        await act({ text: `/start ${new URL(telegram.url).searchParams.get('start')}` });
        await hear('ask for contact');
        await act({ contact: 'own' });
        const card = await hear('card');
        const button = card.reply_markup?.inline_keyboard?.flat().find(({ text }) => text === telegram.number);
        await act({ callback_data: button?.callback_data, message_id: card.message_id });
        break;
      }
      case 'contact':
        result.expected = ['welcome', 'code'];
        await act({ text: '/start' });
        await hear('welcome');
        await act({ contact: 'own' });
        await hear('code');
        break;
      case 'burst':
        result.expected = ['welcome', 'help', 'nothing to cancel', 'choose language'];
        for (const text of ['/start', '/help', '/cancel', '/language']) await act({ text });
        for (const name of result.expected) await hear(name);
        break;
    }
  } catch (error) {
    result.trouble = error instanceof Error ? error.message : String(error);
  }
  return result;
}

/** Reads the chats anew, when the crowd has gone and late answers would be there. */
export async function readChats(site: Site, crowd: readonly Experience[]): Promise<void> {
  for (const person of crowd) {
    const url = `${site.telegram.url}/handset/users/${person.telegramId}/messages`;
    const shown = (await get(url)) as Message[];
    person.heard = shown.filter(({ from }) => from.is_bot).map(nameMessage);
  }
}

/** A message by what it says. An approved card is still that card. */
function nameMessage({ text = '', reply_markup }: Message): string {
  const site = 'localhost:5173';
  if (text.startsWith(texts.welcome(site))) return 'welcome';
  if (text.startsWith(texts.help)) return 'help';
  if (text === texts.nothingToCancel) return 'nothing to cancel';
  if (text === texts.chooseLanguage) return 'choose language';
  if (text.includes(texts.noCode)) return 'no code';
  if (/\b\d{6}\b/.test(text)) return 'code';
  return reply_markup?.inline_keyboard ? 'card' : 'ask for contact';
}

/** Starts a sign-in as the browser of this person, which tries again when the api tells it to. */
async function startSignIn(site: Site, browser: number): Promise<{ url: string; number: string }> {
  for (;;) {
    const response = await fetch(`${site.apiUrl}/api/v1/auth/challenges/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-real-ip': `10.${browser >> 16}.${(browser >> 8) & 255}.${browser & 255}`,
      },
      body: '{}',
    });
    const retryAfter = response.headers.get('retry-after');
    if (response.status !== 503 || retryAfter === null) {
      const { telegram } = (await read(response)) as { telegram: { url: string; number: string } };
      return telegram;
    }
    await response.body?.cancel();
    await pause(Number(retryAfter) * 1_000 * (1 + Math.random()));
  }
}

async function get(url: string): Promise<unknown> {
  return read(await fetch(url));
}

async function post(url: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return read(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function read(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${new URL(response.url).pathname}: ${response.status} ${await response.text()}`);
  return response.json();
}
