import type { Language } from '@raqam/shared/languages';

/** The texts of the page inside Telegram. They are fetched with it, so that the sign-in page does not carry them. */
interface MiniAppTexts {
  signingIn: string;
  failedTitle: string;
  ask: {
    title: string;
    lead: string;
    share: string;
    waiting: string;
    /** The person said no to Telegram's question. */
    cancelled: string;
    /** The bot did not pass the number on within a minute. */
    late: string;
    onSite: string;
  };
  /** Telegram's data is used up or too old. */
  reopen: { title: string; lead: string; close: string };
  signedOut: string;
  outside: { title: string; lead: string; signIn: string };
}

export const texts: Readonly<Record<Language, MiniAppTexts>> = {
  uz: {
    signingIn: 'Kirilmoqda…',
    failedTitle: 'Kirib bo‘lmadi',
    ask: {
      title: 'Telefon raqamingizni yuboring',
      lead: 'Hisob ochish uchun raqamingiz bir marta kerak bo‘ladi. Kod yozish shart emas.',
      share: 'Raqamni yuborish',
      waiting: 'Kutilmoqda…',
      cancelled: 'Raqam yuborilmadi. Usiz hisob ochib bo‘lmaydi.',
      late: 'Raqamingiz hali yetib kelmadi. Qaytadan yuboring.',
      onSite: 'Saytda kirish',
    },
    reopen: {
      title: 'Sahifani qaytadan oching',
      lead: 'Kirish uchun bu oynani yoping va bot chatidagi menyu tugmasini yana bosing.',
      close: 'Yopish',
    },
    signedOut: 'Hisobdan chiqdingiz',
    outside: {
      title: 'Bu sahifa Telegram ichida ochiladi',
      lead: 'Uni bot chatidagi menyu tugmasi bilan oching yoki shu yerning o‘zida kiring.',
      signIn: 'Kirish',
    },
  },
  'uz-Cyrl': {
    signingIn: 'Кирилмоқда…',
    failedTitle: 'Кириб бўлмади',
    ask: {
      title: 'Телефон рақамингизни юборинг',
      lead: 'Ҳисоб очиш учун рақамингиз бир марта керак бўлади. Код ёзиш шарт эмас.',
      share: 'Рақамни юбориш',
      waiting: 'Кутилмоқда…',
      cancelled: 'Рақам юборилмади. Усиз ҳисоб очиб бўлмайди.',
      late: 'Рақамингиз ҳали етиб келмади. Қайтадан юборинг.',
      onSite: 'Сайтда кириш',
    },
    reopen: {
      title: 'Саҳифани қайтадан очинг',
      lead: 'Кириш учун бу ойнани ёпинг ва бот чатидаги меню тугмасини яна босинг.',
      close: 'Ёпиш',
    },
    signedOut: 'Ҳисобдан чиқдингиз',
    outside: {
      title: 'Бу саҳифа Telegram ичида очилади',
      lead: 'Уни бот чатидаги меню тугмаси билан очинг ёки шу ернинг ўзида киринг.',
      signIn: 'Кириш',
    },
  },
  ru: {
    signingIn: 'Входим…',
    failedTitle: 'Войти не получилось',
    ask: {
      title: 'Поделитесь номером телефона',
      lead: 'Он нужен один раз, чтобы создать аккаунт. Вводить код не придётся.',
      share: 'Поделиться номером',
      waiting: 'Ждём…',
      cancelled: 'Номер не отправлен. Без него аккаунт не создать.',
      late: 'Номер пока не дошёл. Отправьте его ещё раз.',
      onSite: 'Войти на сайте',
    },
    reopen: {
      title: 'Откройте страницу заново',
      lead: 'Чтобы войти, закройте это окно и снова нажмите кнопку меню в чате с ботом.',
      close: 'Закрыть',
    },
    signedOut: 'Вы вышли из аккаунта',
    outside: {
      title: 'Эта страница открывается в Telegram',
      lead: 'Откройте её кнопкой меню в чате с ботом или войдите прямо здесь.',
      signIn: 'Войти',
    },
  },
  en: {
    signingIn: 'Signing you in…',
    failedTitle: 'You could not be signed in',
    ask: {
      title: 'Share your phone number',
      lead: 'It is needed once, to create your account. There is no code to type.',
      share: 'Share my number',
      waiting: 'Waiting…',
      cancelled: 'Your number was not shared. There is no account without it.',
      late: 'Your number has not arrived yet. Share it again.',
      onSite: 'Sign in on the site',
    },
    reopen: {
      title: 'Open this page again',
      lead: 'To sign in, close this window and press the menu button in the bot’s chat again.',
      close: 'Close',
    },
    signedOut: 'You are signed out',
    outside: {
      title: 'This page opens in Telegram',
      lead: 'Open it with the menu button in the bot’s chat, or sign in right here.',
      signIn: 'Sign in',
    },
  },
};
