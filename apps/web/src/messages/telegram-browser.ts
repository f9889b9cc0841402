import type { Language } from '@raqam/shared/languages';

interface TelegramBrowserTexts {
  explanation: string;
  copy: string;
  copied: string;
}

/** For the notice in Telegram's in-app browser, which fetches them: nobody else needs them. */
export const telegramBrowserTexts: Readonly<Record<Language, TelegramBrowserTexts>> = {
  uz: {
    explanation:
      'Sahifa Telegram ichida ochilgan. Bu yerda kirsangiz, faqat shu oynada kirgan bo‘lasiz. Boshqa brauzerda kirish uchun havolani nusxalab, o‘sha yerda oching.',
    copy: 'Havolani nusxalash',
    copied: 'Nusxalandi',
  },
  'uz-Cyrl': {
    explanation:
      'Саҳифа Telegram ичида очилган. Бу ерда кирсангиз, фақат шу ойнада кирган бўласиз. Бошқа браузерда кириш учун ҳаволани нусхалаб, ўша ерда очинг.',
    copy: 'Ҳаволани нусхалаш',
    copied: 'Нусхаланди',
  },
  ru: {
    explanation:
      'Страница открыта внутри Telegram. Если войти здесь, вход будет только в этом окне. Чтобы войти в обычном браузере, скопируйте ссылку и откройте её там.',
    copy: 'Скопировать ссылку',
    copied: 'Скопировано',
  },
  en: {
    explanation:
      'This page is open inside Telegram. If you sign in here, you are signed in only in this window. To sign in in your usual browser, copy the link and open it there.',
    copy: 'Copy the link',
    copied: 'Copied',
  },
};
