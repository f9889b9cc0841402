import { LOOPBACK_HOSTS } from '../bot-api/text/link-entity.ts';
import { type Bot, type Person, privateRoom, type World } from '../world/world.ts';
import { sendNew } from './actions/send-new.ts';
import { HandsetError, invalidField } from './input/handset-error.ts';

/** A link to a chat with a bot. */
export interface BotLink {
  /** Without `@`. */
  username: string;
  payload: string | undefined;
  /** Of a link that opens the bot's Mini App: `t.me/<bot>?startapp=…` or `t.me/<bot>/<app>?startapp=…`. */
  startApp: string | undefined;
}

/** The answer of the handset API to an opened link. */
interface OpenedLink {
  /** Whether the chat was started before; if not, START has to be pressed. */
  started: boolean;
  bot: string;
  /** The text that START sends. */
  text: string;
  /** The message that a payload sent at once, in a chat that was started before. */
  message?: object;
}

const TELEGRAM_HOSTS: ReadonlySet<string> = new Set(['t.me', 'telegram.me', 'telegram.dog']);
/** https://core.telegram.org/bots/features#deep-linking */
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;
/** https://core.telegram.org/api/links#direct-mini-app-links */
const START_PARAM = /^[A-Za-z0-9_-]{1,512}$/;

/**
 * Reads `https://t.me/<bot>?start=<payload>`, `tg://resolve?domain=<bot>&start=<payload>`, or the handset page's own
 * `/?bot=<bot>&start=<payload>`.
 *
 * @param ownHost host and port of the handset page
 * @throws HandsetError 400 for another link, and for a payload that Telegram ignores
 */
export function readBotLink(link: string, ownHost: string): BotLink {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const username = url && usernameIn(url, ownHost);
  if (!username) {
    throw invalidField('url', 'must be https://t.me/<bot>?start=…, tg://resolve?domain=<bot>&start=… or /?bot=<bot>');
  }
  const payload = url.searchParams.get('start') ?? undefined;
  if (payload !== undefined && !PAYLOAD.test(payload)) {
    throw invalidField('url', 'must have a start payload of 1 to 64 letters, digits, _ and -: Telegram ignores others');
  }
  const startApp = url.searchParams.get('startapp') ?? (isAppPath(url) ? '' : undefined);
  if (startApp && !START_PARAM.test(startApp)) {
    throw invalidField('url', 'must have a startapp of up to 512 letters, digits, _ and -: Telegram ignores others');
  }
  return { username, payload, startApp };
}

/**
 * Opens a link as a person. As in Telegram's phone apps (tdesktop#27064), a chat that was started before sends the
 * payload at once; a new one waits for START.
 */
export function openLink(world: World, bot: Bot, person: Person, payload: string | undefined): OpenedLink {
  const room = privateRoom(bot, person);
  const started = room.isStarted;
  const text = payload === undefined ? '/start' : `/start ${payload}`;
  const opened = { started, bot: bot.user.username, text };
  if (!started || payload === undefined) return opened;
  if (bot.blockedBy.has(person.telegram_id)) {
    throw new HandsetError(409, 'bot_blocked', `${person.first_name} blocked @${bot.user.username}: unblock it first`);
  }
  const message = sendNew({ world, bot, person, room }, { kind: 'text', text }, { isForwarded: false, deliveries: 1 });
  return { ...opened, message };
}

function usernameIn(url: URL, ownHost: string): string | undefined {
  const { searchParams, pathname } = url;
  if (url.protocol === 'tg:') return (url.host === 'resolve' && searchParams.get('domain')) || undefined;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (TELEGRAM_HOSTS.has(url.host)) return /^\/(\w+)(?:\/\w*)?$/.exec(pathname)?.[1];
  if (pathname !== '/' || !isSameHost(url, ownHost)) return undefined;
  return searchParams.get('bot')?.replace(/^@/, '');
}

/** `t.me/<bot>/<app>` */
function isAppPath({ host, pathname }: URL): boolean {
  return TELEGRAM_HOSTS.has(host) && /^\/\w+\/\w+$/.test(pathname);
}

/** `localhost` and the loopback IPs are one host. */
function isSameHost(url: URL, host: string): boolean {
  const ownUrl = `${url.protocol}//${host}`;
  const own = URL.canParse(ownUrl) ? new URL(ownUrl) : undefined;
  const areLoopback = LOOPBACK_HOSTS.has(url.hostname) && LOOPBACK_HOSTS.has(own?.hostname ?? '');
  return url.host === own?.host || (areLoopback && url.port === own?.port);
}
