import type { InteractionMessages } from './interaction.types.ts';

export const uz: InteractionMessages = {
  signInTo: (client) => `«${client}» xizmatiga kirish`,
  allows: (client) => `Ruxsat bersangiz, «${client}»:`,
  scopes: {
    openid: 'sizni taniydi, boshqa hech narsani bilmaydi',
    phone: 'telefon raqamingizni biladi',
    profile: 'ismingizni biladi',
    telegram: 'Telegram ID raqamingizni biladi',
    offline_access: 'har safar qaytadan kirishni so‘ramaydi',
  },
  allow: 'Ruxsat berish',
  ended: {
    title: 'Bu kirish so‘rovi eskirgan',
    explanation:
      'Juda ko‘p vaqt o‘tdi, kirish allaqachon yakunlangan yoki u boshqa brauzerda boshlangan. Kelgan joyingizga qaytib, u yerda yana kiring.',
    backTo: (host) => `${host} saytiga qaytish`,
  },
  failedTitle: 'Kirish sahifasini yuklab bo‘lmadi',
};
