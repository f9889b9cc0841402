import { describe, expect, inject, test } from 'vitest';
import type { Message, Person } from '../../../src/handset.ts';
import { pressOf, SIGN_IN, see } from '../../../src/site.ts';
import { sessionCookies, useChromium } from '../../support/browser.ts';
import { addKnownPerson, buttonIn, DESKTOP, openLink, openTelegram, visitOnPhone } from '../../support/press.ts';

const { visit } = useChromium();

describe('nobody is signed in', () => {
  test('after “it is not me” on the card: page and card say so, and the page starts again', async () => {
    const person = await addKnownPerson();
    const phone = await visitOnPhone(visit, person);
    const { number } = await pressOf(phone.page);
    const telegram = await openTelegram(phone);
    await buttonIn(telegram, 'Bu men emasman').tap();
    await telegram.getByText('saytiga hech kim kirmadi').waitFor();
    expect(await telegram.getByRole('button', { name: number, exact: true }).count()).toBe(0);
    await phone.page.getByText('Telegram’da «Bu men emasman» bosildi').waitFor();
    expect(await sessionCookies(phone.context)).toEqual([]);

    await phone.page.getByRole('button', { name: 'Qaytadan boshlash' }).tap();
    const next = await pressOf(phone.page);
    await telegram.close();
    const again = await openTelegram(phone);
    await buttonIn(again, next.number).tap();
    await see(phone.page, 'Yana xush kelibsiz!');
  });

  test('after a wrong number, and the right one is void', async () => {
    const person = await addKnownPerson();
    const { context, page } = await visit('/register', DESKTOP);
    const { number, url } = await pressOf(page);
    const card = await openLink(person, url);
    const wrong = buttonsOf(card).find((text) => /^\d\d$/.test(text) && text !== number) ?? '';
    await person.press(card, wrong);
    await page.getByText('Telegram’da boshqa son tanlandi').waitFor();
    await person.press(card, number); // an old client still shows it
    await expect.poll(() => lastTextTo(person)).toContain('Boshqa son tanlandi');
    await page.getByRole('button', { name: 'Qaytadan boshlash' }).click();
    await pressOf(page);
    expect(await sessionCookies(context)).toEqual([]);
  });

  test('if two people open the link at the same moment: neither gets in, and all three are told', async () => {
    const [one, other] = [await addKnownPerson(), await addKnownPerson()];
    const { context, page } = await visit('/register', DESKTOP);
    const { number, url } = await pressOf(page);
    const answers = await Promise.all([openLink(one, url), openLink(other, url)]);
    await page.getByText('Havolani yana kimdir ochdi').waitFor();
    expect(answers.map(({ text = '' }) => text.includes('boshqa odam ham ochgan')).sort()).toEqual([false, true]);
    const [winner, card] = buttonsOf(answers[0]).includes(number) ? [one, answers[0]] : [other, answers[1]];
    await winner.press(card, number);
    await expect.poll(() => lastTextTo(winner)).toContain('Havolani boshqa odam ham ochgan');
    expect(await sessionCookies(context)).toEqual([]);
  });

  test('by a second press, late, and by a link that has ended: the chat says so, and the page stays as it is', async () => {
    const person = await addKnownPerson();
    const { context, page } = await visit('/register', DESKTOP);
    const { number, url } = await pressOf(page);
    const card = await openLink(person, url);
    await person.press(card, number);
    await see(page, 'Yana xush kelibsiz!');
    await page.getByRole('button', { name: 'Bu siz emasmi?' }).click();
    await see(page, SIGN_IN);
    await pressOf(page);

    await person.press(card, number);
    const answer = await openLink(person, url);
    expect(answer.text).toContain('Bu havola eskirgan');
    const stranger = await addKnownPerson();
    expect((await openLink(stranger, url)).text).toContain('Bu havola eskirgan');
    await page.reload();
    await see(page, SIGN_IN);
    expect(await sessionCookies(context)).toEqual([]);
  });
});

test('“it was not me” afterwards: the page is signed out on its next request, and says why', async () => {
  const person = await addKnownPerson();
  const phone = await visitOnPhone(visit, person);
  const { number } = await pressOf(phone.page);
  const telegram = await openTelegram(phone);
  await buttonIn(telegram, number).tap();
  await see(phone.page, 'Yana xush kelibsiz!');

  await buttonIn(telegram, 'Bu men emas edim').tap();
  await telegram.getByText('bu seans yakunlandi').waitFor();
  await phone.page.goto(`${inject('urls').web}/account`);
  await phone.page.getByText('Seans muddati tugadi yoki u boshqa qurilmadan yakunlandi.').waitFor();
  expect(await sessionCookies(phone.context)).toEqual([]);
});

test('who approves somebody else’s page lets them into an account that the page names, and can leave again', async () => {
  const [attacker, person] = [await addKnownPerson(), await addKnownPerson()];
  const phone = await visitOnPhone(visit, person);
  const { number, url } = await pressOf(phone.page);
  await attacker.press(await openLink(attacker, url), number);
  await phone.page.getByText(`${attacker.phone.slice(-2)} hisobiga kirdingiz.`).waitFor();
  await phone.page.getByRole('button', { name: 'Bu siz emasmi?' }).tap();
  await see(phone.page, SIGN_IN);
  expect(await sessionCookies(phone.context)).toEqual([]);
});

/** The texts of a message's buttons. */
function buttonsOf({ reply_markup }: Message): string[] {
  return reply_markup?.inline_keyboard?.flat().map(({ text }) => text) ?? [];
}

/** The text of the newest message in the chat, edited ones included. */
async function lastTextTo(person: Person): Promise<string> {
  return (await person.read()).at(-1)?.text ?? '';
}
