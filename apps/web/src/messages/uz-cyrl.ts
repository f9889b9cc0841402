import { uzCyrl as api } from '@raqam/shared/messages/uz-cyrl';
import type { Messages } from './messages.ts';

export const uzCyrl: Messages = {
  api,
  product: 'Raqam',
  language: 'Тил',

  header: {
    signIn: 'Кириш',
    account: 'Ҳисобим',
  },

  signUp: {
    title: 'Рўйхатдан ўтиш',
    lead: 'Парол керак эмас: телефон рақамингиз ва Telegram ботидан олинган код етарли. Ҳисобингиз бўлса, шу ердан кирасиз.',
    botStep: 'Ботдан код олинг',
    botInstructions: 'Ботни очинг, «Start»ни босинг ва рақамингизни юборинг.',
    openBot: 'Telegram ботини очиш',
    opensNewWindow: '(янги ойнада)',
    findBot: 'Telegram’да сайтимизнинг ботини очинг, «Start»ни босинг ва рақамингизни юборинг.',
    formStep: 'Рақам ва кодни киритинг',
    phone: 'Телефон рақами',
    phoneHint: 'Ботга юборган рақамингиз. Масалан: 90\u00a0123\u00a045\u00a067',
    code: 'Ботдан олинган код',
    codeHint: '6 та рақам',
    codeEmpty: 'Ботдан олинган кодни киритинг.',
    codeShape: 'Код 6 та рақамдан иборат бўлади.',
    submit: 'Давом этиш',
    submitting: 'Текширилмоқда…',
    keepCodeSecret: 'Кодни ҳеч кимга айтманг, бизнинг ходимларимизга ҳам.',
  },

  confirm: {
    title: 'Бу сизнинг рақамингизми?',
    explanation: 'Рақам ва код ботдаги ҳаволадан олинди. Рақам сизники бўлмаса, давом этманг.',
    code: 'Код',
    yes: 'Ҳа, кириш',
    no: 'Йўқ, ўзгартириш',
  },

  login: {
    title: 'Ҳисобга кириш',
    close: 'Ёпиш',
    ways: 'Кириш усули',
    telegram: 'Telegram',
    sms: 'SMS',
    scan: 'Ботни телефонда очиш учун камерани шу кодга тутинг.',
    qrCode: 'QR код: Telegram ботига ҳавола',
  },

  sms: {
    lead: 'Рақамингизга 6 рақамли код юборамиз. Ҳисобингиз бўлмаса, у очилади.',
    phoneHint: 'Масалан: 90\u00a0123\u00a045\u00a067',
    send: 'SMS код олиш',
    sending: 'Юборилмоқда…',
    enterCodeFor: (phone) => `${phone} рақамига юборилган кодни киритинг.`,
    code: 'SMS’даги код',
    codeEmpty: 'SMS’даги кодни киритинг.',
    codeExpired: 'Коднинг муддати тугаган. Янги код сўранг.',
    submit: 'Тасдиқлаш',
    resend: 'Кодни қайта юбориш',
    resendIn: (wait) => `Янги кодни ${wait}дан сўнг сўраш мумкин.`,
    changePhone: 'Рақамни ўзгартириш',
    useTelegram: 'Кодни Telegram’дан олиш',
  },

  account: {
    titleNew: 'Хуш келибсиз!',
    titleExisting: 'Яна хуш келибсиз!',
    titleRestored: 'Сиз тизимга киргансиз',
    leadNew: 'Ҳисобингиз яратилди.',
    leadNumberStays: 'Сиз киритган рақам бу ҳисобга бириктирилмади: ҳисобнинг ўз рақами қолади.',
    name: 'Исм',
    phone: 'Телефон рақами',
    noPhone: 'Рақам бириктирилмаган',
    verified: 'Тасдиқланган',
    unverified: 'Ҳали тасдиқланмаган',
    signOut: 'Чиқиш',
    signingOut: 'Чиқилмоқда…',
    open: 'Профил ва қурилмалар',
  },

  accountPage: {
    title: 'Ҳисобим',
    signedOut: 'Ҳисобингизни кўриш учун аввал киринг.',
    cancel: 'Бекор қилиш',
  },

  profile: {
    title: 'Профил',
    firstName: 'Исм',
    lastName: 'Фамилия',
    address: 'Манзил',
    passport: 'Паспорт серияси ва рақами',
    passportHint: 'Масалан: AA1234567. Шифрланган ҳолда сақланади.',
    passportShape: 'Иккита лотин ҳарфи ва 7 та рақам керак: AA1234567.',
    save: 'Сақлаш',
    saving: 'Сақланмоқда…',
    saved: 'Сақланди.',
  },

  devices: {
    title: 'Қурилмалар',
    thisOne: 'Шу қурилма',
    unknown: 'Номаълум қурилма',
    lastUsed: 'Охирги фаоллик',
    end: 'Чиқариш',
    endNamed: (device) => `Чиқариш: ${device}`,
    ending: 'Чиқарилмоқда…',
    ended: (device) => `Ҳисобдан чиқарилди: ${device}.`,
    endOthers: 'Бошқа қурилмаларни чиқариш',
    othersTitle: 'Бошқа қурилмалар чиқарилсинми?',
    othersExplanation: 'Фақат шу қурилмада қоласиз. Бошқаларида қайта кириш учун янги код керак бўлади.',
    othersConfirm: 'Ҳа, чиқариш',
    othersEnded: 'Бошқа қурилмалар ҳисобдан чиқарилди.',
  },

  deletion: {
    sectionTitle: 'Чиқиш ва ўчириш',
    open: 'Ҳисобни ўчириш',
    question: 'Ҳисоб ўчирилсинми?',
    explanation:
      'Ҳисобингиз, профилингиз (исм, манзил, паспорт) ва барча қурилмалардаги сеанслар бутунлай ўчирилади. Буни қайтариб бўлмайди. Шу рақам билан кейин янги ҳисоб очиш мумкин.',
    confirm: 'Ҳа, ўчириш',
    deleting: 'Ўчирилмоқда…',
  },

  notices: {
    sessionEnded: 'Сеансингиз тугаган ёки бошқа қурилмадан якунланган. Қайтадан киринг.',
    accountDeleted: 'Ҳисобингиз ўчирилди.',
  },

  otherAccount: {
    title: 'Сиз бошқа рақам билан киргансиз',
    signedInAs: 'Ҳозирги ҳисоб',
    linkIsFor: 'Ҳаволадаги рақам',
    stay: 'Шу ҳисобда қолиш',
    switch: 'Чиқиб, ҳаволадаги рақам билан кириш',
  },

  session: {
    checking: 'Юкланмоқда…',
    failedTitle: 'Ҳисобингизни текшириб бўлмади',
    retry: 'Қайта уриниш',
  },

  notFound: {
    title: 'Саҳифа топилмади',
    explanation: 'Бу манзилда ҳеч нарса йўқ.',
    toStart: 'Бош саҳифага ўтиш',
  },

  failures: {
    unreachable: 'Серверга уланиб бўлмади. Интернет алоқасини текшириб, қайта уриниб кўринг.',
    retryAfter: (wait, time) => `${wait}дан сўнг${time ? ` (соат ${time} да)` : ''} қайта уриниб кўринг.`,
    units: { seconds: 'сония', minutes: 'дақиқа', hours: 'соат' },
  },

  time: {
    seconds: (count) => `${count} сония`,
    minutes: (count) => `${count} дақиқа`,
    hours: (count) => `${count} соат`,
    ago: null,
  },
};
