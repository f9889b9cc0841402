import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chooseTelegram, formOf } from '../../../src/site.ts';
import { useChromium } from '../../support/browser.ts';

const { visit } = useChromium();

async function visitForm() {
  const visitor = await visit();
  await chooseTelegram(visitor.page);
  return visitor;
}

describe('the phone field', () => {
  test.for([
    ['901234567', '+998 90 123 45 67|', 'is grouped while it is typed'],
    ['901234567 ArrowLeft Backspace Backspace', '+998 90 123 4|7', 'Backspace goes on over a gap'],
    ['901234567 ArrowLeft ArrowLeft ArrowLeft Delete Delete', '+998 90 123 45|', 'so does Delete'],
    ['901234567 ArrowLeft ArrowLeft Backspace', '+998 90 123 4|6 7', 'or begins behind one'],
    ['901234567 ArrowLeft ArrowLeft 0', '+998 90 123 45 0|6 7', 'a digit goes in where the caret is'],
    ['Home 9', '+998 9|', 'nobody types before the country code by accident'],
    ['Backspace Backspace Backspace Backspace', '|', 'the country code can be deleted'],
    ['Backspace Backspace Backspace 7 9 1 2', '+7912|', 'and another one typed'],
    ['+79123456789', '+79123456789|', 'a plus begins another country'],
  ] as const)('%s: %s, %s', async ([keys, shown]) => {
    const { page } = await visitForm();
    const { phone } = formOf(page);
    await phone.click();
    for (const key of keys.split(' ')) {
      if (/^[A-Z]/.test(key)) await page.keyboard.press(key);
      else await page.keyboard.type(key);
    }
    expect(await shownIn(phone)).toBe(shown);
  });

  test('in a number that contains 998, one digit too many makes no country code, and can be deleted again', async () => {
    const { page } = await visitForm();
    const { phone } = formOf(page);
    await phone.click();
    await page.keyboard.type('9989012345');
    expect(await shownIn(phone)).toBe('+998 99 890 12 34 5|');
    await page.keyboard.press('Backspace');
    expect(await shownIn(phone)).toBe('+998 99 890 12 34|');
  });

  test('a keyboard that composes its input writes every digit once', async () => {
    const { context, page } = await visitForm();
    const { phone } = formOf(page);
    await phone.click();
    const devtools = await context.newCDPSession(page);
    for (const text of ['9', '90', '901', '9012'])
      await devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await devtools.send('Input.insertText', { text: '9012' });
    expect(await shownIn(phone)).toBe('+998 90 12|');
  });

  test.for([
    '+998 (90) 123-45-67',
    '998901234567',
    '90 123 45 67',
    '00998 90 1234567',
    '\u202d+998 90 123 45 67\u202c',
  ])('%s can be pasted', async (text) => {
    const { page } = await visitForm();
    const { phone } = formOf(page);
    await phone.click();
    await page.keyboard.insertText(text);
    expect(await shownIn(phone)).toBe('+998 90 123 45 67|');
  });
});

describe('the code field', () => {
  test('is one input over six boxes: each digit in its box, nothing scrolls, the next box is marked', async () => {
    const { page } = await visitForm();
    const { code } = formOf(page);
    await code.click();
    for (const [index, digit] of [...'042137'].entries()) {
      expect(await markedBox(page)).toBe(index);
      await page.keyboard.type(digit);
    }
    await page.keyboard.press('End');
    expect(await code.evaluate((input) => input.scrollLeft)).toBe(0);
    expect(await shownIn(code)).toBe('042137|');
  });

  test('holds digits only', async () => {
    const { page } = await visitForm();
    const { code } = formOf(page);
    await code.click();
    await page.keyboard.type('1a2 b-3');
    expect(await code.inputValue()).toBe('123');
  });

  test('keeps each digit in its box under the text spacing of WCAG 1.4.12', async () => {
    const { page } = await visitForm();
    const { code } = formOf(page);
    // As a person's own style sheet, which the Content-Security-Policy does not block
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        '* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important }',
      );
      document.adoptedStyleSheets.push(sheet);
    });
    await code.fill('042137');
    const outside = await page.locator('.rq-code-box').evaluateAll((boxes) =>
      boxes.filter((box) => {
        const range = document.createRange();
        range.selectNodeContents(box);
        const [digit, frame] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
        return digit.width === 0 || digit.left < frame.left || digit.right > frame.right;
      }),
    );
    expect(outside).toEqual([]);
    expect(await page.locator('.rq-code-box').allTextContents()).toEqual([...'042137']);
  });

  test('takes a pasted code as a message writes it, and asks the phone for a keyboard of digits', async () => {
    const { page } = await visitForm();
    const { code } = formOf(page);
    await code.click();
    await page.keyboard.insertText(' 042-137 ');
    expect(await code.inputValue()).toBe('042137');
    expect(await code.getAttribute('inputmode')).toBe('numeric');
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
  });
});

/** The value of a field with its caret. */
async function shownIn(field: Locator): Promise<string> {
  return field.evaluate((input: HTMLInputElement) => {
    const caret = input.selectionStart ?? 0;
    return `${input.value.slice(0, caret)}|${input.value.slice(caret)}`;
  });
}

/** The index of the box with the focus ring. */
async function markedBox(page: Page): Promise<number> {
  return page.locator('.rq-code-box').evaluateAll((boxes) => {
    const marked = boxes.map((box) => getComputedStyle(box).outlineStyle !== 'none');
    return marked.filter(Boolean).length === 1 ? marked.indexOf(true) : -1;
  });
}
