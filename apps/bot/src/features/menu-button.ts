import type { ApiClient } from '@raqam/shared/client';
import type { Telegram } from 'telegraf';

/** One text for everybody: Telegram has no button per language. */
const TEXT = 'Kirish';
const PATH = '/telegram';

export interface MenuButton {
  telegram: Pick<Telegram, 'setChatMenuButton'>;
  api: ApiClient;
  registerUrl: string;
  telegramApiRoot: string;
}

/**
 * Sets the button beside the text field of every chat to the site's Mini App. Leaves it as it is where the API has no
 * Mini App, and where Telegram would refuse the URL, because it has no https.
 *
 * @throws TelegramError or Error when Telegram does not answer
 */
export async function publishMenuButton({ telegram, api, registerUrl, telegramApiRoot }: MenuButton): Promise<void> {
  const url = new URL(PATH, registerUrl);
  const isEmulated = new URL(telegramApiRoot).hostname !== 'api.telegram.org';
  if (url.protocol !== 'https:' && !isEmulated) return;
  const probe = await api.call('signInWithMiniApp', { init_data: '' });
  if (probe.ok || probe.error.code !== 'init_data_invalid') return;
  await telegram.setChatMenuButton({ menuButton: { type: 'web_app', text: TEXT, web_app: { url: url.href } } });
}
