import type { BrowserContext, Locator, Page } from 'playwright-core';

/** The title of the sign-in, in Uzbek. */
export const SIGN_IN = 'Kirish yoki ro‘yxatdan o‘tish';

/** The fields for the bot's code, in Uzbek. */
export function formOf(page: Page): { phone: Locator; code: Locator; submit: Locator } {
  return {
    phone: page.getByLabel('Telefon raqami'),
    code: page.getByLabel('Botdan olingan kod'),
    submit: page.getByRole('button', { name: 'Davom etish' }),
  };
}

/** The link and the number of the press, once the page has them. */
export async function pressOf(place: Page | Locator): Promise<{ url: string; number: string }> {
  const shown = place.locator('.rq-press-number').filter({ hasText: /^\d\d$/ });
  await shown.waitFor();
  const url = await place.locator('.rq-press-main a').first().getAttribute('href');
  return { url: url ?? '', number: (await shown.textContent()) ?? '' };
}

/** Chooses the code of the bot on the first screen. */
export async function chooseTelegram(place: Page | Locator, label = 'Botdan kod olish'): Promise<void> {
  await place.getByRole('button', { name: label }).click();
  await place.locator('input[name=code]').waitFor();
}

/** Fills in number and code of the bot, which submits them; first leaves the first screen if the page shows it. */
export async function fillIn(page: Page, { phone, code }: { phone: string; code: string }): Promise<void> {
  const form = formOf(page);
  const choice = page.getByRole('button', { name: 'Botdan kod olish' });
  await form.phone.or(choice).first().waitFor();
  if (await choice.isVisible()) await chooseTelegram(page);
  await form.phone.fill(phone);
  await form.code.fill(code);
}

/** Chooses SMS, on the page or in the dialog. */
export async function chooseSms(place: Page | Locator): Promise<void> {
  await place.getByRole('button', { name: 'Raqamga kod olish' }).click();
  await place.getByRole('button', { name: 'Kod olish', exact: true }).waitFor();
}

/** Requests a code by SMS, starting at the first screen. */
export async function askForSms(place: Page | Locator, phone: string): Promise<void> {
  await chooseSms(place);
  await place.getByLabel('Telefon raqami').fill(phone);
  await place.getByRole('button', { name: 'Kod olish', exact: true }).click();
}

/** Waits for the view with this title. */
export async function see(page: Page, title: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Runs an action that opens a new tab, and resolves to that tab. */
export async function openTab(context: BrowserContext, act: () => Promise<unknown>): Promise<Page> {
  const [tab] = await Promise.all([context.waitForEvent('page'), act()]);
  await tab.waitForLoadState();
  return tab;
}

/** Follows the button below the bot's code on an Uzbek handset; Telegram asks before it opens a link. */
export async function openSiteFrom(handset: Page): Promise<void> {
  await handset.getByRole('link', { name: 'Saytda davom etish' }).click();
  await handset.getByRole('button', { name: 'Ochish', exact: true }).click();
}

export const languages = ['uz', 'uz-Cyrl', 'ru', 'en'];

/** Chooses the language in the page's list, even if a dialog covers it. */
export async function speak(page: Page, language: string): Promise<void> {
  await page.locator('select.rq-language-switcher').evaluate((list: HTMLSelectElement, chosen) => {
    list.value = chosen;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  }, language);
  await page.locator(`html[lang="${language}"]`).waitFor();
}
