import { ADVICE } from '../sign-in/uz.ts';
import type { ChangeTexts } from './change.types.ts';

export const uz: ChangeTexts = {
  title: (site) => `<b>${site}</b> saytidagi hisobingiz raqamini o‘zgartirasizmi?`,
  account: (number) => `Yangi raqam: ${number}`,
  startedAgo: (ago) => `So‘rov ${ago} yuborilgan.`,
  askForContact: (site) =>
    `<b>${site}</b> saytidagi hisobingiz raqamini o‘zgartirmoqchi bo‘lsangiz, shu Telegram akkauntining raqamini pastdagi tugma orqali yuboring.\n\nHavolani sizga birov yuborgan bo‘lsa, raqamingizni yubormang.`,
  approved: (site) => `Tayyor: <b>${site}</b> saytidagi hisobingizga shu raqam biriktiriladi. Sahifaga qayting.`,
  declined: (site) => `Rad etildi: <b>${site}</b> saytidagi hisobingiz raqami o‘zgarmadi.\n\n${ADVICE}`,
  wrongNumber: (site) =>
    `Ekranda boshqa son turgan edi, shuning uchun <b>${site}</b> saytidagi hisobingiz raqami o‘zgarmadi. Bu siz bo‘lsangiz, saytda qaytadan boshlang.`,
  taken: (site) =>
    `Havolani boshqa odam ham ochgan, shuning uchun <b>${site}</b> saytidagi hisobingiz raqami o‘zgarmadi. Saytda qaytadan boshlang.`,
  expired: (site) => `<b>${site}</b> saytida raqamni o‘zgartirish vaqti o‘tib ketdi. Saytda qaytadan boshlang.`,
  otherTelegram: 'Bu havola boshqa Telegram akkaunti uchun. Uni saytga kiradigan Telegram akkauntingizda oching.',
  changed: {
    title: (site) => `<b>${site}</b> saytidagi hisobingiz raqami o‘zgartirildi:`,
    advice:
      'Eski raqam bilan endi hisobingizga kirib bo‘lmaydi. Buni siz qilmagan bo‘lsangiz, tugmani bosing: eski raqam qaytariladi va barcha qurilmalardan chiqiladi.',
  },
  added: {
    title: (site) => `<b>${site}</b> saytidagi hisobingizga raqam qo‘shildi:`,
    advice: 'Buni siz qilmagan bo‘lsangiz, tugmani bosing: raqam olib tashlanadi va barcha qurilmalardan chiqiladi.',
  },
  undoButton: 'Bu men emas edim',
  undone: (site, number) =>
    number
      ? `<b>${site}</b> saytidagi hisobingizga eski raqam qaytarildi: ${number}. Barcha qurilmalardan chiqildi: Telegram orqali qaytadan kiring.\n\n${ADVICE}`
      : `Yangi raqam <b>${site}</b> saytidagi hisobingizdan olib tashlandi va barcha qurilmalardan chiqildi. Telegram orqali qaytadan kiring va hisobingizga raqamingizni qo‘shing.\n\n${ADVICE}`,
  undoneLate: (site) =>
    `Bu o‘zgarishni endi shu yerda bekor qilib bo‘lmaydi. Raqamni <b>${site}</b> saytida o‘zgartiring: «Hisobim» → «Telefon raqami».`,
};
