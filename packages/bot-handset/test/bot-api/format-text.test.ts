import { describe, expect, test } from 'vitest';
import { formatPlainText, formatText } from '../../src/bot-api/text/format-text.ts';

const format = (source: string, mode: string, explicit?: unknown) =>
  formatText(source, mode, explicit, (id) => (id === 7 ? { id, is_bot: false, first_name: 'Seven' } : undefined));

/** `bold 0+3` */
function show({ entities }: ReturnType<typeof format>): string[] {
  return entities.map((entity) => {
    const { type, offset, length, ...rest } = entity;
    const details = Object.values(rest).map((value) => (typeof value === 'object' ? value.id : value));
    return [type, `${offset}+${length}`, ...details].join(' ');
  });
}

describe('HTML', () => {
  test.each([
    ['<b>bold</b> <strong>two</strong>', 'bold two', ['bold 0+4', 'bold 5+3']],
    ['<i>a</i><em>b</em>', 'ab', ['italic 0+2']],
    ['<u>a</u> <ins>b</ins>', 'a b', ['underline 0+1', 'underline 2+1']],
    [
      '<s>a</s> <strike>b</strike> <del>c</del>',
      'a b c',
      ['strikethrough 0+1', 'strikethrough 2+1', 'strikethrough 4+1'],
    ],
    ['<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">b</span>', 'a b', ['spoiler 0+1', 'spoiler 2+1']],
    ['<code>042137</code>', '042137', ['code 0+6']],
    ['<pre>a\nb</pre>', 'a\nb', ['pre 0+3']],
    ['<pre><code class="language-ts">x</code></pre>', 'x', ['pre 0+1 ts']],
    ['<code class="language-ts">x</code>', 'x', ['code 0+1']],
    ['<blockquote>q</blockquote>', 'q', ['blockquote 0+1']],
    ['<blockquote expandable>q</blockquote>', 'q', ['expandable_blockquote 0+1']],
    ['<a href="https://example.com?a=1&amp;b=2">x</a>', 'x', ['text_link 0+1 https://example.com/?a=1&b=2']],
    ["<a href='HTTP://Example.COM/Path'>x</a>", 'x', ['text_link 0+1 http://example.com/Path']],
    ['<a href="tg://user?id=7">x</a>', 'x', ['text_mention 0+1 7']],
    ['<a href="tg://user?id=8">x</a>', 'x', []],
    ['<a href="javascript:alert(1)">x</a>', 'x', []],
    ['<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', '👍', ['custom_emoji 0+2 5368324170671202286']],
    ['<tg-time unix="1647531900">22:45</tg-time>', '22:45', ['date_time 0+5 1647531900 ']],
    ['<tg-time unix="1647531900" format="wDT">22:45</tg-time>', '22:45', ['date_time 0+5 1647531900 wDT']],
    ['<tg-time unix="soon">22:45</tg-time>', '22:45', []],
    ['<b>a<i>b</i></b>', 'ab', ['bold 0+2', 'italic 1+1']],
    ['<b>a <code>b</code> c</b>', 'a b c', ['bold 0+2', 'code 2+1', 'bold 3+2']],
    ['👋 <b>hi</b>', '👋 hi', ['bold 3+2']],
    ['&lt;b&gt; &amp; &quot; &#39; &#x1F44D; &copy;', '<b> & " \' 👍 &copy;', []],
    ['  <b> x </b>  ', 'x', ['bold 0+1']],
    ['<b></b>x', 'x', []],
    ['<B>x</B>', 'x', ['bold 0+1']],
  ])('%s', (source, text, entities) => {
    const formatted = format(source, 'HTML');
    expect(formatted.text).toBe(text);
    expect(show(formatted)).toEqual(entities);
  });

  test.each([
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['я <div>x</div>', 'Unsupported start tag "div" at byte offset 3'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['a<br/>b', 'Unsupported start tag "br/" at byte offset 1'],
    ['<b', 'Unclosed start tag at byte offset 0'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<a href=a_b>x</a>', 'Unexpected end of name token at byte offset 8'],
    ['<tg-emoji>x</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ])('%s is refused', (source, message) => {
    expect(() => format(source, 'html')).toThrow(`Bad Request: can't parse entities: ${message}`);
  });
});

describe('MarkdownV2', () => {
  test.each([
    [
      '*bold* _italic_ __under__ ~strike~ ||spoiler||',
      'bold italic under strike spoiler',
      ['bold 0+4', 'italic 5+6', 'underline 12+5', 'strikethrough 18+6', 'spoiler 25+7'],
    ],
    ['*a _b_*', 'a b', ['bold 0+3', 'italic 2+1']],
    ['`042137`', '042137', ['code 0+6']],
    ['`a*b_c`', 'a*b_c', ['code 0+5']],
    ['```\nx\n```', 'x', ['pre 0+1']],
    ['```ts\nlet x\n```', 'let x', ['pre 0+5 ts']],
    ['[x](https://example.com/a\\)b)', 'x', ['text_link 0+1 https://example.com/a)b']],
    ['![👍](tg://emoji?id=5368324170671202286)', '👍', ['custom_emoji 0+2 5368324170671202286']],
    ['>quote\n>more\nafter', 'quote\nmore\nafter', ['blockquote 0+10']],
    ['>quote\n>more||', 'quote\nmore', ['expandable_blockquote 0+10']],
    ['1\\. a\\!', '1. a!', []],
    ['👋 *hi*', '👋 hi', ['bold 3+2']],
  ])('%s', (source, text, entities) => {
    const formatted = format(source, 'MarkdownV2');
    expect(formatted.text).toBe(text);
    expect(show(formatted)).toEqual(entities);
  });

  test.each([
    ['a.', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['a|b', "Character '|' is reserved and must be escaped with the preceding '\\'"],
    ['a > b', "Character '>' is reserved and must be escaped with the preceding '\\'"],
    ['я *x', "Can't find end of Bold entity at byte offset 3"],
    ['_x', "Can't find end of Italic entity at byte offset 0"],
    ['`x', "Can't find end of Code entity at byte offset 0"],
    ['[x](https://example.com', "Can't find end of a URL at byte offset 4"],
    ['![x]', 'Custom emoji entity must contain a tg://emoji URL'],
  ])('%s is refused', (source, message) => {
    expect(() => format(source, 'MarkdownV2')).toThrow(`Bad Request: can't parse entities: ${message}`);
  });
});

describe('Markdown', () => {
  test.each([
    ['*bold* _italic_ `code`', 'bold italic code', ['bold 0+4', 'italic 5+6', 'code 12+4']],
    ['```js\nx```', 'x', ['pre 0+1 js']],
    ['[x](https://example.com/)', 'x', ['text_link 0+1 https://example.com/']],
    ['a\\_b', 'a_b', []],
  ])('%s', (source, text, entities) => {
    const formatted = format(source, 'Markdown');
    expect(formatted.text).toBe(text);
    expect(show(formatted)).toEqual(entities);
  });

  test('an unclosed entity is refused', () => {
    expect(() => format('я snake_case', 'Markdown')).toThrow(
      "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 8",
    );
  });
});

describe('automatic highlighting', () => {
  test.each([
    ['/start abc', ['bot_command 0+6']],
    ['/start@my_bot', ['bot_command 0+13']],
    ['a/start and 1/2', []],
    ['see https://example.com/a?b=c.', ['url 4+25']],
    ['on http://localhost:5173/#code=1', ['url 3+29']],
    ['go to example.uz/x now', ['url 6+12']],
    ['ask @durov or me@example.com', ['mention 4+6', 'email 14+14']],
    ['#tag and #1', ['hashtag 0+4']],
    ['call +998 90 123-45-67', ['phone_number 5+17']],
    ['901234567', []],
  ])('%s', (source, entities) => {
    expect(show(formatPlainText(source))).toEqual(entities);
  });

  test('nothing inside code and links', () => {
    expect(show(format('<code>/start</code> <a href="https://a.uz/">https://b.uz</a>', 'HTML'))).toEqual([
      'code 0+6',
      'text_link 7+12 https://a.uz/',
    ]);
  });
});

describe('explicit entities', () => {
  test('are applied without a parse mode', () => {
    const entities = [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'text_link', offset: 5, length: 4, url: 'https://example.com' },
      { type: 'pre', offset: 10, length: 99, language: 'ts' },
      { type: 'italic', offset: 99, length: 4 },
      { type: 'bot_command', offset: 0, length: 4 },
    ];
    expect(show(format('bold link code', '', entities))).toEqual([
      'bold 0+4',
      'text_link 5+4 https://example.com/',
      'pre 10+4 ts',
    ]);
  });

  test.each([
    ['no list', {}, "can't parse entities: expected an Array of MessageEntity"],
    ['no type', [{ offset: 0, length: 1 }], 'can\'t parse MessageEntity: Can\'t find field "type"'],
    [
      'an unknown type',
      [{ type: 'blink', offset: 0, length: 1 }],
      "can't parse MessageEntity: Unsupported type specified",
    ],
  ])('%s is refused', (_what, entities, message) => {
    expect(() => format('text', '', entities)).toThrow(`Bad Request: ${message}`);
  });
});

test('control characters become spaces, carriage returns are removed, code keeps its indentation', () => {
  expect(formatPlainText('a\tb\r\nc\u202e').text).toBe('a b\nc');
  expect(format('<pre>  x</pre>', 'HTML').text).toBe('  x');
});
