import { randomBytes } from 'node:crypto';
import { menuButtonShownTo } from '../bot-api/methods/menu-button.ts';
import { unixTime } from '../durations.ts';
import { encodeFields, signInitData } from '../mini-app/sign-init-data.ts';
import { remember } from '../world/bot-records.ts';
import { findMessage } from '../world/post-message.ts';
import { type Bot, type Person, privateRoom } from '../world/world.ts';
import { notFound } from './input/handset-error.ts';
import type { MiniAppInput } from './input/read-input.ts';

/** A Bot API version that has `requestContact` (6.9) and safe areas (8.0). */
const VERSION = '9.1';
const QUERY_ID_BYTES = 18;

/** The answer of the handset API to an opened Mini App. */
interface OpenedMiniApp {
  init_data: string;
  /** Opened by a button of the reply keyboard: the Mini App may call `sendData`. */
  can_send_data: boolean;
  /** The page of the button with Telegram's launch parameters; null while the bot has no such menu button. */
  url: string | null;
}

/**
 * Opens a bot's Mini App as a person: from the menu button, from a button of a message, or with `start_param` from a link
 * (`t.me/<bot>/<app>?startapp=<start_param>`), whose data has other fields.
 */
export function openMiniApp(bot: Bot, person: Person, input: MiniAppInput): OpenedMiniApp {
  const { start_param, auth_date = unixTime(), theme_params = {} } = input;
  const { telegram_id, first_name, last_name = '', username, language_code } = person;
  const user = {
    id: telegram_id,
    first_name,
    last_name,
    ...(username ? { username } : {}),
    language_code,
    ...(privateRoom(bot, person).isStarted ? { allows_write_to_pm: true } : {}),
  };
  const opener = findOpener(bot, person, input);
  const origin = originFields(bot, person, opener, start_param);
  const initData = signInitData(bot, { ...origin, user: JSON.stringify(user), auth_date: String(auth_date) });
  const opened = { init_data: initData, can_send_data: opener.kind === 'keyboard' };
  if (opener.page === undefined) return { ...opened, url: null };
  const url = new URL(opener.page);
  if (start_param !== undefined) url.searchParams.set('tgWebAppStartParam', start_param);
  const launch = encodeFields({
    tgWebAppData: initData,
    tgWebAppVersion: VERSION,
    tgWebAppPlatform: 'web',
    tgWebAppThemeParams: JSON.stringify(theme_params),
  });
  return { ...opened, url: `${url.href}${url.hash ? '?' : '#'}${launch}` };
}

/** What opens a Mini App, and its page. */
interface Opener {
  kind: 'menu' | 'inline' | 'keyboard';
  page: string | undefined;
}

function findOpener(bot: Bot, person: Person, { button }: MiniAppInput): Opener {
  if (button === undefined) {
    const menu = menuButtonShownTo(bot, person.telegram_id);
    return { kind: 'menu', page: menu.type === 'web_app' ? menu.web_app.url : undefined };
  }
  const stored = findMessage(privateRoom(bot, person), button.message_id);
  const pageOf = (buttons: readonly (object | string)[]) =>
    buttons
      .filter((each) => typeof each === 'object')
      .flatMap((each) => ('text' in each && each.text === button.text && 'web_app' in each ? [each.web_app] : []))
      // A button that was sent has a page
      .map((app) => (app as { url: string }).url)
      .at(0);
  const inline = pageOf(stored?.message.reply_markup?.inline_keyboard.flat() ?? []);
  if (inline !== undefined) return { kind: 'inline', page: inline };
  const { keyboard } = stored ?? {};
  const key = pageOf(keyboard && 'keyboard' in keyboard ? keyboard.keyboard.flat() : []);
  if (key !== undefined) return { kind: 'keyboard', page: key };
  throw notFound(`message ${button.message_id} has no button “${button.text}” with a Mini App`);
}

/** A Mini App of the menu or of a message can answer its query, one of a link knows its chat, one of a key neither. */
function originFields(bot: Bot, person: Person, { kind }: Opener, startParam?: string): Record<string, string> {
  if (startParam !== undefined) {
    return { chat_instance: String(person.telegram_id), chat_type: 'sender', start_param: startParam };
  }
  if (kind === 'keyboard') return {};
  const queryId = randomBytes(QUERY_ID_BYTES).toString('base64url');
  remember(bot.records.webAppQueries, queryId, person.telegram_id);
  return { query_id: queryId };
}
