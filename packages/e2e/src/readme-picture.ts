export type Scheme = 'light' | 'dark';

/** A screenshot in both schemes, as `data:` URLs. */
export type Screen = Record<Scheme, string>;

/** Screens of a phone. */
export interface Screens {
  /** The sign-in on the site, with the number. */
  number: Screen;
  /** The card in the chat with the bot. */
  card: Screen;
  /** The site once it has signed the person in. */
  welcome: Screen;
}

/** CSS pixels of the screens. The phone's browser has its address bar below the page. */
export const CHAT = { width: 340, height: 560 };
export const PAGE = { width: CHAT.width, height: CHAT.height - 52 };

/** The font of the picture and of all that is in it. */
export const FONT = 'Inter, system-ui, sans-serif';
/** Stands for the site's own host. */
export const SITE = 'your-site.uz';

/**
 * The picture as an HTML page: its `main` is the whole picture.
 *
 * @param time what the phones' clocks show
 */
export function composePicture({ number, card, welcome }: Screens, scheme: Scheme, time: string): string {
  const status = `<div class="status"><span>${time}</span>${SIGNAL}</div>`;
  const phone = (kind: string, content: string, caption: string) => `
      <figure>
        <div class="device ${kind}">${status}${content}</div>
        <figcaption>${caption}</figcaption>
      </figure>`;
  const browser = (screen: Screen, url: string) =>
    `<img src="${screen[scheme]}"><div class="address-bar"><span class="url">${LOCK} ${url}</span></div>`;
  return `<!doctype html><style>${STYLE}</style>
    <main class="${scheme}">
      ${phone('', browser(number, `${SITE}/register`), '<b>1</b> The site shows a number')}
      ${phone('chat', `<img src="${card[scheme]}">`, '<b>2</b> Press it in Telegram')}
      ${phone('', browser(welcome, SITE), '<b>3</b> You are in')}
    </main>`;
}

const LOCK =
  '<svg width="11" height="13" viewBox="0 0 11 13"><path d="M2.5 6V4a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.5"/><rect y="5.5" width="11" height="7.5" rx="2" fill="currentColor"/></svg>';
const SIGNAL =
  '<svg width="52" height="13" viewBox="0 0 52 13" fill="currentColor"><rect y="8" width="3.5" height="5" rx="1"/><rect x="5" y="5.5" width="3.5" height="7.5" rx="1"/><rect x="10" y="3" width="3.5" height="10" rx="1"/><rect x="15" width="3.5" height="13" rx="1"/><rect x="25.6" y=".6" width="23" height="11.8" rx="3.6" fill="none" stroke="currentColor" stroke-width="1.2" opacity=".5"/><rect x="27.4" y="2.4" width="17" height="8.2" rx="2"/><rect x="49.8" y="4.2" width="1.8" height="4.6" rx=".9" opacity=".5"/></svg>';

const STYLE = `
  html { background: transparent; }
  body { margin: 0; }
  .light { --ink: #14211f; --soft: #52625f; --page: #f4f6f5; --bar: #fff; --pill: #e6ebea; --rim: #c3ceca; --head: #fff; }
  .dark { --ink: #e9efee; --soft: #a3b2b0; --page: #0d1416; --bar: #162023; --pill: #233034; --rim: #33434a; --head: #192228; }
  main.light { --backdrop: linear-gradient(#c3e7e1, #e6f2ef); --badge: #0f6b63; --on-badge: #fff; }
  main.dark { --backdrop: linear-gradient(#143f3c, #11272b); --badge: #5cc9bd; --on-badge: #06211e; }
  main {
    box-sizing: border-box; display: flex; justify-content: space-between; width: 1300px; height: 748px;
    padding: 40px 64px 32px; border-radius: 28px; font: 500 15px/1 ${FONT}; color: var(--ink);
    background: var(--backdrop);
  }
  figure { display: flex; flex-direction: column; justify-content: space-between; width: ${CHAT.width + 18}px; margin: 0; }
  figcaption {
    display: flex; gap: 12px; align-items: center; justify-content: center;
    font-size: 24px; font-weight: 650; letter-spacing: -0.01em; white-space: nowrap;
  }
  figcaption b {
    width: 36px; line-height: 36px; border-radius: 50%; background: var(--badge); color: var(--on-badge);
    font-size: 19px; text-align: center;
  }
  img { display: block; width: 100%; }
  .url {
    display: flex; gap: 7px; align-items: center; justify-content: center; height: 36px; border-radius: 10px;
    background: var(--pill); color: var(--soft); font-size: 13.5px;
  }
  .device {
    width: ${CHAT.width}px; overflow: hidden; border: 9px solid #10191b; border-radius: 46px;
    background: var(--page); box-shadow: 0 0 0 1.5px #46565a, 0 14px 32px rgb(0 20 25 / 0.35);
  }
  .status { display: flex; justify-content: space-between; align-items: center; height: 40px; padding: 4px 24px 0 28px; font-weight: 650; }
  .chat .status { background: var(--head); }
  .address-bar { box-sizing: border-box; height: ${CHAT.height - PAGE.height}px; padding: 8px 20px; background: var(--bar); }`;
