import { uz as api } from '@raqam/shared/messages/uz';
import type { Messages } from './messages.ts';

const months = [
  'yanvar',
  'fevral',
  'mart',
  'aprel',
  'may',
  'iyun',
  'iyul',
  'avgust',
  'sentabr',
  'oktabr',
  'noyabr',
  'dekabr',
];

export const uz: Messages = {
  api,
  product: 'Raqam',
  language: 'Til',

  page: {
    description: 'Telefon raqami bilan ro‘yxatdan o‘tish va kirish: kod Telegram botidan yoki SMS orqali, parolsiz.',
    needsJavaScript: 'Sahifa ishlashi uchun brauzerda JavaScript’ni yoqing.',
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
    title: 'Ro‘yxatdan o‘tish',
    lead: 'Parol kerak emas: raqamingiz va botdan olingan kod yetarli. Hisobingiz bo‘lsa, shu yerdan kirasiz.',
    botStep: 'Botdan kod oling',
    botInstructions: 'Botni oching, «Start»ni bosing va raqamingizni yuboring.',
    openBot: 'Telegram botini ochish',
    opensNewWindow: '(yangi oynada)',
    scan: 'Botni telefonda ochish uchun kamerani shu QR-kodga tuting.',
    findBot: 'Telegram’da saytimizning botini oching, «Start»ni bosing va raqamingizni yuboring.',
    formStep: 'Raqam va kodni kiriting',
    phone: 'Telefon raqami',
    phoneHint: 'Botga yuborgan raqamingiz. Boshqa davlat raqamini +\u00a0bilan boshlang.',
    code: 'Botdan olingan kod',
    codeHint: '6 ta raqam. Uni hech kimga, hatto xodimlarimizga ham aytmang.',
    codeEmpty: 'Botdan olingan kodni kiriting.',
    codeShape: 'Kod 6 ta raqamdan iborat bo‘ladi.',
    submit: 'Davom etish',
    submitting: 'Tekshirilmoqda…',
    noTelegram: 'Telegram’ingiz yo‘qmi?',
    bySms: 'SMS orqali kirish',
  },

  confirm: {
    title: 'Bu sizning raqamingizmi?',
    explanation: 'Raqam va kod botdagi havoladan olindi. Raqam sizniki bo‘lmasa, davom etmang.',
    code: 'Kod:',
    yes: 'Ha, kirish',
    no: 'Yo‘q, o‘zgartirish',
  },

  login: {
    title: 'Hisobga kirish',
    close: 'Yopish',
    ways: 'Kirish usuli',
    telegram: 'Telegram',
    sms: 'SMS',
  },

  sms: {
    lead: 'Raqamingizga 6 xonali kod yuboramiz. Hisobingiz bo‘lmasa, yangi hisob ochiladi.',
    phoneHint: 'Masalan: 90\u00a0123\u00a045\u00a067',
    send: 'SMS kod olish',
    sending: 'Yuborilmoqda…',
    enterCode: 'Kodni kiritish',
    enterCodeFor: (phone) => `${phone} raqamiga yuborilgan kodni kiriting.`,
    code: 'SMS’dagi kod',
    codeEmpty: 'SMS’dagi kodni kiriting.',
    codeExpired: 'Kodning muddati tugagan. Yangi kod so‘rang.',
    submit: 'Tasdiqlash',
    resend: 'Kodni qayta yuborish',
    resendIn: (wait) => `Yangi kodni ${wait}dan so‘ng so‘rash mumkin.`,
    changePhone: 'Raqamni o‘zgartirish',
    useTelegram: 'Kodni Telegram’dan olish',
  },

  account: {
    titleNew: 'Xush kelibsiz!',
    titleExisting: 'Yana xush kelibsiz!',
    titleRestored: 'Siz hisobingizga kirgansiz',
    leadNew: 'Hisobingiz ochildi.',
    leadNumberStays: 'Siz kiritgan raqam bu hisobga biriktirilmadi: hisobdagi raqam o‘zgarmadi.',
    name: 'Ism',
    phone: 'Telefon raqami',
    noPhone: 'Raqam biriktirilmagan',
    verified: 'Tasdiqlangan',
    unverified: 'Tasdiqlanmagan',
    unverifiedHow:
      'Bu raqam sizniki ekani hali tasdiqlanmagan. Tasdiqlash uchun hisobdan chiqib, qayta kiring: botga o‘z kontaktingizni yuboring yoki SMS orqali kod oling.',
    joined: (date) => `Hisob ochilgan: ${date}`,
    signOut: 'Chiqish',
    signingOut: 'Chiqilmoqda…',
    open: 'Profil va qurilmalar',
  },

  accountPage: {
    title: 'Hisobim',
    signedOut: 'Hisobingizni ko‘rish uchun avval kiring.',
    cancel: 'Bekor qilish',
  },

  profile: {
    title: 'Profil',
    firstName: 'Ism',
    lastName: 'Familiya',
    address: 'Manzil',
    verifyFirst: 'Manzil va pasport raqamini telefon raqamingiz tasdiqlangach kiritish mumkin.',
    addPassport: 'Pasport raqamini qo‘shish',
    passportUnavailable: 'Bu saytda pasport raqami saqlanmaydi. Qolgan ma’lumotlarni saqlashingiz mumkin.',
    passport: 'Pasport seriyasi va raqami',
    passportHint: 'Masalan: AA1234567. Shifrlangan holda saqlanadi.',
    passportShape: 'Ikkita lotin harfi va 7 ta raqam kerak: AA1234567.',
    save: 'Saqlash',
    saving: 'Saqlanmoqda…',
    saved: 'Saqlandi.',
  },

  devices: {
    title: 'Qurilmalar',
    thisOne: 'Shu qurilma',
    unknown: 'Noma’lum qurilma',
    lastUsed: (moment) => `Oxirgi faollik: ${moment}`,
    signedIn: (date) => `Kirgan: ${date}`,
    end: 'Hisobdan chiqarish',
    endNamed: (device) => `Hisobdan chiqarish: ${device}`,
    ending: 'Chiqarilmoqda…',
    ended: (device) => `Hisobdan chiqarildi: ${device}.`,
    endOthers: 'Boshqa qurilmalardan chiqish',
    othersTitle: 'Boshqa qurilmalar hisobdan chiqarilsinmi?',
    othersExplanation: 'Faqat shu qurilmada qolasiz. Boshqalarida qayta kirish uchun yangi kod kerak bo‘ladi.',
    othersConfirm: 'Ha, chiqarilsin',
    othersEnded: 'Boshqa qurilmalar hisobdan chiqarildi.',
  },

  deletion: {
    sectionTitle: 'Hisobdan chiqish yoki uni o‘chirish',
    open: 'Hisobni o‘chirish',
    question: 'Hisob o‘chirilsinmi?',
    explanation:
      'Hisobingiz va profilingiz (ism, manzil, pasport) butunlay o‘chiriladi, barcha qurilmalar hisobdan chiqariladi. Buni ortga qaytarib bo‘lmaydi. Shu raqam bilan keyin yangi hisob ochish mumkin.',
    confirm: 'Ha, o‘chirilsin',
    deleting: 'O‘chirilmoqda…',
  },

  notices: {
    sessionEnded: 'Kirish muddati tugagan yoki boshqa qurilma orqali hisobdan chiqarilgansiz. Qaytadan kiring.',
    accountDeleted: 'Hisobingiz o‘chirildi.',
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
    ago: (count, unit) => {
      if (count === 0) return 'hozir';
      if (unit === 'day' && count === 1) return 'kecha';
      return `${count} ${{ second: 'soniya', minute: 'daqiqa', hour: 'soat', day: 'kun' }[unit]} oldin`;
    },
    date: (day, month, year) => `${year ? `${year}-yil ` : ''}${day}-${months[month]}`,
  },
};
