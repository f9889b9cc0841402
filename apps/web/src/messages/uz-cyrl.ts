import { uzCyrl as api } from '@raqam/shared/messages/uz-cyrl';
import type { Messages } from './messages.ts';

export const uzCyrl: Messages = {
  api,
  product: 'Raqam',
  language: 'Тил',

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

  account: {
    titleNew: 'Хуш келибсиз!',
    titleExisting: 'Яна хуш келибсиз!',
    titleRestored: 'Сиз тизимга киргансиз',
    leadNew: 'Ҳисобингиз яратилди.',
    name: 'Исм',
    phone: 'Телефон рақами',
    noPhone: 'Рақам бириктирилмаган',
    verified: 'Тасдиқланган',
    unverified: 'Ҳали тасдиқланмаган',
    signOut: 'Чиқиш',
    signingOut: 'Чиқилмоқда…',
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
};
