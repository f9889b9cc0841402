import type { Page } from 'playwright-core';
import { askForSms } from '../site.ts';
import { answerWith } from './answers.ts';
import type { State } from './visit.ts';

const challenge = { algorithm: 'PBKDF2/SHA-256', nonce: '00', salt: '00', cost: 1000, keyLength: 32 };

/** The states of a page while requests for codes have a price. */
export const captchaStates: readonly State[] = [
  {
    name: 'captcha-checking',
    async arrive({ page, person, open }) {
      // A slow phone: a derivation that takes for ever
      await page.addInitScript(() => {
        SubtleCrypto.prototype.deriveBits = () => new Promise(() => {});
      });
      await ask(page, { ...challenge, keyPrefix: '00' });
      await open();
      await askForSms(page, person.phone);
      await page.getByText('Robot emasligingiz tekshirilmoqda…').waitFor();
    },
  },
  {
    name: 'captcha-failed',
    async arrive({ page, person, open }) {
      await ask(page, challenge); // without an end to search for
      await open();
      await askForSms(page, person.phone);
      await page.getByText('Robot emasligingizni tekshirib bo‘lmadi.').waitFor();
    },
  },
];

/** Puts a price on every code. */
function ask(page: Page, parameters: object): Promise<unknown> {
  const message = 'Hozir juda ko‘p kod so‘ralmoqda.';
  const error = {
    code: 'captcha_required',
    message,
    captcha: { kind: 'altcha', challenge: { parameters, signature: '' } },
  };
  return page.route(/\/send\/$/, answerWith(403, { error, detail: message }));
}
