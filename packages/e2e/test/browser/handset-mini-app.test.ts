import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { violationsOf } from '../support/axe.ts';
import { useChromium } from '../support/browser.ts';
import { addPerson } from '../support/handset.ts';
import { addTestBot } from '../support/test-bot.ts';

const { visit } = useChromium();

const PHONE = { viewport: { width: 360, height: 640 } };

/** A Mini App with a button per event, which lists the events that come back. */
const PAGE = `<!doctype html>
<html lang="en">
  <title>Test app</title>
  <main>
    <h1>Test app</h1>
    <p id="launch"></p>
    <ul id="events"></ul>
  </main>
  <script>
    const launch = new URLSearchParams(location.hash.slice(1));
    const user = JSON.parse(new URLSearchParams(launch.get('tgWebAppData')).get('user'));
    document.getElementById('launch').textContent =
      'Opened by ' + user.first_name + ', ' + JSON.parse(launch.get('tgWebAppThemeParams')).bg_color;
    const post = (eventType) => parent.postMessage(JSON.stringify({ eventType }), '*');
    for (const name of ['theme', 'safe_area', 'content_safe_area', 'viewport', 'phone']) {
      const button = document.createElement('button');
      button.textContent = name;
      button.onclick = () => post('web_app_request_' + name);
      document.querySelector('main').append(button);
    }
    const close = document.createElement('button');
    close.textContent = 'close';
    close.onclick = () => post('web_app_close');
    document.querySelector('main').append(close);
    addEventListener('message', ({ source, data }) => {
      if (source !== parent) return;
      const item = document.createElement('li');
      item.textContent = data;
      document.getElementById('events').append(item);
    });
    post('web_app_ready');
  </script>
</html>`;

/** Serves the Mini App; resolves to its URL. */
async function serveMiniApp(): Promise<string> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server that listens has an address
}

/** A person's chat with a bot whose menu button opens the Mini App. */
async function openChat(options: Parameters<typeof visit>[1] = {}) {
  const bot = await addTestBot();
  const person = await addPerson({ bot: bot.username });
  await person.act({ text: '/start' });
  const web_app = { url: await serveMiniApp() };
  await bot.call('setChatMenuButton', { menu_button: { type: 'web_app', text: 'Sign in', web_app } });
  const { page } = await visit(`${inject('urls').stack}/?person=${person.id}&bot=${bot.username}`, options);
  const app = page.frameLocator('iframe');
  const event = async (name: string) => {
    await app.getByRole('button', { name, exact: true }).click();
    return JSON.parse((await app.getByRole('listitem').last().textContent()) ?? '');
  };
  return { bot, person, page, app, event };
}

test.for([
  ['phone', 'light', '#ffffff'],
  ['desktop', 'dark', '#192228'],
] as const)(
  'the menu button opens the Mini App as this person, in its colours: %s, %s',
  async ([size, scheme, colour]) => {
    const { person, page, app, event } = await openChat({ ...(size === 'phone' ? PHONE : {}), colorScheme: scheme });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await app.getByText(`Opened by ${person.name}, ${colour}`).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await event('theme')).toMatchObject({
      eventType: 'theme_changed',
      eventData: { theme_params: { bg_color: colour } },
    });

    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.locator('iframe').count()).toBe(0);
    await page.getByRole('textbox').waitFor();
  },
);

test('the client answers for safe areas and the viewport, and closes the Mini App', async () => {
  const { page, event, app } = await openChat();
  await page.getByRole('button', { name: 'Sign in' }).click();
  const none = { top: 0, bottom: 0, left: 0, right: 0 };
  expect(await event('safe_area')).toEqual({ eventType: 'safe_area_changed', eventData: none });
  await app.getByRole('button', { name: 'content_safe_area' }).click();
  await app.getByText('content_safe_area_changed').waitFor();
  await app.getByRole('button', { name: 'viewport' }).click();
  await app.getByText('"is_expanded":true').waitFor();
  await app.getByRole('button', { name: 'close', exact: true }).click();
  await page.getByRole('textbox').waitFor();
  expect(await page.locator('iframe').count()).toBe(0);
});

test('messages from outside the frame do nothing', async () => {
  const { page, event } = await openChat();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.evaluate(() => window.postMessage(JSON.stringify({ eventType: 'web_app_close' }), '*'));
  // The answer comes after the message above
  expect(await event('theme')).toMatchObject({ eventType: 'theme_changed' });
});

test('requestContact asks the person; only with a yes the bot gets the contact', async () => {
  const { person, page, app } = await openChat();
  await page.getByRole('button', { name: 'Sign in' }).click();
  const ask = app.getByRole('button', { name: 'phone', exact: true });
  const question = page.getByRole('dialog', { name: 'Telefon raqamingiz yuborilsinmi?' });
  await ask.click();
  await question.getByRole('button', { name: 'Bekor qilish' }).click();
  await app.getByText('{"eventType":"phone_requested","eventData":{"status":"cancelled"}}').waitFor();
  expect(await person.read()).toHaveLength(1);

  await ask.click();
  await question.getByRole('button', { name: 'Yuborish' }).click();
  await app.getByText('{"eventType":"phone_requested","eventData":{"status":"sent"}}').waitFor();
  const [, contact] = await person.read();
  expect(contact).toMatchObject({ contact: { user_id: person.id, phone_number: person.phone.replace('+', '') } });
});

test('a chat shows no button for a Mini App while the bot has set none', async () => {
  const { bot, page } = await openChat();
  const button = page.getByRole('button', { name: 'Sign in' });
  await button.waitFor();
  await bot.call('setChatMenuButton', {});
  await button.waitFor({ state: 'hidden' });
});
