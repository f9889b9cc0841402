import type { Language } from '@raqam/shared/languages';
import type { LoginResult } from './login-result.ts';

interface TelegramLoginTexts {
  /** As Telegram's own button says. */
  label: string;
  opening: string;
  results: Record<LoginResult, string>;
}

/** The texts of Telegram Login, in its own file: most sites don't offer it. */
export const telegramLoginTexts: Readonly<Record<Language, TelegramLoginTexts>> = {
  uz: {
    label: 'Telegram hisobi bilan kirish',
    opening: 'Telegram sahifasi ochilmoqda…',
    results: {
      declined: 'Telegram sahifasida kirish bekor qilindi. Qayta urinib ko‘ring yoki boshqa usulni tanlang.',
      contact_required:
        'Hisob ochish uchun raqamingiz kerak. Telegram sahifasida uni berishga rozi bo‘ling yoki boshqa usulni tanlang.',
      unavailable: 'Telegram sahifasi javob bermadi. Qayta urinib ko‘ring yoki boshqa usulni tanlang.',
    },
  },
  'uz-Cyrl': {
    label: 'Telegram ҳисоби билан кириш',
    opening: 'Telegram саҳифаси очилмоқда…',
    results: {
      declined: 'Telegram саҳифасида кириш бекор қилинди. Қайта уриниб кўринг ёки бошқа усулни танланг.',
      contact_required:
        'Ҳисоб очиш учун рақамингиз керак. Telegram саҳифасида уни беришга рози бўлинг ёки бошқа усулни танланг.',
      unavailable: 'Telegram саҳифаси жавоб бермади. Қайта уриниб кўринг ёки бошқа усулни танланг.',
    },
  },
  ru: {
    label: 'Войти через аккаунт Telegram',
    opening: 'Открываем страницу Telegram…',
    results: {
      declined: 'Вы отменили вход на странице Telegram. Попробуйте ещё раз или выберите другой способ.',
      contact_required:
        'Чтобы создать аккаунт, нужен номер телефона. Разрешите передать его на странице Telegram или выберите другой способ.',
      unavailable: 'Страница Telegram не ответила. Попробуйте ещё раз или выберите другой способ.',
    },
  },
  en: {
    label: 'Log in with Telegram',
    opening: 'Opening Telegram’s page…',
    results: {
      declined: 'You cancelled on Telegram’s page. Try again, or choose another way.',
      contact_required: 'A new account needs your phone number. Share it on Telegram’s page, or choose another way.',
      unavailable: 'Telegram’s page didn’t answer. Try again, or choose another way.',
    },
  },
};
