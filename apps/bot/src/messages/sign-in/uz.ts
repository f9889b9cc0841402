import { formatWait } from '../time/format-time.ts';
import type { SignInTexts } from './sign-in.types.ts';

/** After something that the person did not start. */
export const ADVICE = 'Birov yuborgan havolani ochmang va birov aytgan sonni tanlamang.';

export const uz: SignInTexts = {
  title: (site) => `<b>${site}</b> saytiga kirmoqchimisiz?`,
  account: (number) => `Hisob: ${number}`,
  startedAgo: (ago) => `Kirish ${ago} boshlangan.`,
  instruction:
    'O‘z ekraningizda ko‘rinib turgan sonni tanlang. Havolani sizga birov yuborgan bo‘lsa, «Bu men emasman» tugmasini bosing.',
  declineButton: 'Bu men emasman',
  askForContact: (site) =>
    `<b>${site}</b> saytiga kirish uchun pastdagi tugma orqali telefon raqamingizni yuboring.\n\nHavolani sizga birov yuborgan bo‘lsa, raqamingizni yubormang.`,
  contactShared: (site) => `Tayyor. <b>${site}</b> oynasida davom eting.`,
  linkOld: 'Bu havola eskirgan. Saytda qaytadan boshlang.',
  linkTaken: 'Bu havolani boshqa odam ham ochgan, shuning uchun u bekor qilindi. Saytda qaytadan boshlang.',
  limit: (seconds) =>
    `Kirish juda ko‘p marta rad etildi yoki noto‘g‘ri son tanlandi. ${formatWait(seconds, { second: (n) => `${n} soniya`, minute: (n) => `${n} daqiqa` })}dan keyin qayta urinib ko‘ring.`,
  openAgain: 'Sayt hozir javob bermayapti. Birozdan so‘ng shu havolani yana oching: u hali ishlaydi.',
  pressAgain: 'Sayt hozir javob bermayapti. Birozdan so‘ng yana bosing.',
  approved: (site) => `Tayyor. Sahifaga qayting: <b>${site}</b> saytiga kirdingiz.`,
  declined: (site) => `Rad etildi: <b>${site}</b> saytiga hech kim kirmadi.\n\n${ADVICE}`,
  wrongNumber: (site) =>
    `Boshqa son tanlandi, shuning uchun <b>${site}</b> saytiga hech kim kirmadi. Bu siz bo‘lsangiz, saytda qaytadan boshlang.`,
  taken: (site) =>
    `Havolani boshqa odam ham ochgan, shuning uchun <b>${site}</b> saytiga hech kim kirmadi. Saytda qaytadan boshlang.`,
  expired: (site) => `<b>${site}</b> saytiga kirish vaqti o‘tib ketdi. Saytda qaytadan boshlang.`,
  disownButton: 'Bu men emas edim',
  disowned: (site) => `<b>${site}</b> saytidagi bu seans yakunlandi.\n\nRaqamingizni hech kimga bermaymiz. ${ADVICE}`,
  disownedLate: (site) =>
    `Bu seansni endi shu yerda yakunlab bo‘lmaydi. Uni <b>${site}</b> saytida yakunlang: «Hisobim» → «Qurilmalar».`,
  newDevice: {
    title: (site) => `<b>${site}</b> saytiga yangi qurilmadan kirildi:`,
    advice:
      'Bu siz bo‘lsangiz, hech narsa qilish shart emas. Siz bo‘lmasangiz, tugmani bosing: seans darhol yakunlanadi.',
  },
  newPasskey: {
    title: (site) => `<b>${site}</b> saytidagi hisobingizga kirish kaliti qo‘shildi:`,
    advice:
      'Bu siz bo‘lsangiz, hech narsa qilish shart emas. Siz bo‘lmasangiz, tugmani bosing: hisobingizdagi barcha kirish kalitlari o‘chadi, o‘sha qurilmadagi seans yakunlanadi.',
  },
  numberLost: (site, number) =>
    `<b>${site}</b> saytida ${number ? `${number} raqami` : 'raqamingiz'} endi hisobingizga biriktirilmagan: uni boshqa odam tasdiqladi. Raqam hali ham sizniki bo‘lsa, saytda shu raqamga kod olib kiring.`,
  numberMoved: (site, number) =>
    `<b>${site}</b> saytida ${number ? `${number} raqami` : 'raqamingiz'} boshqa odamning hisobiga o‘tdi: u raqamni tasdiqladi, siz esa hisobingizdan uzoq vaqt foydalanmagansiz. Hisobingiz saqlanib qoldi: saytga Telegram orqali kirib, yangi raqamingizni qo‘shing.`,
  claimed: 'Kimdir bu hisobning raqamini tasdiqladi va hisob o‘ziniki ekanini aytmoqda.',
};
