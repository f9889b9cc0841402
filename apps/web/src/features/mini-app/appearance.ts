import type { Bridge } from './bridge.ts';

/** Of 255: a darker background is one of a dark theme. */
const DARK_BELOW = 128;
const HEX_COLOUR = /^#[0-9a-f]{6}$/i;
const SIDES = ['top', 'right', 'bottom', 'left'] as const;

/**
 * Makes the page look like a part of Telegram: light or dark as Telegram is, whatever the system is, inside the safe
 * areas, with Telegram's own bars in the page's colour. Follows every change.
 *
 * @param theme of the launch parameters
 */
export function followAppearance({ post, on }: Bridge, theme: unknown): () => void {
  const applyTheme = (params: unknown) => {
    const { bg_color: background } = Object(params);
    if (typeof background !== 'string' || !HEX_COLOUR.test(background)) return;
    setScheme(isDark(background));
    const color = getComputedStyle(document.body).getPropertyValue('--rq-page').trim();
    if (!HEX_COLOUR.test(color)) return;
    for (const bar of ['header', 'background', 'bottom_bar']) post(`web_app_set_${bar}_color`, { color });
  };
  applyTheme(theme);
  const ends = [
    on('theme_changed', ({ theme_params }) => applyTheme(theme_params)),
    on('safe_area_changed', (insets) => setInsets('device', insets)),
    on('content_safe_area_changed', (insets) => setInsets('content', insets)),
  ];
  for (const wanted of ['theme', 'safe_area', 'content_safe_area']) post(`web_app_request_${wanted}`);
  return () => {
    for (const end of ends) end();
  };
}

/** The brightness that eyes see (ITU-R BT.601). */
function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (299 * red + 587 * green + 114 * blue) / 1_000 < DARK_BELOW;
}

/** Turns the tokens of the dark scheme on or off, where they would follow the system. */
function setScheme(dark: boolean): void {
  document.body.style.colorScheme = dark ? 'dark' : 'light';
  for (const { cssRules } of document.styleSheets) {
    for (const rule of cssRules) {
      if (!(rule instanceof CSSMediaRule)) continue;
      if (rule.media.mediaText.includes('prefers-color-scheme: dark')) darkRules.add(rule);
      if (darkRules.has(rule)) rule.media.mediaText = dark ? 'all' : 'not all';
    }
  }
}

/** The rules whose condition was replaced. */
const darkRules = new WeakSet<CSSMediaRule>();

function setInsets(area: 'device' | 'content', insets: Record<string, unknown>): void {
  for (const side of SIDES) {
    const pixels = insets[side];
    if (typeof pixels === 'number' && pixels >= 0)
      document.body.style.setProperty(`--rq-${area}-${side}`, `${pixels}px`);
  }
}
