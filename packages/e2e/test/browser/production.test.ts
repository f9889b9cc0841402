import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { launchChromium } from '../../src/chromium.ts';
import { cardOf, createHandset, requestCode } from '../../src/handset.ts';
import { type Deployment, type DeploymentOptions, deploy } from '../../src/rehearsal/deployment.ts';
import { claimsOn, startRelyingParty } from '../../src/relying-party.ts';
import { pressOf, SIGN_IN, see } from '../../src/site.ts';
import { useChromium } from '../support/browser.ts';
import { needCaddy } from '../support/caddy.ts';
import { openLink } from '../support/press.ts';

needCaddy();
const { visit } = useChromium();

describe('the production build behind Caddy, with the API behind the same name', () => {
  const deployment = deployOnce({ sites: 'same' });

  test('Lax cookies carry the session over a reload', async () => {
    const deployed = await deployment();
    const page = await signInByPress(deployed);
    expect(await cookiesOf(page, deployed.urls.web)).toEqual([
      { name: 'access_token', sameSite: 'Lax', partitioned: false },
      { name: 'refresh_token', sameSite: 'Lax', partitioned: false },
      { name: 'remembered_device', sameSite: 'Lax', partitioned: false },
    ]);
    await page.reload();
    await see(page, 'Siz hisobingizga kirgansiz');
  });

  test('a client of OpenID Connect signs a person in and out, by the site’s own name', async () => {
    const { urls, operate } = await deployment();
    const shop = await startRelyingParty({ id: 'shop', name: 'Do‘kon', isOwn: false, publicUrl: urls.web, operate });
    onTestFinished(() => shop.close());
    const person = await createHandset(urls.stack).addPerson();
    const { page } = await visit(`${shop.url}/login?prompt=consent`);
    await see(page, '«Do‘kon» xizmatiga kirish');
    expect(page.url()).toContain(`${urls.web}/sign-in?interaction=`);
    const { url, number } = await pressOf(page);
    await person.press(await cardOf(person, url), number);
    await page.getByRole('button', { name: 'Ruxsat berish' }).click();
    expect(await claimsOn(page)).toMatchObject({ iss: `${urls.web}/oidc`, phone_number: person.phone });

    await page.goto(`${shop.url}/login?response_mode=form_post`);
    expect(await claimsOn(page)).toMatchObject({ phone_number: person.phone });

    await page.getByRole('link', { name: 'Sign out' }).click();
    // It is somebody else's site, so the person is asked whether to leave ours too
    await page.getByRole('button', { name: 'Chiqish' }).click();
    await page.getByText('Nobody is signed in.').waitFor();
    const keys = await (await fetch(`${urls.web}/.well-known/jwks.json`)).json();
    expect(keys).toMatchObject({ keys: [{ alg: 'ES256' }] });
  });

  test('the first screen shows without scripts, in the language of the browser, and does not shift when they run', async () => {
    const { urls } = await deployment();
    const bare = await visit(`${urls.web}/register`, { javaScriptEnabled: false, locale: 'ru-RU' });
    await see(bare.page, 'Вход или регистрация');
    const linkOn = (page: Page) => page.getByRole('link', { name: 'Открыть Telegram на этом компьютере' });
    const link = linkOn(bare.page);
    expect(await link.getAttribute('href')).toContain('start=ru');
    await bare.page.setViewportSize({ width: 360, height: 740 });
    const onPhone = bare.page.getByRole('link', { name: 'Продолжить через Telegram' });
    expect(await onPhone.getAttribute('href')).toContain('start=ru');
    await bare.page.setViewportSize({ width: 1280, height: 720 });

    const { page, context } = await visit(`${urls.web}/`, { locale: 'ru-RU' });
    await page.locator('.rq-qr-code path').waitFor();
    expect(await linkOn(page).boundingBox()).toEqual(await link.boundingBox());
    await page.getByRole('button', { name: 'Получить код на номер' }).click();
    await page.getByLabel('Номер телефона').waitFor();
    await page.getByRole('button', { name: 'Назад' }).click();
    expect(await linkOn(page).boundingBox()).toEqual(await link.boundingBox());

    // A language chosen on the site takes precedence over the browser's.
    await page.getByRole('combobox').selectOption('en');
    await page.locator('html[lang=en]').waitFor();
    const html = await (await context.request.get(`${urls.web}/register`)).text();
    expect(html).toContain('Continue with Telegram');
  });

  test('a signed-in person who comes back sees no sign-in before the scripts run, and nothing shifts', async () => {
    const deployed = await deployment();
    const page = await signIn(deployed);
    const scripts = Promise.withResolvers<void>();
    await page.route('**/assets/*.js', async (route) => {
      await scripts.promise;
      await route.continue();
    });
    await page.goto(`${deployed.urls.web}/register`, { waitUntil: 'commit' });
    await page.getByText('Yuklanmoqda').waitFor();
    await page.waitForFunction(() => document.styleSheets.length > 0);
    expect(await page.locator('.rq-press-open').count()).toBe(0);
    const places = () =>
      Promise.all(['.rq-brand', 'select', 'main > .rq', '.rq-card'].map((part) => placeOf(page.locator(part))));
    const before = await places();
    scripts.resolve();
    await see(page, 'Siz hisobingizga kirgansiz');
    expect(await places()).toEqual(before);

    await page.getByRole('button', { name: 'Chiqish' }).first().click();
    await see(page, SIGN_IN);
    const left = await page.context().request.get(`${deployed.urls.web}/register`);
    expect(await left.text()).toContain('Telegram orqali davom etish');
  });

  test('Telegram Web alone frames the Mini App, and no other page of the site', async () => {
    const { urls } = await deployment();
    // not `visit`: a refused frame is an error in the console
    const browser = await launchChromium(inject('chromium') ?? '', { disable: ['LocalNetworkAccessChecks'] });
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ locale: 'uz-UZ' });
    page.setDefaultTimeout(60_000);
    /** What shows in a frame of a page of `origin`, and what the frame has told that page. */
    const frameIn = async (origin: string, path: string) => {
      const body = `<!doctype html><script>
        heard = [];
        addEventListener('message', ({ data }) => heard.push(JSON.parse(data).eventType));
      </script><iframe src="${urls.web}${path}"></iframe>`;
      await page.route(`${origin}/**`, (route) => route.fulfill({ contentType: 'text/html', body }));
      await page.goto(`${origin}/`);
      const shown = page.frames()[1]?.url() ?? '';
      return { isShown: shown.startsWith(urls.web), heard: () => page.evaluate('heard') };
    };
    const framed = await frameIn('https://web.telegram.org', '/telegram');
    expect(framed.isShown).toBe(true);
    await page.frameLocator('iframe').getByRole('heading', { name: 'Sahifani qaytadan oching' }).waitFor();
    await expect.poll(framed.heard).toEqual(expect.arrayContaining(['iframe_ready', 'web_app_ready']));

    for (const [origin, path] of [
      ['https://evil.example', '/telegram'],
      ['https://telegram.org.evil.example', '/telegram'],
      ['https://web.telegram.org', '/register'],
      ['https://web.telegram.org', '/account'],
    ] as const)
      expect((await frameIn(origin, path)).isShown, `${path} in ${origin}`).toBe(false);
  });
});

