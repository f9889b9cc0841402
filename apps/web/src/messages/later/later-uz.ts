import { uz as api } from '@raqam/shared/messages/uz';
import type { LaterMessages } from '../messages.ts';

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

export const uz: LaterMessages = {
  api,

  page: {
    description: 'Telefon raqami bilan ro‘yxatdan o‘tish va kirish: bir martalik kod bilan, parolsiz.',
    needsJavaScript: 'Sahifa ishlashi uchun brauzerda JavaScript’ni yoqing.',
  },

  signUp: {
    back: 'Orqaga',
    botInstructions: '«Start» («Boshlash») tugmasini bosing va raqamingizni yuboring: bot kod yuboradi.',
    openBot: 'Telegram’ni ochish',
    opensNewWindow: '(yangi oynada)',
    findBot:
      'Telegram’da saytimizning botini oching, «Start» («Boshlash») tugmasini bosing va raqamingizni yuboring. Bot kod yuboradi.',
    phone: 'Telefon raqami',
    phoneHint: 'Botga yuborgan raqamingiz. Boshqa davlat raqami bo‘lsa, +\u00a0bilan boshlang.',
    code: 'Botdan olingan kod',
    codeHint: 'Kodni hech kimga, hatto xodimlarimizga ham aytmang.',
    codeEmpty: 'Botdan olingan kodni kiriting.',
    codeShape: 'Kod 6 xonali bo‘lishi kerak.',
    submit: 'Davom etish',
    submitting: 'Tekshirilmoqda…',
    newCode: 'Botdan yangi kod olish',
    bySms: 'Raqamga kod olish',
  },

  press: {
    signedInAs: (account) => `Siz ${account} hisobiga kirdingiz.`,
    notYou: 'Bu siz emasmi?',
  },

  confirm: {
    explanation: 'Bu raqam botdagi havoladan olindi. Sizniki bo‘lmasa, davom etmang.',
    yes: 'Ha, kirish',
    no: 'Yo‘q, boshqa raqam',
  },

  sms: {
    lead: '6 xonali kod yuboramiz. Hisobingiz bo‘lmasa, yangi hisob ochiladi.',
    phoneHint: 'Masalan: 90\u00a0123\u00a045\u00a067',
    send: 'Kod olish',
    sending: 'Yuborilmoqda…',
    enterCode: 'Kodni kiritish',
    sentTo: {
      gateway: {
        sent: (phone) => `${phone} uchun kod Telegram’dagi «Verification Codes» chatiga yuborildi.`,
        unknown: (phone) =>
          `${phone} uchun kod kechikishi mumkin. Telegram’dagi «Verification Codes» chatiga kelsa, kiriting.`,
      },
      sms: {
        sent: (phone) => `${phone} raqamiga SMS orqali kod yuborildi.`,
        unknown: (phone) => `${phone} raqamiga SMS kechikishi mumkin. Kelgan bo‘lsa, kodni kiriting.`,
      },
    },
    sendBy: { gateway: 'Kodni Telegram’ga yuborish', sms: 'Kodni SMS orqali yuborish' },
    smsRequired: 'Kod to‘g‘ri. Lekin hisobingizni himoyalash uchun SMS orqali keladigan yangi kod ham kerak.',
    code: '6 xonali kod',
    codeEmpty: 'Kodni kiriting.',
    codeExpired: 'Kodning muddati tugagan. Yangi kod oling.',
    submit: 'Tasdiqlash',
    resend: 'Yangi kod yuborish',
    resendIn: (wait) => `Yangi kod ${wait} dan so‘ng`,
    byTelegram: 'Kodni botdan olish',
    useTelegram: 'Kodni Telegram botdan olish',
  },

  account: {
    titleNew: 'Xush kelibsiz!',
    titleExisting: 'Yana xush kelibsiz!',
    leadNew: 'Hisobingiz ochildi.',
    leadNumberStays: 'Siz kiritgan raqam bu hisobga biriktirilmadi: hisobdagi raqam o‘zgarmadi.',
    name: 'Ism',
    phone: 'Telefon raqami',
    noPhone: 'Raqam biriktirilmagan',
    verified: 'Tasdiqlangan',
    unverified: 'Tasdiqlanmagan',
    unverifiedHow: 'Bu raqam tasdiqlanmagan: uni boshqa odam tasdiqlasa, raqam o‘sha odamga o‘tadi.',
    changePhone: 'Raqamni o‘zgartirish',
    addPhone: 'Raqam qo‘shish',
    confirmPhone: 'Raqamni tasdiqlash',
    joined: (date) => `Hisob ochilgan: ${date}`,
    signOut: 'Chiqish',
    signOutForgotten: 'Chiqish va bu qurilmada meni unutish',
    signingOut: 'Chiqilmoqda…',
    open: 'Profil va qurilmalar',
  },

  welcome: {
    name: 'Ismingiz nima?',
    skip: 'O‘tkazib yuborish',
    goOn: 'Davom etish',
    goingOn: 'Saytga qaytarilmoqda…',
    unconfirmed: (name) =>
      `Raqamingiz hali tasdiqlanmagan. Kodni ${name ? `«${name}» nomli` : 'nomsiz'} Telegram hisobi so‘ragan. Bu siz bo‘lmasangiz, raqamni tasdiqlang.`,
    confirmBySms: 'Raqamga kod olib tasdiqlash',
    shareContact: 'Raqamni botga yuborish',
  },

  accountPage: {
    signedOut: 'Hisobingizni ko‘rish uchun avval kiring.',
    cancel: 'Bekor qilish',
    administration: 'Boshqaruv',
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

  returning: {
    lead: 'Yana xush kelibsiz! Bu sizmisiz?',
    continueAs: (account) => `${account} sifatida davom etish`,
    passkey: 'Kirish kaliti bilan kirish',
    other: 'Boshqa raqam bilan kirish',
  },

  passkeys: {
    title: 'Kirish kalitlari',
    lead: 'Kirish kaliti bilan barmoq izi, yuz yoki ekran qulfi orqali kirasiz.',
    none: 'Hali kirish kalitingiz yo‘q.',
    add: 'Kirish kaliti qo‘shish',
    adding: 'Qo‘shilmoqda…',
    added: 'Kirish kaliti qo‘shildi.',
    unnamed: 'Kirish kaliti',
    created: (date) => `Qo‘shilgan: ${date}`,
    used: (moment) => `Oxirgi marta: ${moment}`,
    unused: 'Hali ishlatilmagan',
    remove: 'O‘chirish',
    removeNamed: (name) => `O‘chirish: ${name}`,
    removing: 'O‘chirilmoqda…',
    removed: 'Kirish kaliti o‘chirildi.',
    question: 'Bu kirish kaliti o‘chirilsinmi?',
    explanation: 'Endi u bilan kirib bo‘lmaydi. Keyin uni qurilmangizdan ham o‘chiring.',
    failed: 'Bo‘lmadi. Qayta urinib ko‘ring yoki boshqa usul bilan kiring.',
    known: 'Bu qurilmada hisobingiz uchun kirish kaliti allaqachon bor.',
    proof: {
      title: 'Bu siz ekaningizni tasdiqlang',
      explanation: 'Kalit qo‘shishdan oldin yana bir marta kiring, so‘ng tugmani qayta bosing.',
    },
    offer: {
      title: 'Keyingi safar bir tegish bilanmi?',
      lead: 'Barmoq izi, yuz yoki ekran qulfi orqali kiring. Kod kerak emas.',
      accept: 'Kirish kalitini yaratish',
      decline: 'Hozir emas',
    },
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

  otherAccount: {
    title: 'Siz boshqa raqam bilan kirgansiz',
    signedInAs: 'Hozirgi hisob',
    linkIsFor: 'Havoladagi raqam',
    stay: 'Shu hisobda qolish',
    switch: 'Chiqish va boshqa raqam bilan kirish',
  },

  failures: {
    retryIn: (wait) => `${wait} dan so‘ng qayta urinish mumkin`,
  },

  time: {
    ago: (count, unit) => {
      if (count === 0) return 'hozir';
      if (unit === 'day' && count === 1) return 'kecha';
      return `${count} ${{ second: 'soniya', minute: 'daqiqa', hour: 'soat', day: 'kun' }[unit]} oldin`;
    },
    date: (day, month, year) => `${year ? `${year}-yil ` : ''}${day}-${months[month]}`,
  },

  telegramBrowser: {
    explanation:
      'Sahifa Telegram ichida ochilgan. Bu yerda kirsangiz, faqat shu oynada kirgan bo‘lasiz. Boshqa brauzerda kirish uchun havolani nusxalab, o‘sha yerda oching.',
    copy: 'Havolani nusxalash',
    copied: 'Nusxalandi',
  },

  miniApp: {
    signingIn: 'Kirilmoqda…',
    failedTitle: 'Kirib bo‘lmadi',
    ask: {
      title: 'Telefon raqamingizni yuboring',
      lead: 'Hisob ochish uchun raqamingiz bir marta kerak bo‘ladi. Kod yozish shart emas.',
      share: 'Raqamni yuborish',
      waiting: 'Kutilmoqda…',
      cancelled: 'Raqam yuborilmadi. Usiz hisob ochib bo‘lmaydi.',
      late: 'Raqamingiz hali yetib kelmadi. Qaytadan yuboring.',
      onSite: 'Saytda kirish',
    },
    reopen: {
      title: 'Sahifani qaytadan oching',
      lead: 'Kirish uchun bu oynani yoping va bot chatidagi menyu tugmasini yana bosing.',
      close: 'Yopish',
    },
    signedOut: 'Hisobdan chiqdingiz',
    outside: {
      title: 'Bu sahifa Telegram ichida ochiladi',
      lead: 'Uni bot chatidagi menyu tugmasi bilan oching yoki shu yerning o‘zida kiring.',
      signIn: 'Kirish',
    },
  },
};
