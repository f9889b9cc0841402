import { randomBytes } from 'node:crypto';
import { unixTime } from '../durations.ts';
import { menuButtonShownTo } from '../telegram/methods/menu-button.ts';
import { encodeFields, signInitData } from '../telegram/mini-app/sign-init-data.ts';
import { type Bot, type Person, privateRoom } from '../telegram/world/world.ts';
import type { MiniAppInput } from './read-input.ts';

/** A Bot API version that has `requestContact` (6.9) and safe areas (8.0). */
const VERSION = '9.1';
const QUERY_ID_BYTES = 18;

/** The answer of the handset API to an opened Mini App. */
interface OpenedMiniApp {
  init_data: string;
  /** The page of the menu button with Telegram's launch parameters; null while the bot has no such button. */
  url: string | null;
}

/**
 * Opens a bot's Mini App as a person: from the menu button, or with `start_param` from a link
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
  const origin: Record<string, string> =
    start_param === undefined
      ? { query_id: randomBytes(QUERY_ID_BYTES).toString('base64url') }
      : { chat_instance: String(telegram_id), chat_type: 'sender', start_param };
  const initData = signInitData(bot, { ...origin, user: JSON.stringify(user), auth_date: String(auth_date) });
  const button = menuButtonShownTo(bot, telegram_id);
  if (button.type !== 'web_app') return { init_data: initData, url: null };
  const url = new URL(button.web_app.url);
  if (start_param !== undefined) url.searchParams.set('tgWebAppStartParam', start_param);
  const launch = encodeFields({
    tgWebAppData: initData,
    tgWebAppVersion: VERSION,
    tgWebAppPlatform: 'web',
    tgWebAppThemeParams: JSON.stringify(theme_params),
  });
  return { init_data: initData, url: `${url.href}${url.hash ? '?' : '#'}${launch}` };
}
