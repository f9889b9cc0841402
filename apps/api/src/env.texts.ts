import type { Bilingual } from '@raqam/service/bilingual';
import { railwayReference } from '@raqam/service/environment';

const randomSecret = {
  en: 'Make one with: openssl rand -base64 48',
  uz: 'Shu buyruq bilan yarating: openssl rand -base64 48',
};

/** Texts for operators about the variables of the api: what each is for, and how to get a value. */
const variableTexts = {
  DATABASE_URL: {
    purpose: { en: 'the URL of the PostgreSQL database', uz: 'PostgreSQL bazasining manzili (URL)' },
    obtain: {
      en: `On Railway: add PostgreSQL, then set DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} in the variables of api. Elsewhere: postgres://user:password@host/database, with ?sslmode=verify-full&sslrootcert=/path/to/ca.crt for a private certificate authority, ?pgbouncer=true for a pooler in transaction mode that loses prepared statements, or postgresql://user@/database?host=/run/postgresql for a socket.`,
      uz: `Railway’da: PostgreSQL qo‘shing, so‘ng api o‘zgaruvchilariga DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} deb yozing. Boshqa joyda: postgres://foydalanuvchi:parol@host/baza; sertifikat markazi (CA) o‘zingizniki bo‘lsa, ?sslmode=verify-full&sslrootcert=/path/to/ca.crt bilan; tayyorlangan (prepared) buyruqlarni yo‘qotadigan, «transaction» rejimidagi pooler orqali bo‘lsa, ?pgbouncer=true bilan; soket orqali: postgresql://foydalanuvchi@/baza?host=/run/postgresql.`,
    },
  },
  DATABASE_POOL_MAX: {
    purpose: {
      en: 'how many connections to the database each process opens at most, besides the one that listens for changes',
      uz: 'har bir jarayon bazaga ko‘pi bilan nechta ulanish ochishi (o‘zgarishlarni kutadigan bittasidan tashqari)',
    },
    obtain: {
      en: 'The slower the disk flushes, the more pay off: 10 on a fast disk, 40 at 2 ms.',
      uz: 'Disk qancha sekin yozsa, shuncha ko‘p ulanish kerak: tez diskda 10, 2 ms’da 40.',
    },
  },
  SECRET_KEY: {
    purpose: {
      en: 'the key that signs the tokens and protects the codes (two, comma-separated, while you change it)',
      uz: 'tokenlarni imzolaydigan va kodlarni himoya qiladigan kalit (almashtirish paytida vergul bilan ajratilgan ikkita kalit)',
    },
    obtain: randomSecret,
  },
  TELEGRAM_BOT_SECRET: {
    purpose: {
      en: 'the key by which the API knows the bot (two, comma-separated, while you change it)',
      uz: 'bot o‘zini API’ga tanitadigan kalit (almashtirish paytida vergul bilan ajratilgan ikkita kalit)',
    },
    obtain: {
      en: `${randomSecret.en}, and give the bot the same one as BOT_SECRET_KEY.`,
      uz: `${randomSecret.uz}, so‘ng xuddi shu qiymatni botga BOT_SECRET_KEY qilib bering.`,
    },
  },
  TELEGRAM_BOT_USERNAME: {
    purpose: {
      en: 'the username of the bot, for the sign-in by one press in Telegram',
      uz: 'botning nomi (username): Telegram’da bir bosishda kirish uchun',
    },
    obtain: {
      en: 'The name that @BotFather gave it, for example: my_shop_bot. Without it people sign in by codes only.',
      uz: '@BotFather bergan nom, masalan: my_shop_bot. Usiz faqat kod bilan kiriladi.',
    },
  },
  TELEGRAM_BOT_ID: {
    purpose: {
      en: 'the id of the bot, for the sign-in inside Telegram (Mini App)',
      uz: 'botning identifikatori: Telegram ichida (Mini App) kirish uchun',
    },
    obtain: {
      en: 'The digits before the colon of BOT_TOKEN. Without it the Mini App signs nobody in.',
      uz: 'BOT_TOKEN’dagi ikki nuqtagacha bo‘lgan raqamlar. Usiz Mini App orqali kirib bo‘lmaydi.',
    },
  },
  TELEGRAM_MINI_APP_PUBLIC_KEY: {
    purpose: {
      en: 'the key that verifies the data of Mini Apps, in development',
      uz: 'mahalliy ishga tushirishda Mini App ma’lumotlarini tekshiradigan kalit',
    },
    obtain: {
      en: 'Leave it out: then it is Telegram’s own.',
      uz: 'Ko‘rsatilmasa, Telegram’ning o‘z kaliti ishlatiladi.',
    },
  },
  CORS_ALLOWED_ORIGINS: {
    purpose: {
      en: 'the origins of the web app, comma-separated',
      uz: 'veb-ilovaning manzillari (origin), vergul bilan ajratilgan',
    },
    obtain: {
      en: 'The public origin of the service web, for example: https://example.uz',
      uz: 'web xizmatining ochiq manzili, masalan: https://example.uz',
    },
  },
  PORT: {
    purpose: { en: 'the port to listen on', uz: 'xizmat tinglaydigan port' },
    obtain: { en: 'Railway sets it.', uz: 'Railway uni o‘zi o‘rnatadi.' },
  },
  ALLOWED_HOSTS: {
    purpose: {
      en: 'the host names that the API answers to, comma-separated; any if left out',
      uz: 'API javob beradigan host nomlari, vergul bilan ajratilgan; ko‘rsatilmasa, istalgan host',
    },
    obtain: { en: 'For example: api.example.uz', uz: 'Masalan: api.example.uz' },
  },
  FERNET_KEY: {
    purpose: {
      en: 'the key that encrypts passport numbers; without it none is stored',
      uz: 'pasport raqamlari shifrlanadigan kalit; usiz ular saqlanmaydi',
    },
    obtain: {
      en: "Make one with: openssl rand -base64 32 | tr '+/' '-_'",
      uz: "Shu buyruq bilan yarating: openssl rand -base64 32 | tr '+/' '-_'",
    },
  },
  REDIS_URL: {
    purpose: {
      en: 'the Redis where replicas of the api share the limits of each IP; without it each replica counts for itself',
      uz: 'api nusxalari har bir IP uchun cheklovlarni birga sanaydigan Redis; usiz har bir nusxa o‘zi sanaydi',
    },
    obtain: {
      en: `On Railway: add Redis and set REDIS_URL=${railwayReference('Redis.REDIS_URL')}.`,
      uz: `Railway’da Redis qo‘shing va REDIS_URL=${railwayReference('Redis.REDIS_URL')} deb yozing.`,
    },
  },
  PUBLIC_URL: {
    purpose: {
      en: 'the URL at which the public reaches the API: the issuer of tokens and of OpenID Connect. The SMS gateway sends delivery reports to it (none without it), and the cookie mode is checked against it',
      uz: 'API ochiq internetda turadigan manzil: tokenlar va OpenID Connect shu nom bilan beriladi. SMS yetkazilgani haqidagi xabarlar ham shu yerga keladi (usiz kelmaydi), cookie sozlamasi ham shunga qarab tekshiriladi',
    },
    obtain: {
      en: 'For example: https://api.example.uz. On Railway it is found automatically.',
      uz: 'Masalan: https://api.example.uz. Railway’da o‘zi aniqlanadi.',
    },
  },
  EVENTS_KEEP_DAYS: {
    purpose: {
      en: 'how many days the event log is kept; it is dropped by whole months',
      uz: 'hodisalar jurnali necha kun saqlanishi; u butun oylar bilan o‘chiriladi',
    },
    obtain: { en: 'A whole number.', uz: 'Butun son.' },
  },
  WEBHOOK_PRIVATE_ADDRESSES: {
    purpose: {
      en: 'whether webhooks may lead to private addresses, such as this machine and its network, and use plain http',
      uz: 'webhook’lar ichki manzillarga (shu kompyuter va uning tarmog‘iga) va oddiy http orqali yuborilishi mumkinmi',
    },
    obtain: {
      en: 'refuse or allow. Allow it only where nobody but you adds webhooks.',
      uz: 'refuse yoki allow. Webhook’larni faqat o‘zingiz qo‘shadigan joyda ruxsat bering.',
    },
  },
  COOKIE_SAMESITE: {
    purpose: {
      en: 'the SameSite attribute of the cookies: “none” if web and API are on different sites',
      uz: 'cookie’lar qanday yuborilishi: veb-ilova va API turli saytlarda bo‘lsa, “none”',
    },
    obtain: { en: 'lax or none', uz: 'lax yoki none' },
  },
  TRUSTED_PROXIES: {
    purpose: {
      en: 'the networks whose X-Real-IP header is trusted as the client’s IP, comma-separated',
      uz: 'mijoz IP manzilini aytadigan X-Real-IP sarlavhasiga ishoniladigan tarmoqlar, vergul bilan ajratilgan',
    },
    obtain: {
      en: 'For example: 10.0.0.0/8. On Railway it is set automatically.',
      uz: 'Masalan: 10.0.0.0/8. Railway’da o‘zi o‘rnatiladi.',
    },
  },
} satisfies Record<string, { purpose: Bilingual; obtain: Bilingual }>;

