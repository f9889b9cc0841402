import type { CardTexts } from '../sign-in/sign-in.types.ts';
import { ADVICE } from '../sign-in/uz.ts';

export const uz: CardTexts = {
  title: (site) => `<b>${site}</b> uchun raqamingizni tasdiqlaysizmi?`,
  account: (number) => `Raqam: ${number}`,
  startedAgo: (ago) => `So‘rov ${ago} yuborilgan.`,
  askForContact: (site) =>
    `Raqamingizni <b>${site}</b> uchun tasdiqlamoqchi bo‘lsangiz, uni pastdagi tugma orqali yuboring.\n\nHavolani sizga birov yuborgan bo‘lsa, raqamingizni yubormang.`,
  approved: (site) => `Tasdiqlandi: <b>${site}</b> telefon raqamingizni oladi. Sahifaga qayting.`,
  declined: (site) => `Rad etildi: <b>${site}</b> telefon raqamingizni olmaydi.\n\n${ADVICE}`,
  wrongNumber: (site) =>
    `Ekranda boshqa son turgan edi, shuning uchun telefon raqamingiz <b>${site}</b> uchun tasdiqlanmadi. Bu siz bo‘lsangiz, saytda qaytadan boshlang.`,
  taken: (site) =>
    `Havolani boshqa odam ham ochgan, shuning uchun telefon raqami <b>${site}</b> uchun tasdiqlanmadi. Saytda qaytadan boshlang.`,
  expired: (site) => `Raqamni <b>${site}</b> uchun tasdiqlash vaqti o‘tib ketdi. Saytda qaytadan boshlang.`,
};
