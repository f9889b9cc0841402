import type { AdminMessages } from './admin.types.ts';

export const uz: AdminMessages = {
  title: 'Boshqaruv',

  notAdmin: {
    title: 'Bu sahifani faqat administratorlar ocha oladi',
    explanation: 'Siz kirgan hisob administrator emas.',
  },

  proof: {
    title: 'Bu siz ekaningizni tasdiqlang',
    explanation:
      'Oxirgi marta kirganingizga 15 daqiqadan oshdi. Yana bir marta kiring, sahifa shu joyidan davom etadi.',
  },

  statistics: {
    title: 'Statistika',
  },

  people: {
    title: 'Odamlar',
  },

  audit: {
    title: 'Voqealar jurnali',
  },

  services: {
    title: 'Xizmatlar',
  },
};
