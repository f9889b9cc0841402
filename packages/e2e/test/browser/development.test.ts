import { chooseFreePorts } from '@raqam/dev/ports';
import { startStack } from '@raqam/dev/start-stack';
import { expect, onTestFinished, test } from 'vitest';
import { cardOf, createHandset } from '../../src/handset.ts';
import { pressOf, see } from '../../src/site.ts';
import { useChromium } from '../support/browser.ts';

const { visit } = useChromium();

// All other tests open a build of the site
test('the site of `pnpm dev`: a person signs in, and the page never reloads by itself', async () => {
  const stack = await startStack({ ports: await chooseFreePorts(), print: () => {} });
  onTestFinished(() => stack.stop());
  const person = await createHandset(stack.urls.stack).addPerson();
  const { page } = await visit(`${stack.urls.web}/register`);
  await page.evaluate(() => Reflect.set(window, 'isFirstPage', true));

  const { url, number } = await pressOf(page); // its QR code and the welcome are lazy parts
  await person.press(await cardOf(person, url), number);
  await see(page, 'Xush kelibsiz!');
  expect(await page.evaluate(() => Reflect.get(window, 'isFirstPage'))).toBe(true);
});
