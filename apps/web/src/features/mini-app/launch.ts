import { readKept, writeKept } from '../../stored.ts';

/** How Telegram opened this page. */
export interface Launch {
  /** Signed by Telegram; it signs in once. */
  initData: string;
  /** The Telegram user in it. Only the API checks it. */
  telegramId: number | undefined;
}

/**
 * Takes Telegram's launch parameters out of the URL, so that they stay neither in its history nor in a link that
 * somebody copies. This tab keeps the data for a reload. undefined: there is none, or it was used before.
 */
export function takeLaunch(): { launch: Launch | undefined; theme: unknown } {
  const { hash, pathname, search } = window.location;
  const parameters = new URLSearchParams(hash.slice(1));
  const given = parameters.get('tgWebAppData');
  if (hash.includes('tgWebApp')) window.history.replaceState(window.history.state, '', pathname + search);
  if (given) writeKept('raqam.mini-app', given);
  const initData = given || readKept('raqam.mini-app');
  const launch = typeof initData === 'string' ? { initData, telegramId: readTelegramId(initData) } : undefined;
  return { launch, theme: parse(parameters.get('tgWebAppThemeParams')) };
}

/** The person has signed out, or needed no sign-in: a reload must not sign in. */
export function dropLaunch(): void {
  writeKept('raqam.mini-app', undefined);
}

function readTelegramId(initData: string): number | undefined {
  const { id } = Object(parse(new URLSearchParams(initData).get('user')));
  return typeof id === 'number' ? id : undefined;
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
