import { describe, expect, test } from 'vitest';
import { BOT_SECRET, BOT_TOKEN, REGISTER_URL } from '../support/run-bot.ts';
import { startBot as start } from '../support/start-bot.ts';
import { useSite } from '../support/use-site.ts';

const site = useSite();

describe('a broken or missing variable', () => {
  async function expectRefusal(change: Record<string, string>, names: string[]): Promise<void> {
    const bot = start({ ...site.environment(), ...change });
    expect(await bot.exit).toBe(1);
    const named = (pattern: RegExp) => bot.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    expect([bot.lines[0], bot.lines[names.length + 1]]).toEqual(['The bot can’t start:', 'Bot ishga tusha olmaydi:']);
    expect(named(/^ {2}([A-Z_]+) \(service bot\) .* It is /)).toEqual(names);
    expect(named(/^ {2}([A-Z_]+) \(bot xizmati\) .* Bu – /)).toEqual(names);
    expect(bot.lines).toHaveLength(2 + 2 * names.length);
    const values = Object.values(change).filter((value) => !['', 'undefined'].includes(value));
    for (const value of values) expect(bot.lines.join()).not.toContain(value);
  }

  test.for<[string, Record<string, string>, string[]]>([
    [
      'everything missing',
      { BOT_TOKEN: '', BOT_SECRET_KEY: '', WEBSITE_URL: '', REGISTER_URL: '' },
      ['BOT_TOKEN', 'WEBSITE_URL', 'BOT_SECRET_KEY', 'REGISTER_URL'],
    ],
    ['no token', { BOT_TOKEN: 'hunter2' }, ['BOT_TOKEN']],
    ['an address that is none', { WEBSITE_URL: 'api.shop.uz' }, ['WEBSITE_URL']],
    ['a name with a line break', { BRAND_NAME: 'Our\nshop' }, ['BRAND_NAME']],
    ['a name that is too long', { BRAND_NAME: 'x'.repeat(41) }, ['BRAND_NAME']],
    ['a link without https', { SUPPORT_URL: 'http://shop.uz/help' }, ['SUPPORT_URL']],
    ['a link that is none', { TERMS_URL: 'shop.uz/terms' }, ['TERMS_URL']],
    [
      'localhost on a deployment',
      { RAILWAY_ENVIRONMENT_ID: 'environment-of-railway' },
      ['WEBSITE_URL', 'REGISTER_URL', 'TELEGRAM_API_ROOT'],
    ],
    ['a webhook without its secret', { BOT_WEBHOOK_URL: 'https://bot.shop.uz/telegram' }, ['BOT_WEBHOOK_SECRET']],
    [
      'a webhook with the secret undefined',
      { BOT_WEBHOOK_URL: 'https://bot.shop.uz/telegram', BOT_WEBHOOK_SECRET: 'undefined' },
      ['BOT_WEBHOOK_SECRET'],
    ],
    [
      'a webhook in the place of the health check',
      { BOT_WEBHOOK_URL: 'https://bot.shop.uz/healthz', BOT_WEBHOOK_SECRET: 'x'.repeat(20) },
      ['BOT_WEBHOOK_URL'],
    ],
  ])('%s ends the start with 1, named', ([, change, names]) => expectRefusal(change, names));

  test.for([
    ['an empty', ''],
    ['a short', 'hunter2'],
    ['a published', 'wibestore-telegram-bot-secret-2024'],
    ['an undefined', 'undefined'],
  ])(
    'service started with an empty, short, published or undefined secret: %s one: exit 1, the variable named, its value not',
    ([, secret = '']) => expectRefusal({ BOT_SECRET_KEY: secret }, ['BOT_SECRET_KEY']),
  );

  test.for<[string, string[], Record<string, string>, RegExp, RegExp]>([
    [
      'no secret',
      ['BOT_SECRET_KEY'],
      {},
      /^ {2}BOT_SECRET_KEY or TELEGRAM_BOT_SECRET \(service bot\) is missing\. .*the same value as TELEGRAM_BOT_SECRET of the API/m,
      /^ {2}BOT_SECRET_KEY yoki TELEGRAM_BOT_SECRET \(bot xizmati\) o‘rnatilmagan\. .*api xizmatidagi TELEGRAM_BOT_SECRET bilan bir xil/m,
    ],
    [
      'WEBSITE_URL on localhost',
      ['TELEGRAM_API_ROOT'],
      { NODE_ENV: 'production', REGISTER_URL: 'https://example.uz/register' },
      /^ {2}WEBSITE_URL \(service bot\) points to localhost.*URL of the service api, public or/m,
      /^ {2}WEBSITE_URL \(bot xizmati\) localhost’ga ko‘rsatyapti.*api xizmatining ochiq yoki/m,
    ],
    [
      'REGISTER_URL on localhost',
      ['TELEGRAM_API_ROOT'],
      { RAILWAY_ENVIRONMENT_ID: 'x', WEBSITE_URL: 'https://api.shop.uz' },
      /^ {2}REGISTER_URL \(service bot\) points to localhost.*public URL of the service web/m,
      /^ {2}REGISTER_URL \(bot xizmati\) localhost’ga ko‘rsatyapti.*web xizmatining ochiq manzili/m,
    ],
  ])('%s: the variable, its service and the fix, in both languages', async ([, without, change, english, uzbek]) => {
    const rest = Object.entries(site.environment()).filter(([name]) => !without.includes(name));
    const bot = start({ ...Object.fromEntries(rest), ...change });
    expect(await bot.exit).toBe(1);
    expect(bot.lines).toHaveLength(4);
    expect(bot.lines[1]).toMatch(english);
    expect(bot.lines[3]).toMatch(uzbek);
    for (const value of [site.api.url, REGISTER_URL, BOT_TOKEN, BOT_SECRET])
      expect(bot.lines.join()).not.toContain(value);
  });

  test('TELEGRAM_BOT_SECRET, the name in the API, is taken too', async () => {
    const { BOT_SECRET_KEY, ...rest } = site.environment();
    const bot = start({ ...rest, TELEGRAM_BOT_SECRET: `${BOT_SECRET_KEY},the-next-${BOT_SECRET_KEY}` });
    await bot.says('Polling');
    bot.kill();
    expect(await bot.exit).toBe(0);
  });
});
