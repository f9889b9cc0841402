import type { Bilingual } from '@raqam/service/bilingual';

const fromEskiz: Bilingual = { en: 'From my.eskiz.uz.', uz: 'my.eskiz.uz saytidan olinadi.' };

const fromPlayMobile: Bilingual = {
  en: 'From your manager at PlayMobile (playmobile.uz).',
  uz: 'PlayMobile’dagi menejeringizdan (playmobile.uz).',
};

/** What the variables of SMS are for, and how to get them. */
export const smsTexts = {
  SMS_PROVIDER: {
    purpose: { en: 'the SMS provider', uz: 'SMS yuboradigan xizmat' },
    obtain: {
      en: 'eskiz, playmobile, webhook or none. docs/sms-providers.md tells which one to choose.',
      uz: 'eskiz, playmobile, webhook yoki none. Qaysi birini tanlash docs/sms-providers.md’da yozilgan.',
    },
  },
  SMS_FALLBACK_PROVIDER: {
    purpose: {
      en: 'the SMS provider that takes over when SMS_PROVIDER refuses an SMS or can’t be reached',
      uz: 'SMS_PROVIDER SMS’ni rad etsa yoki unga ulanib bo‘lmasa, o‘rniga yuboradigan xizmat',
    },
    obtain: {
      en: 'eskiz, playmobile, webhook or none; another one than SMS_PROVIDER.',
      uz: 'eskiz, playmobile, webhook yoki none; SMS_PROVIDER’dan boshqasi.',
    },
  },
  ESKIZ_EMAIL: {
    purpose: {
      en: 'the email of the Eskiz account; required where Eskiz is the provider or the fallback',
      uz: 'Eskiz’dagi hisobning email manzili; Eskiz asosiy yoki zaxira xizmat bo‘lganda majburiy',
    },
    obtain: fromEskiz,
  },
  ESKIZ_PASSWORD: {
    purpose: {
      en: 'the API password of the Eskiz account; required where Eskiz is the provider or the fallback',
      uz: 'Eskiz’dagi API paroli; Eskiz asosiy yoki zaxira xizmat bo‘lganda majburiy',
    },
    obtain: fromEskiz,
  },
  ESKIZ_FROM: {
    purpose: { en: 'the sender name of the SMS that Eskiz sends', uz: 'Eskiz yuboradigan SMS’larning yuboruvchi nomi' },
    obtain: { en: 'As agreed with Eskiz.', uz: 'Eskiz bilan kelishilganidek.' },
  },
  ESKIZ_BASE_URL: {
    purpose: { en: 'the URL of Eskiz', uz: 'Eskiz manzili' },
    obtain: {
      en: 'Leave it out for https://notify.eskiz.uz.',
      uz: 'Ko‘rsatilmasa, https://notify.eskiz.uz ishlatiladi.',
    },
  },
  PLAYMOBILE_LOGIN: {
    purpose: {
      en: 'the login at PlayMobile; required where it is the provider or the fallback',
      uz: 'PlayMobile’dagi login; PlayMobile asosiy yoki zaxira xizmat bo‘lganda majburiy',
    },
    obtain: fromPlayMobile,
  },
  PLAYMOBILE_PASSWORD: {
    purpose: {
      en: 'the password at PlayMobile; required where it is the provider or the fallback',
      uz: 'PlayMobile’dagi parol; PlayMobile asosiy yoki zaxira xizmat bo‘lganda majburiy',
    },
    obtain: fromPlayMobile,
  },
  PLAYMOBILE_FROM: {
    purpose: {
      en: 'the sender name of the SMS that PlayMobile sends',
      uz: 'PlayMobile yuboradigan SMS’larning yuboruvchi nomi',
    },
    obtain: { en: 'As agreed with PlayMobile.', uz: 'PlayMobile bilan kelishilganidek.' },
  },
  PLAYMOBILE_REPORT_SECRET: {
    purpose: {
      en: 'the last part of the URL of PlayMobile’s delivery reports; without it none are taken',
      uz: 'PlayMobile SMS yetkazilgani haqida xabar beradigan manzilning oxirgi qismi; usiz xabarlar qabul qilinmaydi',
    },
    obtain: {
      en: 'Make one with: openssl rand -hex 32. Then give PlayMobile the URL: PUBLIC_URL/api/v1/sms/reports/playmobile/<this secret>',
      uz: 'Shu buyruq bilan yarating: openssl rand -hex 32. So‘ng PlayMobile’ga shu manzilni bering: PUBLIC_URL/api/v1/sms/reports/playmobile/<shu qiymat>',
    },
  },
  PLAYMOBILE_BASE_URL: {
    purpose: { en: 'the URL of PlayMobile', uz: 'PlayMobile manzili' },
    obtain: {
      en: 'Leave it out for https://send.smsxabar.uz.',
      uz: 'Ko‘rsatilmasa, https://send.smsxabar.uz ishlatiladi.',
    },
  },
  SMS_WEBHOOK_URL: {
    purpose: {
      en: 'the URL of your own service that sends the codes; required where webhook is the provider or the fallback',
      uz: 'kodlarni yuboradigan o‘z xizmatingiz manzili; webhook asosiy yoki zaxira xizmat bo‘lganda majburiy',
    },
    obtain: {
      en: 'For example: https://sms.example.uz/send. docs/sms-providers.md has one in twenty lines.',
      uz: 'Masalan: https://sms.example.uz/send. docs/sms-providers.md’da yigirma qatorli namuna bor.',
    },
  },
  SMS_WEBHOOK_SECRET: {
    purpose: {
      en: 'the secret that signs requests to SMS_WEBHOOK_URL and its delivery reports (two, comma-separated, while you change it)',
      uz: 'SMS_WEBHOOK_URL’ga so‘rovlarni va undan keladigan xabarlarni imzolaydigan kalit (almashtirish paytida vergul bilan ajratilgan ikkita kalit)',
    },
    obtain: {
      en: 'Make one with: echo whsec_$(openssl rand -base64 32)',
      uz: 'Shu buyruq bilan yarating: echo whsec_$(openssl rand -base64 32)',
    },
  },
  SMS_ALLOWED_COUNTRIES: {
    purpose: {
      en: 'the countries that SMS are sent to, comma-separated',
      uz: 'SMS yuboriladigan davlatlar, vergul bilan ajratilgan',
    },
    obtain: {
      en: 'Country codes of two letters, such as UZ,KZ. Eskiz and PlayMobile send to UZ only.',
      uz: 'Ikki harfli davlat kodlari, masalan UZ,KZ. Eskiz va PlayMobile faqat UZ’ga yuboradi.',
    },
  },
  SMS_DAILY_LIMIT: {
    purpose: { en: 'how many SMS may be sent per day', uz: 'bir kunda ko‘pi bilan nechta SMS yuborilishi' },
    obtain: { en: 'A whole number.', uz: 'Butun son.' },
  },
  SMS_PRICES: {
    purpose: {
      en: 'what one SMS costs, by the country of the number, for the costs in the statistics; none are shown without it',
      uz: 'bitta SMS narxi, raqam davlati bo‘yicha: statistikadagi xarajatlar uchun; usiz xarajat ko‘rsatilmaydi',
    },
    obtain: {
      en: 'Country codes of two letters with prices, comma-separated; * is every other country, for example: UZ:95,*:1200',
      uz: 'Ikki harfli davlat kodlari va narxlar, vergul bilan ajratilgan; * — qolgan davlatlar, masalan: UZ:95,*:1200',
    },
  },
  SMS_CURRENCY: {
    purpose: { en: 'the currency of SMS_PRICES', uz: 'SMS_PRICES’dagi narxlar valyutasi' },
    obtain: { en: 'A code of three letters, such as UZS.', uz: 'Uch harfli kod, masalan: UZS.' },
  },
  TEST_NUMBERS: {
    purpose: {
      en: 'numbers that sign in by SMS with a fixed code and get no SMS, for the review of an app store: +998901234567:042137@2026-12-31, at most ten',
      uz: 'SMS yuborilmaydigan, doimiy kod bilan kiradigan raqamlar (ilovalar do‘koni tekshiruvi uchun): +998901234567:042137@2026-12-31, ko‘pi bilan o‘nta',
    },
    obtain: {
      en: 'Choose numbers that belong to nobody, random codes, and a last day at most 90 days away. Whoever knows number and code can open the account. A number works with a fixed code only while its account has no Telegram and is no administrator’s.',
      uz: 'Hech kimga tegishli bo‘lmagan raqamlar, tasodifiy kodlar va ko‘pi bilan 90 kunlik muddat tanlang. Raqam va kodni bilgan odam shu hisobga kira oladi. Hisob Telegram’ga bog‘langan yoki administratorniki bo‘lsa, doimiy kod ishlamaydi.',
    },
  },
} satisfies Record<string, { purpose: Bilingual; obtain: Bilingual }>;
