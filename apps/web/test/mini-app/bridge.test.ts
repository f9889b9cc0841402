// @vitest-environment-options {"url": "https://shop.uz/telegram"}
import { afterEach, expect, test, vi } from 'vitest';
import { connectBridge } from '../../src/features/mini-app/bridge.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Puts the page into a frame. Returns what the page posts to the window around it. */
function inFrame() {
  const posted: [string, string][] = [];
  const parent = { postMessage: (message: string, target: string) => posted.push([message, target]) };
  vi.stubGlobal('parent', parent);
  return { posted, parent: parent as unknown as Window }; // only its postMessage is called
}

function hear(source: Window, origin: string, data: unknown): void {
  const event = new MessageEvent('message', { origin, data });
  Object.defineProperty(event, 'source', { value: source });
  window.dispatchEvent(event);
}

type Receive = (type: string, data: unknown) => void;
interface App {
  Telegram: { WebView: { receiveEvent: Receive } };
  TelegramGameProxy: { receiveEvent: Receive };
  TelegramGameProxy_receiveEvent: Receive;
}

const event = (eventType: string, eventData: object) => JSON.stringify({ eventType, eventData });

test('in a frame it talks to Telegram Web alone', () => {
  const { posted, parent } = inFrame();
  const bridge = connectBridge();
  bridge?.post('web_app_close');
  expect(posted).toEqual([
    [event('iframe_ready', { reload_supported: true }), 'https://web.telegram.org'],
    [event('web_app_close', {}), 'https://web.telegram.org'],
  ]);

  const heard: object[] = [];
  const end = bridge?.on('phone_requested', (data) => heard.push(data));
  const sent = event('phone_requested', { status: 'sent' });
  hear(parent, 'https://evil.example', sent);
  hear(parent, 'https://web.telegram.org.evil.example', sent);
  hear(window, 'https://web.telegram.org', sent);
  hear(parent, 'https://web.telegram.org', 'no JSON');
  hear(parent, 'https://web.telegram.org', { eventType: 'phone_requested' });
  hear(parent, 'https://web.telegram.org', 'null');
  expect(heard).toEqual([]);
  hear(parent, 'https://web.telegram.org', sent);
  expect(heard).toEqual([{ status: 'sent' }]);
  end?.();
  hear(parent, 'https://web.telegram.org', sent);
  expect(heard).toHaveLength(1);
});

test('in an app it talks by the object that the app adds, and hears by each name that an app calls', () => {
  const postEvent = vi.fn();
  vi.stubGlobal('TelegramWebviewProxy', { postEvent });
  const bridge = connectBridge();
  bridge?.post('web_app_open_link', { url: 'https://shop.uz/' });
  expect(postEvent).toHaveBeenLastCalledWith('web_app_open_link', '{"url":"https://shop.uz/"}');

  const heard: object[] = [];
  bridge?.on('safe_area_changed', (data) => heard.push(data));
  const app = window as unknown as App; // the bridge adds these
  const receivers = [
    app.Telegram.WebView.receiveEvent,
    app.TelegramGameProxy.receiveEvent,
    app.TelegramGameProxy_receiveEvent,
  ];
  for (const receive of receivers) receive('safe_area_changed', { top: 1 });
  receivers[0]?.('safe_area_changed', '{"top":1}');
  expect(heard).toEqual([{ top: 1 }, { top: 1 }, { top: 1 }, { top: 1 }]);
});

test('in the app of Windows Phone it talks by external.notify', () => {
  const notify = vi.fn();
  vi.stubGlobal('external', { notify });
  connectBridge()?.post('web_app_ready');
  expect(notify).toHaveBeenLastCalledWith(event('web_app_ready', {}));
});

test('in a browser there is no bridge', () => {
  expect(connectBridge()).toBeUndefined();
});
