/** The events by which Telegram and the page talk. https://core.telegram.org/bots/webapps#initializing-mini-apps */
export interface Bridge {
  /** Tells Telegram something. A client that does not know the event ignores it. */
  post: (type: string, data?: object) => void;
  /** Calls `listener` with each event of this type, until the returned function is called. */
  on: (type: string, listener: (data: Record<string, unknown>) => void) => () => void;
}

/** What Telegram's clients add to the pages that they open. */
type TelegramWindow = Omit<Window, 'external'> & {
  TelegramWebviewProxy?: { postEvent: (type: string, data: string) => void };
  external?: { notify?: (message: string) => void };
  Telegram?: object;
  TelegramGameProxy?: object;
  TelegramGameProxy_receiveEvent?: (type: string, data: unknown) => void;
};

/** The one origin whose clients open Mini Apps in a frame; the web server lets no other frame the page. */
const TELEGRAM_WEB = 'https://web.telegram.org';

/** The bridge to the Telegram that opened this page; undefined in a browser. */
export function connectBridge(): Bridge | undefined {
  const telegram = window as unknown as TelegramWindow; // its clients add these fields
  const send = findSender(telegram);
  if (!send) return undefined;

  const listeners = new Map<string, Set<(data: Record<string, unknown>) => void>>();
  function receive(type: string, data: unknown): void {
    // one client passes objects, another one JSON
    const read = typeof data === 'string' ? parse(data) : data;
    for (const listener of listeners.get(type) ?? []) listener(Object(read));
  }

  // each client calls one of these, with the type and the data
  telegram.Telegram = { ...telegram.Telegram, WebView: { receiveEvent: receive } };
  telegram.TelegramGameProxy = { receiveEvent: receive };
  telegram.TelegramGameProxy_receiveEvent = receive;
  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || source === window || !isTelegram(origin)) return;
    const { eventType, eventData } = Object(parse(data));
    if (eventType === 'reload_iframe') {
      send('iframe_will_reload', {});
      window.location.reload();
    } else receive(String(eventType), eventData);
  });
  send('iframe_ready', { reload_supported: true });

  return {
    post: (type, data = {}) => send(type, data),
    on(type, listener) {
      const own = listeners.get(type) ?? new Set();
      listeners.set(type, own.add(listener));
      return () => own.delete(listener);
    },
  };
}

function findSender({ TelegramWebviewProxy: proxy, external }: TelegramWindow) {
  if (proxy) return (type: string, data: object) => proxy.postEvent(type, JSON.stringify(data));
  const message = (eventType: string, eventData: object) => JSON.stringify({ eventType, eventData });
  if (external?.notify) return (type: string, data: object) => external.notify?.(message(type, data));
  if (window.parent === window) return undefined;
  const target = isLocal() ? '*' : TELEGRAM_WEB;
  return (type: string, data: object) => window.parent.postMessage(message(type, data), target);
}

function isTelegram(origin: string): boolean {
  return origin === TELEGRAM_WEB || isLocal();
}

/** On a developer's machine an emulator frames the page. */
function isLocal(): boolean {
  return window.location.hostname === 'localhost';
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