export const texts = {
  ...variableTexts,
  billedDatabase: {
    en: 'DATABASE_PUBLIC_URL (service api) is used, whose traffic is billed: reference DATABASE_URL, the private one, instead',
    uz: 'DATABASE_PUBLIC_URL (api xizmati) ishlatilyapti, uning trafigi pullik: o‘rniga ichki manzilni, DATABASE_URL’ni ulang',
  },
  unverifiedDatabase: {
    en: 'DATABASE_URL (service api) has sslmode=require (or prefer, allow), which encrypts without checking that the server is the right one. Write sslmode=verify-full, and sslrootcert=/path/to/ca.crt where the provider has a certificate authority of its own; sslmode=no-verify silences this warning',
    uz: 'DATABASE_URL’da (api xizmati) sslmode=require (yoki prefer, allow) bor: u shifrlaydi, lekin serverning haqiqiyligini tekshirmaydi. sslmode=verify-full deb yozing, provayderning sertifikat markazi (CA) o‘ziniki bo‘lsa, sslrootcert=/path/to/ca.crt ni ham qo‘shing; sslmode=no-verify bu ogohlantirishni o‘chiradi',
  },
  longBrandName: {
    en: "BRAND_NAME (service api) makes an SMS longer than one part, which costs twice as much: the text has the name, the host of the site and the code. Use a shorter name in Latin letters, with a straight apostrophe ('), or leave it out",
    uz: "BRAND_NAME (api xizmati) tufayli SMS bitta qismga sig‘maydi va ikki baravar qimmatga tushadi: matnda nom, sayt domeni va kod turadi. Lotin harflari va tik tutuq belgisi (') bilan yozilgan qisqaroq nom tanlang yoki uni o‘rnatmang",
  },
  endedTestNumber: {
    en: 'TEST_NUMBERS (service api) holds a number whose last day has passed: it no longer signs in with its fixed code. Remove it, or give it another day',
    uz: 'TEST_NUMBERS (api xizmati) ichida muddati o‘tgan raqam bor: u endi doimiy kod bilan kira olmaydi. Uni olib tashlang yoki muddatini yangilang',
  },
  sameSecret: {
    en: 'SECRET_KEY (service api) equals TELEGRAM_BOT_SECRET, so that the bot could sign everybody’s tokens. Make another one with: openssl rand -base64 48',
    uz: 'SECRET_KEY (api xizmati) TELEGRAM_BOT_SECRET bilan bir xil: bot istalgan odamning tokenini imzolay oladi. Boshqasini shu buyruq bilan yarating: openssl rand -base64 48',
  },
};
