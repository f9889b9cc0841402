export type Scheme = 'light' | 'dark';

/** A screenshot in both schemes, as `data:` URLs. */
export type Screen = Record<Scheme, string>;

export interface Screens {
  /** The chat with the bot, on a phone. */
  chat: Screen;
  /** The step that asks for the code, on a desktop. */
  code: Screen;
  /** The site once it has signed the person in, on a phone. */
  welcome: Screen;
}

/** CSS pixels of the screens. The phone's browser has its address bar below the page. */
export const CHAT = { width: 340, height: 536 };
export const WELCOME = { width: CHAT.width, height: CHAT.height - 52 };
export const DESKTOP = { width: 930, height: 720 };
/** Further away than the phones. */
export const DESKTOP_ZOOM = 0.84;

/** The font of the picture and of all that is in it. */
export const FONT = 'Inter, system-ui, sans-serif';
/** Stands for the site's own host. */
export const SITE = 'your-site.uz';

/**
 * The picture as an HTML page: its `main` is the whole picture. The desktop shows the other scheme than the rest.
 *
 * @param time what the phones' clocks show
 */
export function composePicture({ chat, code, welcome }: Screens, scheme: Scheme, time: string): string {
  const other = scheme === 'light' ? 'dark' : 'light';
  return `<!doctype html><style>${STYLE}</style>
    <main class="${scheme}">
      <figure class="desktop ${other}">
        <div class="device">
          <div class="title-bar"><i></i><i></i><i></i><span class="url">${LOCK} ${SITE}/register</span></div>
          <img src="${code[other]}">
        </div>
        <figcaption><b>2</b> Enter the code</figcaption>
      </figure>
      <figure class="phone left">
        <div class="device chat"><div class="status"><span>${time}</span>${SIGNAL}</div><img src="${chat[scheme]}"></div>
        <figcaption><b>1</b> Share your number</figcaption>
      </figure>
      <figure class="phone right">
        <div class="device">
          <div class="status"><span>${time}</span>${SIGNAL}</div>
          <img src="${welcome[scheme]}">
          <div class="address-bar"><span class="url">${LOCK} ${SITE}</span></div>
        </div>
        <figcaption><b>3</b> You are in</figcaption>
      </figure>
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
    position: relative; width: 1300px; height: 774px; overflow: hidden; border-radius: 28px;
    font: 500 15px/1 ${FONT}; color: var(--ink); background: var(--backdrop);
  }
  figure { position: absolute; bottom: 30px; margin: 0; }
  figcaption {
    position: absolute; inset: auto 0 0; display: flex; gap: 12px; align-items: center; justify-content: center;
    font-size: 24px; font-weight: 650; letter-spacing: -0.01em; white-space: nowrap;
  }
  figcaption b {
    width: 36px; line-height: 36px; border-radius: 50%; background: var(--badge); color: var(--on-badge);
    font-size: 19px; text-align: center;
  }
  img { display: block; width: 100%; }
  .device { overflow: hidden; background: var(--page); color: var(--ink); }
  .desktop { left: 50%; top: 36px; width: ${DESKTOP.width * DESKTOP_ZOOM}px; translate: -50%; }
  .desktop .device { border-radius: 14px; box-shadow: 0 0 0 1px var(--rim), 0 14px 32px rgb(0 20 25 / 0.28); }
  .title-bar { position: relative; display: flex; gap: 8px; align-items: center; height: 42px; padding-left: 16px; background: var(--bar); }
  .title-bar i { width: 12px; height: 12px; border-radius: 50%; background: #ff5f57; }
  .title-bar i:nth-child(2) { background: #febc2e; }
  .title-bar i:nth-child(3) { background: #28c840; }
  .title-bar .url { position: absolute; left: 50%; width: 300px; height: 28px; translate: -50%; }
  .url {
    display: flex; gap: 7px; align-items: center; justify-content: center; height: 36px; border-radius: 10px;
    background: var(--pill); color: var(--soft); font-size: 13.5px;
  }
  .phone { top: 92px; width: ${CHAT.width}px; }
  .phone .device {
    margin: 0 -9px; border: 9px solid #10191b; border-radius: 46px;
    box-shadow: 0 0 0 1.5px #46565a, 0 14px 32px rgb(0 20 25 / 0.35);
  }
  .left { left: 46px; }
  .right { right: 46px; }
  .status { display: flex; justify-content: space-between; align-items: center; height: 40px; padding: 4px 24px 0 28px; font-weight: 650; }
  .chat .status { background: var(--head); }
  .address-bar { box-sizing: border-box; height: ${CHAT.height - WELCOME.height}px; padding: 8px 20px; background: var(--bar); }`;
