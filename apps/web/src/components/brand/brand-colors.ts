/** The colours that one brand colour becomes in one scheme; `#rrggbb`. */
interface Shades {
  /** Of text and outlines: at least 4.5:1 on every background of the parts. */
  accent: string;
  /** Behind text in `accent`. */
  soft: string;
  /** Of the main button. */
  fill: string;
  /** Of the main button under the pointer. */
  strong: string;
  /** Of text on both: at least 4.5:1. */
  on: string;
}

/** Made by `brandColors`. */
export interface BrandColors {
  light: Shades;
  dark: Shades;
}

type Rgb = readonly [number, number, number];

/** WCAG 2.2, 1.4.3 (AA). */
const TEXT_CONTRAST = 4.5;
/** Below it a button is hard to see beside its background. */
const FILL_CONTRAST = 1.4;
const STEPS = 100;
const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** `page` and `surface` of tokens.css, how much of the surface is in `soft`, and where text gets its contrast from. */
const schemes = {
  light: { page: [244, 246, 245], surface: WHITE, softness: 0.88, toward: BLACK },
  dark: { page: [13, 20, 22], surface: [22, 32, 35], softness: 0.82, toward: WHITE },
} as const satisfies Record<keyof BrandColors, { page: Rgb; surface: Rgb; softness: number; toward: Rgb }>;

/** Whether it is a colour that `brandColors` takes. */
export function isBrandColor(color: string): boolean {
  return HEX.test(color);
}

/**
 * The colours of the parts for a brand colour, light and dark. Text keeps the contrast of WCAG AA: where the colour is
 * too light or too dark for text, its text gets darker or lighter; the main button keeps it.
 *
 * @param color `#rgb` or `#rrggbb`
 * @throws RangeError for anything else
 */
export function brandColors(color: string): BrandColors {
  if (!isBrandColor(color)) throw new RangeError('A brand colour is #rgb or #rrggbb');
  const digits = color.slice(1).replace(color.length === 4 ? /./g : /^$/, '$&$&');
  const brand: Rgb = [read(digits, 0), read(digits, 2), read(digits, 4)];
  return { light: shade(brand, 'light'), dark: shade(brand, 'dark') };
}

function shade(brand: Rgb, scheme: keyof BrandColors): Shades {
  const { page, surface, softness, toward } = schemes[scheme];
  const soft = mix(brand, surface, softness);
  const accent = untilReadable(brand, toward, [page, surface, soft]);
  const fill = contrast(brand, surface) < FILL_CONTRAST ? accent : brand;
  // One of them always has it
  const on = contrast(fill, WHITE) >= TEXT_CONTRAST ? WHITE : BLACK;
  const strong = mix(fill, on === WHITE ? BLACK : WHITE, 0.2);
  return { accent: write(accent), soft: write(soft), fill: write(fill), strong: write(strong), on: write(on) };
}

/** The colour, with as much of `toward` as text in it needs on all of the backgrounds. */
function untilReadable(color: Rgb, toward: Rgb, backgrounds: readonly Rgb[]): Rgb {
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(color, toward, step / STEPS);
    if (backgrounds.every((background) => contrast(mixed, background) >= TEXT_CONTRAST)) return mixed;
  }
  return toward;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * share);
  return [part(0), part(1), part(2)];
}

/** The contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number]; // as many as the colour has
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function read(digits: string, at: number): number {
  return Number.parseInt(digits.slice(at, at + 2), 16);
}

function write(color: Rgb): string {
  return `#${color.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
