import { describe, expect, test } from 'vitest';
import { brandColors } from '../../src/components/brand/brand-colors.ts';

/** WCAG 2.2, written anew so that it does not share a mistake with the code. */
function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [first, second] = [luminance(one), luminance(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** `--rq-page` and `--rq-surface` of tokens.css. */
const backgrounds = { light: ['#f4f6f5', '#ffffff'], dark: ['#0d1416', '#162023'] } as const;

/** Every eighth of each channel. */
const steps = ['00', '24', '48', '6d', '91', 'b6', 'da', 'ff'];
const colors = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)));

describe('the colours of a brand', () => {
  test.for(['light', 'dark'] as const)('text has 4.5:1 on every background of the %s scheme', (scheme) => {
    const unreadable = colors.filter((color) => {
      const { accent, soft, fill, strong, on } = brandColors(color)[scheme];
      const pairs = [...backgrounds[scheme], soft].map((background) => [accent, background]);
      return [...pairs, [on, fill], [on, strong]].some(([text = '', behind = '']) => contrast(text, behind) < 4.5);
    });
    expect(unreadable).toEqual([]);
  });

  test('the main button keeps the colour where it can be seen', () => {
    expect(brandColors('#ffcc00').light).toMatchObject({ fill: '#ffcc00', on: '#000000' });
    expect(brandColors('#fc0').dark.fill).toBe('#ffcc00');
    expect(brandColors('#FFFFFF').light.fill).not.toBe('#ffffff');
    expect(brandColors('#000000').dark.fill).not.toBe('#000000');
  });

  test.for(['', 'red', '0f6b63', '#0f6b6', '#0f6b631', 'rgb(0,0,0)', '#fff;}'])('%j is refused', (color) => {
    expect(() => brandColors(color)).toThrow(RangeError);
  });
});
