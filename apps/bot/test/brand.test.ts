import { languages } from '@raqam/shared/languages';
import { expect, test } from 'vitest';
import { nameSite } from '../src/brand.ts';
import { messages } from '../src/messages/messages.ts';
import { cardAnswer } from './support/fake-bot-endpoints.ts';
import { createPerson } from './support/person.ts';
import { startAlerts } from './support/run-alerts.ts';
import { NO_BRAND, SITE, useBot } from './support/run-bot.ts';

const brand = { name: 'Oson & <Tez>', supportUrl: 'https://t.me/oson_help', termsUrl: 'https://oson.uz/terms' };
const bot = useBot(brand);
const NAMED = `Oson & <Tez> (${SITE})`;
const { uz } = messages;

test('a site is named by its host alone where no name is configured, or the name is the host', () => {
  expect(nameSite(NO_BRAND, 'shop.uz')).toBe('shop.uz');
  expect(nameSite({ ...NO_BRAND, name: 'shop.uz' }, 'shop.uz')).toBe('shop.uz');
  expect(nameSite(brand, 'shop.uz')).toBe('Oson & <Tez> (shop.uz)');
});

test.for(languages)('in %s greeting and help have the name, and the help the links', async (language) => {
  const { welcome, askForPhone, help, support, terms } = messages[language];
  const person = await createPerson(bot.stackUrl);
  const greeting = await person.send({ text: `/start ${language}` });
  expect(greeting.text).toBe(`${welcome(NAMED)}\n\n${askForPhone}`);
  expect((await person.send({ text: '/help' })).text).toBe(
    `${NAMED}\n\n${help}\n\n${support}: https://t.me/oson_help\n${terms}: https://oson.uz/terms`,
  );
  expect((await person.send({ text: '/nonsense' })).text).toContain('https://t.me/oson_help');
});

test('the code and the card have the name beside the host, never as markup', async () => {
  const person = await createPerson(bot.stackUrl);
  expect((await person.send({ contact: 'own' })).text).toMatch(/^Oson & <Tez> \(localhost:5173\) ga kirish kodi: /);
  bot.api.bot.answers.openChallenge.push(cardAnswer());
  const card = await person.send({ text: '/start AbCdEfGhIjKlMnOpQrSt_-' });
  expect(card.text).toMatch(/^Oson & <Tez> \(shop\.uz\) saytiga kirmoqchimisiz\?/);
  bot.api.bot.answers.decideChallenge.push({ status: 200, body: { state: 'approved' } });
  await person.press(card, '47');
  await expect
    .poll(async () => (await person.see(card)).text)
    .toContain('Sahifaga qayting: Oson & <Tez> (shop.uz) saytiga kirdingiz.');
});

test('a card for another client has that client’s name instead', async () => {
  const person = await createPerson(bot.stackUrl);
  bot.api.bot.answers.openChallenge.push(cardAnswer({ purpose: 'prove_number', client: 'Ijara' }));
  const card = await person.send({ text: '/start AbCdEfGhIjKlMnOpQrSt_-' });
  expect(card.text).toMatch(/^Ijara uchun raqamingizni/);
});

test('an alert has the name', async () => {
  const person = await createPerson(bot.stackUrl);
  await person.send({ text: '/cancel' });
  const alerts = startAlerts({ stackUrl: bot.stackUrl, apiUrl: bot.api.url, brand });
  bot.api.bot.addAlert({ telegram_id: person.id });
  expect((await person.hear()).text).toContain(
    uz.signIn.newDevice.title('Oson & <Tez> (shop.uz)').replaceAll(/<\/?b>/g, ''),
  );
  await alerts.stop();
});
