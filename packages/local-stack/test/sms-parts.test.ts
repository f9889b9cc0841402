import { expect, test } from 'vitest';
import { countSmsParts } from '../src/sms-parts.ts';

test.each([
  ['nothing', '', 1],
  ['160 of GSM-7', 'a'.repeat(160), 1],
  ['161 of GSM-7', 'a'.repeat(161), 2],
  ['two full parts of GSM-7', 'a'.repeat(306), 2],
  ['one more', 'a'.repeat(307), 3],
  ['the whole basic alphabet of GSM-7', `@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà${'a'.repeat(110)}`, 1],
  ['80 of the extension table, two places each', '€^{}\\[~]|\f'.repeat(8), 1],
  ['81 of them', `${'€^{}\\[~]|\f'.repeat(8)}€`, 2],
  ['an extension that would be torn apart', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['70 of Cyrillic', 'я'.repeat(70), 1],
  ['71 of Cyrillic', 'я'.repeat(71), 2],
  ['two full parts of Cyrillic', 'я'.repeat(134), 2],
  ['one more of Cyrillic', 'я'.repeat(135), 3],
  ['one foreign character among 70', `${'a'.repeat(70)}ʻ`, 2],
  ['35 emoji, two units each', '😀'.repeat(35), 1],
  ['an emoji that would be torn apart', `${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
])('%s', (_name, text, parts) => {
  expect(countSmsParts(text)).toBe(parts);
});