describe('the production build behind Caddy, with the API on another site', () => {
  const deployment = deployOnce({ sites: 'cross' });

  test('COOKIE_SAMESITE=none cookies carry the session over a reload, partitioned', async () => {
    const deployed = await deployment();
    const page = await signInByPress(deployed);
    expect(await cookiesOf(page, deployed.urls.api)).toEqual([
      { name: 'access_token', sameSite: 'None', partitioned: true },
      { name: 'refresh_token', sameSite: 'None', partitioned: true },
      { name: 'remembered_device', sameSite: 'None', partitioned: true },
    ]);
    await page.reload();
    await see(page, 'Siz hisobingizga kirgansiz');
  });

  // The last one, as it changes the deployment
  test('with Lax cookies a reload loses the session, hence the warning', async () => {
    const deployed = await deployment();
    await deployed.redeploy('api', { COOKIE_SAMESITE: 'lax' });
    const page = await signIn(deployed);
    await page.reload();
    await see(page, SIGN_IN);
  });
});

/** One deployment for the tests of a block, made by the first of them that runs. */
function deployOnce(options: DeploymentOptions): () => Promise<Deployment> {
  let deployment: Promise<Deployment> | undefined;
  afterAll(async () => (await deployment)?.stop());
  return () => {
    deployment ??= deploy(options);
    return deployment;
  };
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

/** Signs in by the press in Telegram; the page is loaded anew between the link and the press. */
async function signInByPress({ urls }: Deployment): Promise<Page> {
  const person = await createHandset(urls.stack).addPerson();
  const { page } = await visit(`${urls.web}/register`);
  const { number, url } = await pressOf(page);
  await openLink(person, url);
  const card = await person.ask({ contact: 'own' });
  await page.getByText('Telegram ochildi.').waitFor();
  await page.reload();
  await person.press(card, number);
  await see(page, 'Xush kelibsiz!');
  return page;
}

/** Where a part begins, and its width: the heights of the wait and of the account differ. */
async function placeOf(part: Locator) {
  const { x, y, width } = (await part.boundingBox()) ?? {};
  return { x, y, width };
}

/** The session's cookies: scripts can't read them. */
async function cookiesOf(page: Page, url: string) {
  const cookies = await page.context().cookies([url, `${url}/api/v1/auth/me/`]);
  return cookies
    .filter(({ httpOnly }) => httpOnly)
    .map(({ name, sameSite, partitionKey }) => ({ name, sameSite, partitioned: partitionKey !== undefined }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
