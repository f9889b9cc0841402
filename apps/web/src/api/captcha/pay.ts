import type { Captcha } from '@raqam/shared/errors';
import type { Language } from '@raqam/shared/languages';
import { showProgress } from './progress.ts';
import { prove } from './prove.ts';
import { askService } from './service.ts';

const failures: Readonly<Record<Language, string>> = {
  uz: 'Robot emasligingizni tekshirib bo‘lmadi. Qayta urinib ko‘ring yoki Telegram orqali kiring.',
  'uz-Cyrl': 'Робот эмаслигингизни текшириб бўлмади. Қайта уриниб кўринг ёки Telegram орқали киринг.',
  ru: 'Не удалось проверить, что вы не робот. Попробуйте ещё раз или войдите через Telegram.',
  en: 'We couldn’t check that you’re not a robot. Try again, or sign in with Telegram.',
};

/** The ways on, in place of the API's text, which leads to the site. */
export const describeFailure = (language: Language): string => failures[language];

/** Pays what the API asks for, and tells the person that it takes a moment. undefined: it failed. */
export async function pay(captcha: Captcha, language: Language): Promise<string | undefined> {
  const progress = showProgress(language);
  try {
    return await (captcha.kind === 'altcha'
      ? prove(captcha.challenge)
      : askService(captcha, progress.openPlace(), language));
  } catch {
    return undefined; // as by a browser without Web Crypto, which plain http has none of
  } finally {
    progress.close();
  }
}
