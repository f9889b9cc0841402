import type { BrowserContext, Locator, Page } from 'playwright-core';

/** The fields of the sign-up form, in Uzbek. */
export function formOf(page: Page): { phone: Locator; code: Locator; submit: Locator } {
  return {
    phone: page.getByLabel('Telefon raqami'),
    code: page.getByLabel('Botdan olingan kod'),
    submit: page.getByRole('button', { name: 'Davom etish' }),
  };
}

export async function fillIn(page: Page, { phone, code }: { phone: string; code: string }): Promise<void> {
  const form = formOf(page);
  await form.phone.fill(phone);
  await form.code.fill(code);
}

/** Waits for the view with this title. */
export async function see(page: Page, title: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Does what opens a new tab, and resolves to that tab. */
export async function openTab(context: BrowserContext, act: () => Promise<unknown>): Promise<Page> {
  const [tab] = await Promise.all([context.waitForEvent('page'), act()]);
  await tab.waitForLoadState();
  return tab;
}

/** Follows the button under the bot's code on the handset of somebody Uzbek; Telegram asks before it opens a link. */
export async function openSiteFrom(handset: Page): Promise<void> {
  await handset.getByRole('link', { name: 'Saytda davom etish' }).click();
  await handset.getByRole('button', { name: 'Ochish', exact: true }).click();
}

export const languages = ['uz', 'uz-Cyrl', 'ru', 'en'];

/** Chooses the language as the page's own list would, though a dialog may stand before it. */
export async function speak(page: Page, language: string): Promise<void> {
  await page.locator('select').evaluate((list: HTMLSelectElement, chosen) => {
    list.value = chosen;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  }, language);
  await page.locator(`html[lang="${language}"]`).waitFor();
}
