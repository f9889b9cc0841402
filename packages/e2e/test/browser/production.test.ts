import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHandset, requestCode } from '../../src/handset.ts';
import { type Deployment, deploy } from '../../src/rehearsal/deployment.ts';
import { SIGN_IN, see } from '../../src/site.ts';
import { useChromium } from '../support/browser.ts';
import { needCaddy } from '../support/caddy.ts';

needCaddy();
const { visit } = useChromium();

describe('the production build behind Caddy', () => {
  test('with the API behind the same name: Lax cookies carry the session over a reload', async () => {
    const deployment = await deployed({ sites: 'same' });
    const page = await signIn(deployment);
    expect(await cookiesOf(page, deployment.urls.web)).toEqual([
      { name: 'access_token', sameSite: 'Lax', partitioned: false },
      { name: 'refresh_token', sameSite: 'Lax', partitioned: false },
    ]);
    await page.reload();
    await see(page, 'Siz hisobingizga kirgansiz');
  });

  test('the first screen shows without scripts, in the language of the browser, and does not shift when they run', async () => {
    const deployment = await deployed({ sites: 'same' });
    const bare = await visit(`${deployment.urls.web}/register`, { javaScriptEnabled: false, locale: 'ru-RU' });
    await see(bare.page, 'Вход или регистрация');
    const link = bare.page.getByRole('link', { name: 'Продолжить через Telegram' });
    expect(await link.getAttribute('href')).toContain('start=ru');

    const { page, context } = await visit(`${deployment.urls.web}/`, { locale: 'ru-RU' });
    const place = () => page.getByRole('link', { name: 'Продолжить через Telegram' }).boundingBox();
    await page.getByRole('button', { name: 'Продолжить по SMS' }).click();
    await page.getByLabel('Номер телефона').waitFor();
    await page.getByRole('button', { name: 'Назад' }).click();
    expect(await place()).toEqual(await link.boundingBox());

    // A language chosen on the site takes precedence over the browser's.
    await page.getByRole('combobox').selectOption('en');
    await page.locator('html[lang=en]').waitFor();
    const html = await (await context.request.get(`${deployment.urls.web}/register`)).text();
    expect(html).toContain('Continue with Telegram');
  });

  test('with the API on another site: so do COOKIE_SAMESITE=none cookies, partitioned', async () => {
    const deployment = await deployed({ sites: 'cross' });
    const page = await signIn(deployment);
    expect(await cookiesOf(page, deployment.urls.api)).toEqual([
      { name: 'access_token', sameSite: 'None', partitioned: true },
      { name: 'refresh_token', sameSite: 'None', partitioned: true },
    ]);
    await page.reload();
    await see(page, 'Siz hisobingizga kirgansiz');
  });

  test('with the API on another site and Lax cookies a reload loses the session, hence the warning', async () => {
    const deployment = await deployed({ sites: 'cross', cookieSameSite: 'lax' });
    const page = await signIn(deployment);
    await page.reload();
    await see(page, SIGN_IN);
  });
});

async function deployed(options: Parameters<typeof deploy>[0]): Promise<Deployment> {
  const deployment = await deploy(options);
  onTestFinished(() => deployment.stop());
  return deployment;
}

/** Signs in by the bot's link. Inline code would violate the Content-Security-Policy and fail the test. */
async function signIn({ urls }: Deployment): Promise<Page> {
  const person = await createHandset(urls.stack).addPerson();
  const code = await requestCode(person);
  const { page } = await visit(`${urls.web}/register#phone=${encodeURIComponent(person.phone)}&code=${code}`);
  await page.getByRole('button', { name: 'Ha, kirish' }).click();
  await see(page, 'Xush kelibsiz!');
  return page;
}

async function cookiesOf(page: Page, url: string) {
  const cookies = await page.context().cookies([url, `${url}/api/v1/auth/me/`]);
  return cookies
    .map(({ name, sameSite, partitionKey }) => ({ name, sameSite, partitioned: partitionKey !== undefined }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
