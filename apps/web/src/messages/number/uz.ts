import type { NumberMessages } from './number.types.ts';

export const uz: NumberMessages = {
  change: 'Telefon raqamini o‘zgartirish',
  confirm: 'Telefon raqamini tasdiqlash',
  add: 'Telefon raqami qo‘shish',
  now: (phone) => `Hozirgi raqamingiz: ${phone}`,
  oldOneEnds: 'Eski raqam bilan hisobingizga kirib bo‘lmaydigan bo‘ladi. Qurilmalaringizda hisobingiz ochiq qoladi.',
  inTelegram: 'Telegram’ingiz yangi raqamga o‘tgan bo‘lsa, uni shu yerda tasdiqlang:',
  byCode: 'Raqamga kod olish',
  lead: 'Raqamni kiriting. Unga 6 xonali kod yuboramiz.',
  changing: 'O‘zgartirilmoqda…',
  endings: {
    declined: {
      title: 'Telegram’da «Bu men emasman» bosildi',
      explanation: 'Raqam o‘zgarmadi. Adashib bosilgan bo‘lsa, qaytadan boshlang.',
    },
    wrong_number: {
      title: 'Telegram’da boshqa son tanlandi',
      explanation: 'Raqam o‘zgarmadi. Qaytadan boshlang va shu sahifadagi sonni tanlang.',
    },
    taken: { title: 'Havolani yana kimdir ochdi', explanation: 'Raqam o‘zgarmadi. Qaytadan boshlang.' },
    expired: { title: 'Vaqt tugadi', explanation: 'Qaytadan boshlang, yangi son chiqadi.' },
    refused: { title: 'Raqam o‘zgarmadi' },
  },
  proof: {
    title: 'Bu siz ekaningizni tasdiqlang',
    explanation: 'Raqamni o‘zgartirishdan oldin eski raqamingiz yoki Telegram orqali yana bir marta kiring.',
  },
  done: { changed: 'Raqam o‘zgartirildi', confirmed: 'Raqam tasdiqlandi', added: 'Raqam qo‘shildi' },
  doneLead: (phone) => `Endi raqamingiz ${phone}. Bundan keyin shu raqam bilan kiring.`,
  oldOneEnded: (phone) => `${phone} bilan endi hisobingizga kirib bo‘lmaydi.`,
  toAccount: 'Hisobimga qaytish',
};
