import { element, icon } from './dom.js';

/** Telegram's names of colours, and the page's variables that have them. */
const THEME = {
  bg_color: '--surface',
  secondary_bg_color: '--page',
  header_bg_color: '--raised',
  bottom_bar_bg_color: '--surface',
  section_bg_color: '--surface',
  section_separator_color: '--line',
  text_color: '--text',
  hint_color: '--muted',
  subtitle_text_color: '--muted',
  link_color: '--accent',
  accent_text_color: '--accent',
  section_header_text_color: '--accent',
  button_color: '--accent',
  button_text_color: '--on-accent',
  destructive_text_color: '--danger',
};
/** The panel leaves no part of the frame covered. */
const NO_INSETS = { top: 0, bottom: 0, left: 0, right: 0 };
/** As Telegram Web's; without the right to leave for another page in the whole window. */
const SANDBOX = 'allow-scripts allow-same-origin allow-popups allow-forms allow-modals';

/** The colours of this page now, as Telegram's `theme_params`. */
export function themeParams() {
  const probe = element('span', { hidden: true });
  document.body.append(probe);
  const colours = Object.entries(THEME).map(([name, variable]) => {
    probe.style.color = `var(${variable})`;
    return [name, toHex(getComputedStyle(probe).color)];
  });
  probe.remove();
  return Object.fromEntries(colours);
}

/**
 * The panel that shows a bot's Mini App in a frame, and talks to it as Telegram Web does
 * (https://core.telegram.org/api/web-events).
 *
 * @param options.onPhoneRequest asks the person for the phone number; resolves to whether it was sent to the bot
 * @param options.onLink called with a link that the Mini App wants to open
 * @param options.onData called with the data and the text of the key that opened the Mini App
 * @param options.onInvoice pays an invoice link; resolves to `paid`, `cancelled` or `failed`
 * @param options.onClose called when the panel was closed
 */
export function createMiniApp({ title, onPhoneRequest, onLink, onData, onInvoice, onClose }) {
  let frame;
  /** The key of the reply keyboard that opened the Mini App; undefined for one that may not send data. */
  let openedBy;
  const closeButton = element(
    'button',
    { className: 'icon-button', type: 'button', 'aria-label': 'Close', title: 'Close', onclick: close },
    icon('close'),
  );
  const root = element(
    'section',
    { className: 'mini-app', hidden: true, 'aria-label': `Mini App of ${title}` },
    element('header', { className: 'mini-app-head' }, closeButton, element('h2', {}, title)),
  );

  /** Shows a Mini App. @param keyText of the key that opened it, if it may send data */
  function open(url, keyText) {
    openedBy = keyText;
    frame?.remove();
    frame = element('iframe', { title: `Mini App of ${title}`, sandbox: SANDBOX, src: url });
    frame.addEventListener('load', showReady);
    root.setAttribute('aria-busy', 'true');
    root.append(frame);
    root.hidden = false;
    closeButton.focus();
  }

  function close() {
    frame?.remove();
    frame = undefined;
    root.hidden = true;
    onClose();
  }

  function showReady() {
    root.setAttribute('aria-busy', 'false');
  }

  function post(eventType, eventData) {
    frame?.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), '*');
  }

  const postTheme = () => post('theme_changed', { theme_params: themeParams() });
  /** By event type; others, such as `web_app_expand`, change nothing here. */
  const handlers = new Map([
    ['web_app_ready', showReady],
    ['web_app_close', close],
    ['web_app_request_theme', postTheme],
    ['web_app_request_viewport', () => post('viewport_changed', viewportOf(frame))],
    ['web_app_request_safe_area', () => post('safe_area_changed', NO_INSETS)],
    ['web_app_request_content_safe_area', () => post('content_safe_area_changed', NO_INSETS)],
    ['web_app_request_phone', sharePhone],
    ['web_app_open_link', ({ url }) => onLink(url)],
    ['web_app_open_tg_link', ({ path_full }) => onLink(`https://t.me${path_full}`)],
    ['web_app_open_invoice', ({ slug }) => payInvoice(slug)],
    ['web_app_data_send', ({ data }) => sendData(data)],
    [
      'web_app_invoke_custom_method',
      ({ req_id }) => post('custom_method_invoked', { req_id, error: 'METHOD_INVALID' }),
    ],
  ]);

  async function sharePhone() {
    const asked = frame;
    const isSent = await onPhoneRequest();
    if (frame === asked) post('phone_requested', { status: isSent ? 'sent' : 'cancelled' });
  }

  async function payInvoice(slug) {
    const asked = frame;
    const status = (await onInvoice(`https://t.me/$${slug}`)) ?? 'failed';
    if (frame === asked) post('invoice_closed', { slug, status });
  }

  /** Telegram closes the Mini App once its data is sent. */
  function sendData(data) {
    if (openedBy === undefined) return;
    onData(data, openedBy);
    close();
  }

  window.addEventListener('message', ({ source, data }) => {
    if (frame === undefined || source !== frame.contentWindow) return;
    const { eventType, eventData } = readEvent(data);
    handlers.get(eventType)?.(eventData ?? {});
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', postTheme);

  return { root, open };
}

function viewportOf(frame) {
  return { width: frame.clientWidth, height: frame.clientHeight, is_expanded: true, is_state_stable: true };
}

/** An event is JSON text; other messages, as a developer tool's, are none. */
function readEvent(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}

/** `rgb(11, 117, 108)` as `#0b756c` */
function toHex(colour) {
  const numbers = colour.match(/\d+/g).slice(0, 3).map(Number);
  return `#${numbers.map((number) => number.toString(16).padStart(2, '0')).join('')}`;
}
