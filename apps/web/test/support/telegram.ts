import { afterEach, vi } from 'vitest';

interface Posted {
  type: string;
  data: Record<string, unknown>;
}

/** A Telegram app that opens pages, as the page sees it. */
export interface Telegram {
  /** The events of the page, oldest first. */
  posted: Posted[];
  /** Sends the page an event. */
  send: (type: string, data: object) => void;
}

/** Data with which Telegram opens a page, as far as the page reads it. */
export const initDataOf = (telegramId: number) =>
  `query_id=AAH&user=${encodeURIComponent(JSON.stringify({ id: telegramId, first_name: 'Aziza + x' }))}&auth_date=1&signature=s`;

/** The address with which it opens them. */
export function addressOf(telegramId: number, theme: object = {}): string {
  const launch = {
    tgWebAppData: initDataOf(telegramId),
    tgWebAppVersion: '9.1',
    tgWebAppThemeParams: JSON.stringify(theme),
  };
  const fields = Object.entries(launch).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `/telegram#${fields.join('&')}`;
}

/** Makes this a page in a Telegram app, for one test. */
export function insideTelegram(): Telegram {
  const posted: Posted[] = [];
  vi.stubGlobal('TelegramWebviewProxy', {
    postEvent: (type: string, data: string) => posted.push({ type, data: JSON.parse(data) }),
  });
  return {
    posted,
    send(type, data) {
      const { Telegram } = window as unknown as {
        Telegram: { WebView: { receiveEvent: (type: string, data: object) => void } };
      }; // the page under test adds it
      Telegram.WebView.receiveEvent(type, data);
    },
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.removeAttribute('class');
  document.body.removeAttribute('style');
});
