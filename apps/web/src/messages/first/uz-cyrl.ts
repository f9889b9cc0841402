import type { FirstMessages } from '../messages.ts';

export const uzCyrl: FirstMessages = {
  product: 'Raqam',
  language: 'Тил',

  page: {
    offline: 'Интернет йўқ',
    terms: 'Фойдаланиш шартлари',
    privacy: 'Махфийлик сиёсати',
    support: 'Ёрдам',
    contactSupport: 'Ёрдам хизматига мурожаат қилиш',
  },

  header: {
    signIn: 'Кириш',
    account: 'Ҳисобим',
  },

  signUp: {
    title: 'Кириш ёки рўйхатдан ўтиш',
    lead: 'Парол керак эмас, телефон рақамингиз етарли.',
    withTelegram: 'Telegram орқали давом этиш',
    or: 'ёки',
    withSms: 'Рақамга код олиш',
    telegramTitle: 'Ботдан код олинг',
  },

  press: {
    choose: 'Telegram’да шу сонни танланг',
    scan: 'QR кодни телефон билан очинг ва Telegram’да шу сонни танланг',
    open: (number) => `Telegram’да ${number} ни танлаш`,
    openHere: 'Telegram’ни шу компьютерда очиш',
    pushed: 'Telegram’ингизга хабар юбордик. У ерда шу сонни танланг',
    opened: 'Telegram очилди. Энди у ерда шу сонни танланг',
    approved: 'Telegram’да тасдиқланди',
    signingIn: 'Кирилмоқда…',
    cutOff: 'Сервер билан алоқа йўқ. Қайта уланмоқда…',
    offline: 'Интернет йўқ. Уланса, ўзи давом этади.',
    otherWay: 'Бўлмадими? Бошқа усул:',
    byCode: 'Ботдан код олиш',
    again: 'Қайтадан бошлаш',
    endings: {
      declined: {
        title: 'Telegram’да «Бу мен эмасман» босилди',
        explanation: 'Кириш тўхтатилди. Адашиб босилган бўлса, қайтадан бошланг.',
      },
      wrong_number: {
        title: 'Telegram’да бошқа сон танланди',
        explanation: 'Кириш тўхтатилди. Қайтадан бошланг ва шу саҳифадаги сонни танланг.',
      },
      taken: {
        title: 'Ҳаволани яна кимдир очди',
        explanation: 'Хавфсизлик учун кириш тўхтатилди. Қайтадан бошланг.',
      },
      expired: { title: 'Вақт тугади', explanation: 'Қайтадан бошланг, янги сон чиқади.' },
      refused: { title: 'Кириб бўлмади' },
    },
  },

  confirm: {
    title: 'Бу сизнинг рақамингизми?',
  },

  login: {
    close: 'Ёпиш',
  },

  sms: {
    title: 'Рақамингизга код олинг',
    codeTitle: 'Кодни киритинг',
  },

  account: {
    titleRestored: 'Сиз ҳисобингизга киргансиз',
  },

  accountPage: {
    title: 'Ҳисобим',
  },

  notices: {
    sessionEnded: 'Сеанс муддати тугади ёки у бошқа қурилмадан якунланди. Қайтадан киринг.',
    cookiesRefused:
      'Ҳисобдан чиқдингиз: браузер сайт cookie файлларини сақламади ёки сеанс якунланган. Cookie файлларига рухсат беринг ва қайтадан киринг.',
    accountDeleted: 'Ҳисобингиз ўчирилди.',
  },

  session: {
    checking: 'Юкланмоқда…',
    failedTitle: 'Ҳисобингизни юклаб бўлмади',
    retry: 'Қайта уриниш',
  },

  notFound: {
    title: 'Саҳифа топилмади',
    explanation: 'Ҳавола эскирган ёки нотўғри ёзилган бўлиши мумкин.',
    toStart: 'Бош саҳифага ўтиш',
  },

  failures: {
    unreachable: 'Серверга уланиб бўлмади. Интернет алоқасини текшириб, қайта уриниб кўринг.',
    offline: 'Интернет йўқ. Уланиш тиклангач, қайта уриниб кўринг.',
    retryAfter: (wait, time) => `${wait}дан сўнг${time ? ` (соат ${time} да)` : ''} яна уриниш мумкин.`,
  },

  time: {
    seconds: (count) => `${count} сония`,
    minutes: (count) => `${count} дақиқа`,
    hours: (count) => `${count} соат`,
  },
};
