import { formatWait } from './format-wait.ts';
import type { Messages } from './messages.ts';

export const uz: Messages = {
  welcome: 'Assalomu alaykum! Saytga kirish uchun kod beraman.',
  askForPhone: 'Pastdagi tugma orqali telefon raqamingizni yuboring yoki uni yozing: +998 90 123 45 67',
  shareButton: '📱 Raqamimni yuborish',
  help: 'Telefon raqamingizni yuborasiz, men 6 xonali kod beraman, kodni saytga kiritasiz. Shu bilan ro‘yxatdan o‘tasiz yoki hisobingizga kirasiz.\n\n/start – yangi kod\n/language – tilni o‘zgartirish\n/cancel – bekor qilish',
  cancelled: 'Bekor qilindi. Kod kerak bo‘lsa, /start ni bosing.',
  chooseLanguage: 'Tilni tanlang:',
  languageChosen: 'Endi o‘zbekcha gaplashamiz.',
  code: (code, minutes) =>
    `Kodingiz: <code>${code}</code>\n\nU ${minutes} daqiqa amal qiladi va bir marta ishlaydi. Uni <b>hech kimga aytmang</b>: xodimlarimiz ham so‘ramaydi.`,
  numberStays: 'Bu raqam boshqa hisobda tasdiqlangan va o‘sha hisobda qoladi: kod bilan o‘z hisobingizga kirasiz.',
  copyButton: (code) => `📋 ${code} – nusxa olish`,
  openSiteButton: '➡️ Saytda davom etish',
  notOwnContact:
    'Bu o‘zingizning kontaktingiz ekaniga ishonch hosil qila olmadim. Pastdagi tugmani bosib, o‘z raqamingizni yuboring.',
  contactRequired: 'Bu raqam boshqa hisobga biriktirilgan. Agar u sizniki bo‘lsa, pastdagi tugmani bosib tasdiqlang.',
  wait: (seconds) =>
    `${formatWait(seconds, { second: (n) => `${n} soniya`, minute: (n) => `${n} daqiqa` })}dan keyin yangi kod so‘rash mumkin.`,
  tryLater: 'Hozir kod bera olmayapman. Birozdan so‘ng qayta urinib ko‘ring.',
  commands: { start: 'Kod olish', help: 'Yordam', language: 'Til: o‘zbekcha', cancel: 'Bekor qilish' },
};
