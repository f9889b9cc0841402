import type { AdminMessages } from './admin.types.ts';
import { uzCyrl as audit } from './audit/uz-cyrl.ts';

export const uzCyrl: AdminMessages = {
  title: 'Бошқарув',

  notAdmin: {
    title: 'Бу саҳифани фақат администраторлар оча олади',
    explanation: 'Сиз кирган ҳисоб администратор эмас.',
  },

  proof: {
    title: 'Бу сиз эканингизни тасдиқланг',
    explanation: 'Охирги марта кирганингизга 15 дақиқадан ошди. Яна бир марта киринг, саҳифа шу жойидан давом этади.',
  },

  statistics: {
    title: 'Статистика',
  },

  people: {
    title: 'Одамлар',
    noName: 'Исмсиз',
    badges: {
      admin: 'Администратор',
      disabled: 'Ўчириб қўйилган',
      testNumber: 'Синов рақами',
    },
    search: {
      label: 'Одамни топиш',
      hint: 'Исм, телефон рақами ёки унинг охирги 4 рақами, ёки Telegram ID',
      newest: 'Янги ҳисоблар',
      results: 'Топилганлар',
      none: 'Ҳеч ким топилмади.',
      showNumber: (phone) => `${phone} ҳақида маълум нарсаларни кўрсатиш`,
      more: 'Яна кўрсатиш',
      found: (count, isMore) => (isMore ? `Дастлабки ${count} киши` : `${count} киши`),
    },
    person: {
      title: 'Одам',
      toPeople: 'Барча одамлар',
      nobody: 'Бу рақам билан ҳеч ким рўйхатдан ўтмаган.',
      missing: 'Бундай одам йўқ',
      missingExplanation: 'Ҳисоб ўчирилган бўлиши мумкин.',
      telegramId: 'Telegram ID',
      country: 'Мамлакат',
      joined: 'Рўйхатдан ўтган',
      lastSignIn: 'Охирги кириш',
      neverSignedIn: 'Номаълум',
      id: 'Фойдаланувчи ID',
      disabledAt: 'Ўчириб қўйилган вақт',
      none: 'Йўқ',
    },
    limits: {
      title: 'Чекловлар',
      none: 'Ҳозир чеклов йўқ: код олиш ва кириш мумкин.',
      kinds: {
        telegram_codes: 'Ботдан олинган кодлар',
        typed_numbers: 'Ботда рақам ёзиб сўралган кодлар',
        sms: 'SMS',
        sms_known_devices: 'Таниш қурилмалардан сўралган SMS',
        wrong_codes: 'Нотўғри кодлар',
        wrong_codes_known_devices: 'Таниш қурилмалардаги нотўғри кодлар',
        codes_of_telegram_account: 'Шу Telegram ҳисоби сўраган кодлар',
        refused_cards: 'Telegram’да рад этилган киришлар',
        clearings: 'Эгаси бекор қилган блоклар',
      },
      used: (used, max, span) => `${span} ичида ${max} тадан ${used} таси`,
      freeAt: (moment) => `Кейингиси мумкин: ${moment}`,
      free: 'Ҳозир мумкин',
      unlock: 'Чекловларни олиб ташлаш',
      unlocking: 'Олиб ташланмоқда…',
      unlocked: 'Чекловлар олиб ташланди. Яна код олиш ва кириш мумкин.',
    },
    sessions: {
      title: 'Сеанслар',
      none: 'Ҳеч бир қурилмада ҳисобга кирилмаган.',
      endAll: 'Барча сеансларни якунлаш',
      endAllTitle: 'Барча сеанслар якунлансинми?',
      endAllExplanation: 'Бу одам барча қурилмаларда ҳисобдан чиқарилади. У яна кира олади.',
      ending: 'Якунланмоқда…',
      allEnded: 'Барча сеанслар якунланди.',
    },
    deliveries: {
      title: 'Кодли хабарлар',
      none: 'Яқинда код юборилмаган.',
      statuses: {
        unknown: 'Юборилгани номаълум',
        waiting: 'Йўлда',
        delivered: 'Етказилди',
        undelivered: 'Етказилмади',
        expired: 'Ўз вақтида етказилмади',
        rejected: 'Алоқа оператори рад этди',
        other: 'Бошқа ҳолат',
      },
    },
    acts: {
      title: 'Ҳисоб',
      ownAccount:
        'Бу сизнинг ҳисобингиз. Уни ўчириб қўйиш, бутунлай ўчириш ёки ролини ўзгартиришни фақат бошқа администратор қила олади.',
      disable: 'Ўчириб қўйиш',
      disableTitle: 'Бу ҳисоб ўчириб қўйилсинми?',
      disableExplanation:
        'Барча сеанслар, кодлар ва бошланган киришлар дарҳол тугайди. Ҳисоб қайта ёқилмагунча бу одам кира олмайди.',
      disabling: 'Ўчириб қўйилмоқда…',
      disabled: 'Ҳисоб ўчириб қўйилди.',
      enable: 'Қайта ёқиш',
      enabling: 'Ёқилмоқда…',
      enabled: 'Ҳисоб қайта ёқилди.',
      makeAdmin: 'Администратор қилиш',
      makeAdminTitle: 'Бу одам администратор бўлсинми?',
      makeAdminExplanation:
        'У бу ерда барча одамлар ва воқеаларни кўради, ҳисобларни ўчириб қўя олади ва бутунлай ўчира олади.',
      makingAdmin: 'Сақланмоқда…',
      madeAdmin: 'Бу одам энди администратор.',
      adminNeedsNumber: 'Фақат рақами тасдиқланган одам администратор бўла олади.',
      removeAdmin: 'Администратор ҳуқуқини олиш',
      removeAdminTitle: 'Администратор ҳуқуқи олинсинми?',
      removeAdminExplanation: 'Бу одам шу саҳифага дарҳол кира олмай қолади.',
      removingAdmin: 'Сақланмоқда…',
      removedAdmin: 'Бу одам энди администратор эмас.',
      export: 'Маълумотларни юклаб олиш',
      exporting: 'Тайёрланмоқда…',
      exported: 'Маълумотлар юклаб олинди. Улар шахсий: хавфсиз жойда сақланг.',
      delete: 'Бутунлай ўчириш',
      deleteTitle: 'Бу ҳисоб бутунлай ўчирилсинми?',
      deleteExplanation:
        'Профил, сеанслар ва воқеалардаги шу одамни билдирадиган ҳамма нарса ўчирилади. Буни ортга қайтариб бўлмайди.',
      deleteLabel: (number) => `${number} нинг охирги тўрт рақами`,
      deleteMismatch: 'Охирги тўрт рақам мос келмади.',
      deleting: 'Ўчирилмоқда…',
      deleted: 'Ҳисоб ўчирилди',
      deletedExplanation: 'Бу одамни билдирадиган ҳеч нарса қолмади.',
    },
  },

  audit,

  services: {
    title: 'Хизматлар',
  },
};
