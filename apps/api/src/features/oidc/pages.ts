import type { Language } from '@raqam/shared/languages';
import type { ErrorOut } from 'oidc-provider';
import { escapeHtml, renderPage } from '../../sign-in-page.ts';

interface Texts {
  /** The heading and the button of the question before a sign-out that a client asks for. */
  signOutQuestion: string;
  signOut: string;
  /** When a sign-in can't go on, and the client can't be told. */
  failed: string;
  startAgain: string;
}

const texts: Readonly<Record<Language, Texts>> = {
  uz: {
    signOutQuestion: 'Hisobingizdan chiqasizmi?',
    signOut: 'Chiqish',
    failed: 'Kirishni davom ettirib bo‘lmadi',
    startAgain: 'Saytga qaytib, qaytadan boshlang.',
  },
  'uz-Cyrl': {
    signOutQuestion: 'Ҳисобингиздан чиқасизми?',
    signOut: 'Чиқиш',
    failed: 'Киришни давом эттириб бўлмади',
    startAgain: 'Сайтга қайтиб, қайтадан бошланг.',
  },
  ru: {
    signOutQuestion: 'Выйти из аккаунта?',
    signOut: 'Выйти',
    failed: 'Не удалось продолжить вход',
    startAgain: 'Вернитесь на сайт и начните заново.',
  },
  en: {
    signOutQuestion: 'Sign out of your account?',
    signOut: 'Sign out',
    failed: 'The sign-in can’t go on',
    startAgain: 'Go back to the site and start again.',
  },
};

/** The page for errors that can't be sent to the client. The code in it helps the client's developer. */
export function renderErrorPage(language: Language, { error, error_description }: ErrorOut) {
  const { failed, startAgain } = texts[language];
  const detail = escapeHtml([error, error_description].filter(Boolean).join(': '));
  return renderPage(language, failed, `<p>${startAgain}</p><p><small>${detail}</small></p>`);
}

/**
 * The page that signs a person out.
 *
 * @param form oidc-provider's form, without a button
 * @param isAsked whether the person has to press the button; otherwise the page presses it
 */
export function renderSignOutPage(language: Language, form: string, isAsked: boolean): string {
  const { signOutQuestion, signOut } = texts[language];
  const button = `<button form="op.logoutForm" name="logout" value="yes">${signOut}</button>`;
  const press = isAsked ? '' : '<script>document.querySelector("button").click()</script>';
  return renderPage(language, signOutQuestion, `${form}${button}${press}`);
}
