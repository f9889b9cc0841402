import { readFile } from 'node:fs/promises';
import { countSmsParts, isGsmText } from '@raqam/local-stack/sms-parts';
import { languages } from '@raqam/shared/languages';
import { expect, test } from 'vitest';
import { writeSms } from '../../src/features/channels/sms/sms-text.ts';

const named = { host: 'example.uz', brand: 'Example Shop', code: '123456' };
/** As long as BRAND_NAME may be, in letters of GSM-7, on a host that is as long as most get. */
const long = { host: 'shop.uzbekistan-market.uz', brand: 'x'.repeat(40), code: '123456' };

test.for(languages)('%s: one part in 7 bits, also with a long name, and the code for the browser last', (language) => {
  for (const each of [named, long, { ...named, brand: undefined }]) {
    const text = writeSms(language, each);
    expect([isGsmText(text), countSmsParts(text.replaceAll('\n', '\r\n'))]).toEqual([true, 1]);
    expect(text).toMatch(new RegExp(`\\n@${each.host} #123456$`));
    expect(text).not.toMatch(/bot|telegram/i);
  }
});

test('docs/sms-providers.md has every text that providers approve in advance', async () => {
  const documentation = await readFile(new URL('../../../../docs/sms-providers.md', import.meta.url), 'utf8');
  for (const language of languages) expect(documentation).toContain(`\`\`\`\n${writeSms(language, named)}\n\`\`\``);
});
