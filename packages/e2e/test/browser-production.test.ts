import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHandset, requestCode } from '../src/handset.ts';
import { type Deployment, deploy } from '../src/rehearsal/deployment.ts';
import { see } from '../src/site.ts';
import { useChromium } from './support/browser.ts';
import { needCaddy } from './support/caddy.ts';

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

  test('with the API on another site: COOKIE_SAMESITE=none, partitioned, does so too', async () => {
    const deployment = await deployed({ sites: 'cross' });
    const page = await signIn(deployment);
    expect(await cookiesOf(page, deployment.urls.api)).toEqual([
      { name: 'access_token', sameSite: 'None', partitioned: true },
      { name: 'refresh_token', sameSite: 'None', partitioned: true },
    ]);
    await page.reload();
    await see(page, 'Siz hisobingizga kirgansiz');
  });

  test('with the API on another site and Lax cookies the session is lost with the page: why there is a warning', async () => {
    const deployment = await deployed({ sites: 'cross', cookieSameSite: 'lax' });
    const page = await signIn(deployment);
    await page.reload();
    await see(page, 'Ro‘yxatdan o‘tish');
  });
});

async function deployed(options: Parameters<typeof deploy>[0]): Promise<Deployment> {
  const deployment = await deploy(options);
  onTestFinished(() => deployment.stop());
  return deployment;
}

/** By the bot's link. The Content-Security-Policy would stop what is inline: an error in the console fails the test. */
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
