import { uz as api } from '@raqam/shared/messages/uz';
import type { Messages } from './messages.ts';

export const uz: Messages = {
  api,
  product: 'Raqam',
  language: 'Til',

  signUp: {
    title: 'Ro‘yxatdan o‘tish',
    lead: 'Parol kerak emas: telefon raqamingiz va Telegram botidan olingan kod yetarli. Hisobingiz bo‘lsa, shu yerdan kirasiz.',
    botStep: 'Botdan kod oling',
    botInstructions: 'Botni oching, «Start»ni bosing va raqamingizni yuboring.',
    openBot: 'Telegram botini ochish',
    opensNewWindow: '(yangi oynada)',
    findBot: 'Telegram’da saytimizning botini oching, «Start»ni bosing va raqamingizni yuboring.',
    formStep: 'Raqam va kodni kiriting',
    phone: 'Telefon raqami',
    phoneHint: 'Botga yuborgan raqamingiz. Masalan: 90\u00a0123\u00a045\u00a067',
    code: 'Botdan olingan kod',
    codeHint: '6 ta raqam',
    codeEmpty: 'Botdan olingan kodni kiriting.',
    codeShape: 'Kod 6 ta raqamdan iborat bo‘ladi.',
    submit: 'Davom etish',
    submitting: 'Tekshirilmoqda…',
    keepCodeSecret: 'Kodni hech kimga aytmang, bizning xodimlarimizga ham.',
  },

  confirm: {
    title: 'Bu sizning raqamingizmi?',
    explanation: 'Raqam va kod botdagi havoladan olindi. Raqam sizniki bo‘lmasa, davom etmang.',
    code: 'Kod',
    yes: 'Ha, kirish',
    no: 'Yo‘q, o‘zgartirish',
  },

  account: {
    titleNew: 'Xush kelibsiz!',
    titleExisting: 'Yana xush kelibsiz!',
    titleRestored: 'Siz tizimga kirgansiz',
    leadNew: 'Hisobingiz yaratildi.',
    name: 'Ism',
    phone: 'Telefon raqami',
    noPhone: 'Raqam biriktirilmagan',
    verified: 'Tasdiqlangan',
    unverified: 'Hali tasdiqlanmagan',
    signOut: 'Chiqish',
    signingOut: 'Chiqilmoqda…',
  },

  otherAccount: {
    title: 'Siz boshqa raqam bilan kirgansiz',
    signedInAs: 'Hozirgi hisob',
    linkIsFor: 'Havoladagi raqam',
    stay: 'Shu hisobda qolish',
    switch: 'Chiqib, havoladagi raqam bilan kirish',
  },

  session: {
    checking: 'Yuklanmoqda…',
    failedTitle: 'Hisobingizni tekshirib bo‘lmadi',
    retry: 'Qayta urinish',
  },

  notFound: {
    title: 'Sahifa topilmadi',
    explanation: 'Bu manzilda hech narsa yo‘q.',
    toStart: 'Bosh sahifaga o‘tish',
  },

  failures: {
    unreachable: 'Serverga ulanib bo‘lmadi. Internet aloqasini tekshirib, qayta urinib ko‘ring.',
    retryAfter: (wait, time) => `${wait}dan so‘ng${time ? ` (soat ${time} da)` : ''} qayta urinib ko‘ring.`,
    units: { seconds: 'soniya', minutes: 'daqiqa', hours: 'soat' },
  },
};
