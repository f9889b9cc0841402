import { uz as change } from './change/uz.ts';
import type { Messages } from './messages.types.ts';
import { uz as prove } from './prove/uz.ts';
import { uz as signIn } from './sign-in/uz.ts';
import { formatWait } from './time/format-time.ts';

export const uz: Messages = {
  signIn,
  prove,
  change,
  welcome: (site) => `Assalomu alaykum! ${site} saytiga kirish uchun kod beraman.`,
  askForPhone: 'Pastdagi tugma orqali telefon raqamingizni yuboring yoki yozib yuboring (masalan, 90 000 00 00).',
  shareButton: 'Raqamimni yuborish',
  help: 'Saytda boshlang va o‘sha yerdan Telegram’ni oching: men uchta son ko‘rsataman, siz o‘z ekraningizda turganini tanlaysiz. Birinchi marta telefon raqamingizni ham so‘rayman.\n\nYoki telefon raqamingizni yuborasiz, men 6 xonali kod beraman, kodni saytga kiritasiz. Shu bilan ro‘yxatdan o‘tasiz yoki hisobingizga kirasiz.\n\n/start — kod olish\n/language — tilni o‘zgartirish',
  support: 'Yordam xizmati',
  terms: 'Foydalanish shartlari',
  nothingToCancel: 'Bekor qiladigan narsa yo‘q. Kod olish uchun pastdagi tugma orqali raqamingizni yuboring.',
  chooseLanguage: 'Tilni tanlang:',
  languageChosen: 'Tayyor, endi o‘zbekcha.',
  code: (site, code, minutes) =>
    `${site} ga kirish kodi: <code>${code}</code>\n\nKod ${minutes} daqiqa amal qiladi va faqat bir marta ishlatiladi. Uni <b>hech kimga aytmang</b>: xodimlarimiz ham hech qachon so‘ramaydi.`,
  numberStays: 'Bu raqam boshqa hisobda tasdiqlangan va o‘sha hisobda qoladi. Kod bilan o‘z hisobingizga kirasiz.',
  copyButton: (code) => `Nusxa olish: ${code}`,
  openSiteButton: 'Saytda davom etish',
  notOwnContact: 'Bu raqam siznikimi, aniqlab bo‘lmadi. Pastdagi tugmani bosib, o‘z raqamingizni yuboring.',
  contactRequired: 'Bu raqam boshqa hisobga biriktirilgan. Agar u sizniki bo‘lsa, pastdagi tugmani bosib tasdiqlang.',
  code_cooldown: 'Bu raqam uchun kod hozirgina yuborildi. Kod sizda bo‘lsa, shuni kiriting.',
  code_limit: 'Juda ko‘p kod so‘raldi.',
  noCode: 'Hozir kod bera olmayapman.',
  wait: (seconds) =>
    `Yangi kodni ${formatWait(seconds, { second: (n) => `${n} soniya`, minute: (n) => `${n} daqiqa` })}dan keyin so‘rash mumkin.`,
  tryLater: 'Birozdan so‘ng qayta urinib ko‘ring.',
  description: (site) =>
    `Bot orqali ${site} saytiga kirasiz.\n\nSaytdan kelgan bo‘lsangiz, «Start» («Boshlash») tugmasini bosing va o‘z ekraningizda turgan sonni tanlang. Yoki telefon raqamingizni yuboring: javoban 6 xonali kod keladi, uni saytga kiritasiz. Parol kerak emas.`,
  shortDescription: (site) => `${site} saytiga Telegram orqali kirish`,
  commands: { start: 'Kod olish', help: 'Yordam', language: 'Til: o‘zbekcha' },
};
