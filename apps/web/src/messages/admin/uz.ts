import type { AdminMessages } from './admin.types.ts';
import { uz as audit } from './audit/uz.ts';

export const uz: AdminMessages = {
  title: 'Boshqaruv',

  notAdmin: {
    title: 'Bu sahifani faqat administratorlar ocha oladi',
    explanation: 'Siz kirgan hisob administrator emas.',
  },

  proof: {
    title: 'Bu siz ekaningizni tasdiqlang',
    explanation:
      'Oxirgi marta kirganingizga 15 daqiqadan oshdi. Yana bir marta kiring, sahifa shu joyidan davom etadi.',
  },

  statistics: {
    title: 'Statistika',
  },

  people: {
    title: 'Odamlar',
    noName: 'Ismsiz',
    badges: {
      admin: 'Administrator',
      disabled: 'O‘chirib qo‘yilgan',
      testNumber: 'Sinov raqami',
    },
    search: {
      label: 'Odamni topish',
      hint: 'Ism, telefon raqami yoki uning oxirgi 4 raqami, yoki Telegram ID',
      newest: 'Yangi hisoblar',
      results: 'Topilganlar',
      none: 'Hech kim topilmadi.',
      showNumber: (phone) => `${phone} haqida ma’lum narsalarni ko‘rsatish`,
      more: 'Yana ko‘rsatish',
      found: (count, isMore) => (isMore ? `Dastlabki ${count} kishi` : `${count} kishi`),
    },
    person: {
      title: 'Odam',
      toPeople: 'Barcha odamlar',
      nobody: 'Bu raqam bilan hech kim ro‘yxatdan o‘tmagan.',
      missing: 'Bunday odam yo‘q',
      missingExplanation: 'Hisob o‘chirilgan bo‘lishi mumkin.',
      telegramId: 'Telegram ID',
      country: 'Mamlakat',
      joined: 'Ro‘yxatdan o‘tgan',
      lastSignIn: 'Oxirgi kirish',
      neverSignedIn: 'Noma’lum',
      id: 'Foydalanuvchi ID',
      disabledAt: 'O‘chirib qo‘yilgan vaqt',
      none: 'Yo‘q',
    },
    limits: {
      title: 'Cheklovlar',
      none: 'Hozir cheklov yo‘q: kod olish va kirish mumkin.',
      kinds: {
        telegram_codes: 'Botdan olingan kodlar',
        typed_numbers: 'Botda raqam yozib so‘ralgan kodlar',
        sms: 'SMS',
        sms_known_devices: 'Tanish qurilmalardan so‘ralgan SMS',
        wrong_codes: 'Noto‘g‘ri kodlar',
        wrong_codes_known_devices: 'Tanish qurilmalardagi noto‘g‘ri kodlar',
        codes_of_telegram_account: 'Shu Telegram hisobi so‘ragan kodlar',
        refused_cards: 'Telegram’da rad etilgan kirishlar',
        clearings: 'Egasi bekor qilgan bloklar',
      },
      used: (used, max, span) => `${span} ichida ${max} tadan ${used} tasi`,
      freeAt: (moment) => `Keyingisi mumkin: ${moment}`,
      free: 'Hozir mumkin',
      unlock: 'Cheklovlarni olib tashlash',
      unlocking: 'Olib tashlanmoqda…',
      unlocked: 'Cheklovlar olib tashlandi. Yana kod olish va kirish mumkin.',
    },
    sessions: {
      title: 'Seanslar',
      none: 'Hech bir qurilmada hisobga kirilmagan.',
      endAll: 'Barcha seanslarni yakunlash',
      endAllTitle: 'Barcha seanslar yakunlansinmi?',
      endAllExplanation: 'Bu odam barcha qurilmalarda hisobdan chiqariladi. U yana kira oladi.',
      ending: 'Yakunlanmoqda…',
      allEnded: 'Barcha seanslar yakunlandi.',
    },
    deliveries: {
      title: 'Kodli xabarlar',
      none: 'Yaqinda kod yuborilmagan.',
      statuses: {
        unknown: 'Yuborilgani noma’lum',
        waiting: 'Yo‘lda',
        delivered: 'Yetkazildi',
        undelivered: 'Yetkazilmadi',
        expired: 'O‘z vaqtida yetkazilmadi',
        rejected: 'Aloqa operatori rad etdi',
        other: 'Boshqa holat',
      },
    },
    acts: {
      title: 'Hisob',
      ownAccount:
        'Bu sizning hisobingiz. Uni o‘chirib qo‘yish, butunlay o‘chirish yoki rolini o‘zgartirishni faqat boshqa administrator qila oladi.',
      disable: 'O‘chirib qo‘yish',
      disableTitle: 'Bu hisob o‘chirib qo‘yilsinmi?',
      disableExplanation:
        'Barcha seanslar, kodlar va boshlangan kirishlar darhol tugaydi. Hisob qayta yoqilmaguncha bu odam kira olmaydi.',
      disabling: 'O‘chirib qo‘yilmoqda…',
      disabled: 'Hisob o‘chirib qo‘yildi.',
      enable: 'Qayta yoqish',
      enabling: 'Yoqilmoqda…',
      enabled: 'Hisob qayta yoqildi.',
      makeAdmin: 'Administrator qilish',
      makeAdminTitle: 'Bu odam administrator bo‘lsinmi?',
      makeAdminExplanation:
        'U bu yerda barcha odamlar va voqealarni ko‘radi, hisoblarni o‘chirib qo‘ya oladi va butunlay o‘chira oladi.',
      makingAdmin: 'Saqlanmoqda…',
      madeAdmin: 'Bu odam endi administrator.',
      adminNeedsNumber: 'Faqat raqami tasdiqlangan odam administrator bo‘la oladi.',
      removeAdmin: 'Administrator huquqini olish',
      removeAdminTitle: 'Administrator huquqi olinsinmi?',
      removeAdminExplanation: 'Bu odam shu sahifaga darhol kira olmay qoladi.',
      removingAdmin: 'Saqlanmoqda…',
      removedAdmin: 'Bu odam endi administrator emas.',
      export: 'Ma’lumotlarni yuklab olish',
      exporting: 'Tayyorlanmoqda…',
      exported: 'Ma’lumotlar yuklab olindi. Ular shaxsiy: xavfsiz joyda saqlang.',
      delete: 'Butunlay o‘chirish',
      deleteTitle: 'Bu hisob butunlay o‘chirilsinmi?',
      deleteExplanation:
        'Profil, seanslar va voqealardagi shu odamni bildiradigan hamma narsa o‘chiriladi. Buni ortga qaytarib bo‘lmaydi.',
      deleteLabel: (number) => `${number} ning oxirgi to‘rt raqami`,
      deleteMismatch: 'Oxirgi to‘rt raqam mos kelmadi.',
      deleting: 'O‘chirilmoqda…',
      deleted: 'Hisob o‘chirildi',
      deletedExplanation: 'Bu odamni bildiradigan hech narsa qolmadi.',
    },
  },

  audit,

  services: {
    title: 'Xizmatlar',
  },
};
