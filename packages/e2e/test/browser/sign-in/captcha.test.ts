import { expect, inject, test } from 'vitest';
import { TEST_PROXIES } from '../../../src/open-proxy.ts';
import { askForSms, see } from '../../../src/site.ts';
import { useChromium } from '../../support/browser.ts';
import { addPerson, readSms } from '../../support/handset.ts';
import { startApi } from '../../support/processes.ts';

const { visit } = useChromium();

test('after five codes of an IP: the page computes the price of the next by itself, and the person signs in', async () => {
  const api = await startApi({ ABUSE_RULES: 'enforce', TRUSTED_PROXIES: TEST_PROXIES });
  const person = await addPerson();
  const { page, proxy } = await visit('/nowhere');
  proxy.redirect(api.url);
  const neighbours = [1, 2, 3, 4, 5].map((digit) => `+99833${digit}000000`);
  await page.evaluate(
    async ([url = '', ...phones]) => {
      const headers = { 'content-type': 'application/json' };
      for (const phone of phones) await fetch(url, { method: 'POST', headers, body: JSON.stringify({ phone }) });
    },
    [`${inject('urls').api}/api/users/auth/`, ...neighbours],
  );
  await page.goto(`${inject('urls').web}/register`);
  const answers: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/send/') && response.request().method() === 'POST') answers.push(response.status());
  });
  await askForSms(page, person.phone);
  await page.getByRole('timer').waitFor();
  expect(answers).toEqual([403, 200]);
  await page
    .getByLabel('Kod', { exact: false })
    .first()
    .fill(await readSms(person.phone));
  await see(page, /Xush kelibsiz/);
});
