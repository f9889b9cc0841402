import type { FirstMessages } from '../messages.ts';

export const uz: FirstMessages = {
  product: 'Raqam',
  language: 'Til',

  page: {
    offline: 'Internet yo‘q',
    terms: 'Foydalanish shartlari',
    privacy: 'Maxfiylik siyosati',
    support: 'Yordam',
    contactSupport: 'Yordam xizmatiga murojaat qilish',
  },

  header: {
    signIn: 'Kirish',
    account: 'Hisobim',
  },

  signUp: {
    title: 'Kirish yoki ro‘yxatdan o‘tish',
    lead: 'Parol kerak emas, telefon raqamingiz yetarli.',
    withTelegram: 'Telegram orqali davom etish',
    or: 'yoki',
    withSms: 'Raqamga kod olish',
    telegramTitle: 'Botdan kod oling',
  },

  press: {
    choose: 'Telegram’da shu sonni tanlang',
    scan: 'QR kodni telefon bilan oching va Telegram’da shu sonni tanlang',
    open: (number) => `Telegram’da ${number} ni tanlash`,
    openHere: 'Telegram’ni shu kompyuterda ochish',
    pushed: 'Telegram’ingizga xabar yubordik. U yerda shu sonni tanlang',
    opened: 'Telegram ochildi. Endi u yerda shu sonni tanlang',
    approved: 'Telegram’da tasdiqlandi',
    signingIn: 'Kirilmoqda…',
    cutOff: 'Server bilan aloqa yo‘q. Qayta ulanmoqda…',
    offline: 'Internet yo‘q. Ulansa, o‘zi davom etadi.',
    otherWay: 'Bo‘lmadimi? Boshqa usul:',
    byCode: 'Botdan kod olish',
    again: 'Qaytadan boshlash',
    endings: {
      declined: {
        title: 'Telegram’da «Bu men emasman» bosildi',
        explanation: 'Kirish to‘xtatildi. Adashib bosilgan bo‘lsa, qaytadan boshlang.',
      },
      wrong_number: {
        title: 'Telegram’da boshqa son tanlandi',
        explanation: 'Kirish to‘xtatildi. Qaytadan boshlang va shu sahifadagi sonni tanlang.',
      },
      taken: {
        title: 'Havolani yana kimdir ochdi',
        explanation: 'Xavfsizlik uchun kirish to‘xtatildi. Qaytadan boshlang.',
      },
      expired: { title: 'Vaqt tugadi', explanation: 'Qaytadan boshlang, yangi son chiqadi.' },
      refused: { title: 'Kirib bo‘lmadi' },
    },
  },

  confirm: {
    title: 'Bu sizning raqamingizmi?',
  },

  login: {
    close: 'Yopish',
  },

  sms: {
    title: 'Raqamingizga kod oling',
    codeTitle: 'Kodni kiriting',
  },

  account: {
    titleRestored: 'Siz hisobingizga kirgansiz',
  },

  accountPage: {
    title: 'Hisobim',
  },

  notices: {
    sessionEnded: 'Seans muddati tugadi yoki u boshqa qurilmadan yakunlandi. Qaytadan kiring.',
    cookiesRefused:
      'Hisobdan chiqdingiz: brauzer sayt cookie fayllarini saqlamadi yoki seans yakunlangan. Cookie fayllariga ruxsat bering va qaytadan kiring.',
    accountDeleted: 'Hisobingiz o‘chirildi.',
  },

  session: {
    checking: 'Yuklanmoqda…',
    failedTitle: 'Hisobingizni yuklab bo‘lmadi',
    retry: 'Qayta urinish',
  },

  notFound: {
    title: 'Sahifa topilmadi',
    explanation: 'Havola eskirgan yoki noto‘g‘ri yozilgan bo‘lishi mumkin.',
    toStart: 'Bosh sahifaga o‘tish',
  },

  failures: {
    unreachable: 'Serverga ulanib bo‘lmadi. Internet aloqasini tekshirib, qayta urinib ko‘ring.',
    offline: 'Internet yo‘q. Ulanish tiklangach, qayta urinib ko‘ring.',
    retryAfter: (wait, time) => `${wait}dan so‘ng${time ? ` (soat ${time} da)` : ''} yana urinish mumkin.`,
  },

  time: {
    seconds: (count) => `${count} soniya`,
    minutes: (count) => `${count} daqiqa`,
    hours: (count) => `${count} soat`,
  },
};
