import type { InteractionMessages } from './interaction.types.ts';

export const uzCyrl: InteractionMessages = {
  signInTo: (client) => `«${client}» хизматига кириш`,
  allows: (client) => `Рухсат берсангиз, «${client}»:`,
  scopes: {
    openid: 'сизни танийди, бошқа ҳеч нарсани билмайди',
    phone: 'телефон рақамингизни билади',
    profile: 'исмингизни билади',
    telegram: 'Telegram ID рақамингизни билади',
    offline_access: 'ҳар сафар қайтадан киришни сўрамайди',
  },
  allow: 'Рухсат бериш',
  ended: {
    title: 'Бу кириш сўрови эскирган',
    explanation:
      'Жуда кўп вақт ўтди, кириш аллақачон якунланган ёки у бошқа браузерда бошланган. Келган жойингизга қайтиб, у ерда яна киринг.',
    backTo: (host) => `${host} сайтига қайтиш`,
  },
  failedTitle: 'Кириш саҳифасини юклаб бўлмади',
};
