import type { Bilingual } from '@raqam/service/bilingual';
import {
  describeProblems,
  type Environment,
  listenHost,
  type Place,
  Refused,
  railwayReference,
  readEnvironment,
  readUrl,
  type Variable,
  type VariableDescription,
} from '@raqam/service/environment';
import { withHash } from './site-brand.ts';
import { isBrandColor } from './src/components/brand/brand-colors.ts';

/** VITE_ variables are written into the public JavaScript: a name like these says that the value must not be there. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|KEY|DATABASE_URL|FERNET/i;

/** Telegram's rule for user names; the shortest ones are sold on Fragment. */
const BOT_USERNAME = /^@?[A-Za-z][A-Za-z0-9_]{3,31}$/;

const NAME_MAX_LENGTH = 40;
const RADIUS_MAX_PX = 32;

const readWebUrl = readUrl(['http:', 'https:']);
const readPublicUrl = readUrl(['https:']);

/** Read when the site is built, and published in its scripts. */
export const variables = {
  VITE_API_BASE_URL: {
    purpose: { en: 'the URL of the API that the site calls', uz: 'sayt murojaat qiladigan API manzili' },
    obtain: {
      en: 'For example: https://api.example.uz/api/v1, or /api/v1 where the web server proxies it.',
      uz: 'Masalan: https://api.example.uz/api/v1, veb-server so‘rovlarni o‘zi uzatsa, /api/v1.',
    },
    read: readApiBaseUrl,
  },
  VITE_TELEGRAM_BOT_USERNAME: {
    purpose: { en: 'the bot that gives out the codes', uz: 'kodlarni beradigan bot' },
    obtain: {
      en: 'For example: raqam_bot. Leave it out to have no button to the bot.',
      uz: 'Masalan: raqam_bot. Ko‘rsatilmasa, saytda botga o‘tish tugmasi bo‘lmaydi.',
    },
    fallback: undefined,
    read: (raw) =>
      BOT_USERNAME.test(raw)
        ? raw
        : new Refused('is not a Telegram user name', 'Telegram’dagi foydalanuvchi nomi emas'),
  },
  VITE_TELEGRAM_BOT_URL: {
    purpose: {
      en: 'where the button to the bot leads instead of https://t.me/<VITE_TELEGRAM_BOT_USERNAME>',
      uz: 'botga o‘tish tugmasi https://t.me/<VITE_TELEGRAM_BOT_USERNAME> o‘rniga olib boradigan manzil',
    },
    obtain: {
      en: 'In development, for example: http://localhost:8081/?bot=raqam_bot',
      uz: 'Ishlab chiqishda, masalan: http://localhost:8081/?bot=raqam_bot',
    },
    fallback: undefined,
    read: readWebUrl,
  },
  VITE_RETURN_TO_ORIGINS: {
    purpose: {
      en: 'other origins to which /register?return_to=… may lead after the sign-in, with commas between them',
      uz: 'kirgandan so‘ng /register?return_to=… olib borishi mumkin bo‘lgan boshqa saytlar, vergul bilan ajratilgan',
    },
    obtain: {
      en: 'For example: https://shop.example.uz. Leave it out where the site itself is the only one.',
      uz: 'Masalan: https://shop.example.uz. Faqat shu saytning o‘zi bo‘lsa, o‘rnatmang.',
    },
    fallback: undefined,
    read: readOrigins,
  },
  VITE_CAPTCHA_SOURCES: {
    purpose: {
      en: 'the origins of Turnstile or hCaptcha, for the Content-Security-Policy that is in the pages',
      uz: 'Turnstile yoki hCaptcha manzillari (sahifalardagi Content-Security-Policy uchun)',
    },
    obtain: {
      en: 'Where CAPTCHA of api is turnstile: https://challenges.cloudflare.com; hcaptcha: https://hcaptcha.com https://*.hcaptcha.com. Otherwise leave it out.',
      uz: 'api’dagi CAPTCHA turnstile bo‘lsa: https://challenges.cloudflare.com; hcaptcha bo‘lsa: https://hcaptcha.com https://*.hcaptcha.com. Aks holda o‘rnatmang.',
    },
    fallback: undefined,
    read: (raw) =>
      raw.split(/ +/).every((source) => /^https:\/\/(?:\*\.)?[a-z0-9.-]+$/.test(source))
        ? raw
        : new Refused(
            'holds something other than origins such as https://*.hcaptcha.com',
            'ichida https://*.hcaptcha.com kabi manzildan boshqa narsa bor',
          ),
  },
  VITE_BRAND_NAME: {
    purpose: {
      en: 'the name in the header and in the title of every page',
      uz: 'sahifa boshida va sarlavhasida turadigan nom',
    },
    obtain: {
      en: 'For example: Example Shop. Raqam if left out.',
      uz: 'Masalan: Example Shop. Ko‘rsatilmasa, Raqam bo‘ladi.',
    },
    fallback: undefined,
    read: readBrandName,
  },
  VITE_BRAND_LOGO_URL: {
    purpose: {
      en: 'the logo in the header, which is also the icon of the page; a square picture',
      uz: 'sahifa boshidagi logotip, sahifa belgisi (icon) ham shu; kvadrat rasm',
    },
    obtain: {
      en: 'For example: https://example.uz/logo.svg, or /logo.svg for a file in apps/web/public.',
      uz: 'Masalan: https://example.uz/logo.svg, yoki fayl apps/web/public papkasida bo‘lsa, /logo.svg.',
    },
    fallback: undefined,
    read: readPictureUrl,
  },
  VITE_BRAND_LOGO_DARK_URL: {
    purpose: {
      en: 'the logo in dark mode, if VITE_BRAND_LOGO_URL does not suit it',
      uz: 'VITE_BRAND_LOGO_URL to‘q rejimga mos kelmasa, shu rejimdagi logotip',
    },
    obtain: {
      en: 'For example: https://example.uz/logo-dark.svg, or /logo-dark.svg for a file in apps/web/public.',
      uz: 'Masalan: https://example.uz/logo-dark.svg, yoki fayl apps/web/public papkasida bo‘lsa, /logo-dark.svg.',
    },
    fallback: undefined,
    read: readPictureUrl,
  },
  VITE_BRAND_COLOR: {
    purpose: {
      en: 'the color of the main buttons; links get a darker or lighter one where their contrast needs it',
      uz: 'asosiy tugmalar rangi; kontrast yetmasa, havolalar undan to‘qroq yoki ochroq bo‘ladi',
    },
    obtain: {
      en: 'For example: #0f6b63. In a .env file without #, which begins a comment there.',
      uz: 'Masalan: #0f6b63. .env faylida # belgisisiz yozing, u yerda # izohni boshlaydi.',
    },
    fallback: undefined,
    read: (raw) =>
      isBrandColor(withHash(raw)) ? raw : new Refused('is not a color like #0f6b63', '#0f6b63 kabi rang emas'),
  },
  VITE_BRAND_RADIUS: {
    purpose: {
      en: 'how round the corners of cards are, in pixels; those of buttons and fields follow',
      uz: 'kartochka burchaklarining yumaloqligi, pikselda; tugma va maydonlarniki shunga qarab o‘zgaradi',
    },
    obtain: { en: 'A whole number from 0 to 32. 16 if left out.', uz: '0 dan 32 gacha butun son. Ko‘rsatilmasa, 16.' },
    fallback: undefined,
    read: (raw) =>
      /^\d{1,2}$/.test(raw) && Number(raw) <= RADIUS_MAX_PX
        ? raw
        : new Refused('is not a whole number from 0 to 32', '0 dan 32 gacha butun son emas'),
  },
  VITE_TERMS_URL: {
    purpose: {
      en: 'the terms of use, linked at the foot of every page',
      uz: 'foydalanish shartlari, har bir sahifa pastidagi havola',
    },
    obtain: optionalLink('https://example.uz/terms'),
    fallback: undefined,
    read: readPublicUrl,
  },
  VITE_PRIVACY_URL: {
    purpose: {
      en: 'the privacy policy, linked at the foot of every page',
      uz: 'maxfiylik siyosati, har bir sahifa pastidagi havola',
    },
    obtain: optionalLink('https://example.uz/privacy'),
    fallback: undefined,
    read: readPublicUrl,
  },
  VITE_SUPPORT_URL: {
    purpose: {
      en: 'the page or chat where people get help, linked at the foot of every page and beside errors',
      uz: 'yordam sahifasi yoki chati, har bir sahifa pastidagi va xatolar yonidagi havola',
    },
    obtain: optionalLink('https://t.me/example_support'),
    fallback: undefined,
    read: readPublicUrl,
  },
} satisfies Record<string, Variable<unknown>>;

/** Read at run time by the web server, in the repository's Caddyfile. */
export const serverVariables = {
  API_UPSTREAM: {
    purpose: {
      en: 'the URL that the web server proxies /api and /oidc to, so that site and API share one origin (recommended)',
      uz: 'veb-server /api va /oidc so‘rovlarini uzatadigan manzil: shunda sayt va API bitta manzilda bo‘ladi (shunday qilish tavsiya etiladi)',
    },
    obtain: {
      en: `On Railway, the private URL of api, for example: http://${railwayReference('api.RAILWAY_PRIVATE_DOMAIN')}:8080`,
      uz: `Railway’da api xizmatining ichki manzili, masalan: http://${railwayReference('api.RAILWAY_PRIVATE_DOMAIN')}:8080`,
    },
    fallback: undefined,
  },
  SITE_DOMAIN: {
    purpose: {
      en: 'the domain of the site, when this web server itself gets the certificate and serves https',
      uz: 'saytning domeni: veb-server sertifikatni o‘zi olib, https orqali ishlashi uchun',
    },
    obtain: {
      en: 'For example: example.uz, with PORT=443. Leave it out behind another server that serves https.',
      uz: 'Masalan: example.uz, PORT=443 bilan birga. https’ni oldidagi boshqa server bersa, ko‘rsatmang.',
    },
    fallback: undefined,
  },
  EDGE_NETWORKS: {
    purpose: {
      en: 'the networks whose X-Real-IP header is trusted as the client’s IP, separated by spaces',
      uz: 'X-Real-IP sarlavhasiga mijozning IP manzili sifatida ishoniladigan tarmoqlar, bo‘sh joy bilan ajratilgan',
    },
    obtain: {
      en: 'Leave it out when the server in front of this one is on a private network.',
      uz: 'Oldidagi server ichki tarmoqda bo‘lsa, ko‘rsatmang.',
    },
    fallback: '127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fd00::/8',
  },
  CDN_NETWORKS: {
    purpose: {
      en: 'the networks of a CDN that connects to this web server; only their CDN_CLIENT_HEADER is trusted; separated by spaces',
      uz: 'shu veb-serverga ulanadigan CDN tarmoqlari, bo‘sh joy bilan ajratilgan; CDN_CLIENT_HEADER faqat ulardan qabul qilinadi',
    },
    obtain: {
      en: 'The CDN publishes them, for example: https://www.cloudflare.com/ips/. Leave it out without a CDN.',
      uz: 'CDN ularni e’lon qiladi, masalan: https://www.cloudflare.com/ips/. CDN bo‘lmasa, ko‘rsatmang.',
    },
    fallback: undefined,
  },
  CDN_CLIENT_HEADER: {
    purpose: {
      en: 'the header in which the CDN sends the client’s IP',
      uz: 'CDN mijozning IP manzilini yuboradigan sarlavha',
    },
    obtain: {
      en: 'Leave it out for Cloudflare; Fastly: Fastly-Client-IP; Akamai: True-Client-IP.',
      uz: 'Cloudflare uchun ko‘rsatmang; Fastly: Fastly-Client-IP; Akamai: True-Client-IP.',
    },
    fallback: 'CF-Connecting-IP',
  },
  CAPTCHA_SOURCES: {
    purpose: {
      en: 'the same as VITE_CAPTCHA_SOURCES, for the Content-Security-Policy that the web server sends',
      uz: 'VITE_CAPTCHA_SOURCES bilan bir xil: veb-server yuboradigan Content-Security-Policy uchun',
    },
    obtain: { en: 'The same value. Otherwise leave it out.', uz: 'Xuddi o‘sha qiymat. Aks holda o‘rnatmang.' },
    fallback: undefined,
  },
  WEB_ROOT: {
    purpose: { en: 'the directory of the built site', uz: 'tayyor sayt (build) turgan papka' },
    obtain: { en: 'Leave it out.', uz: 'Ko‘rsatmang.' },
    fallback: 'apps/web/dist',
  },
  PORT: {
    purpose: { en: 'the port that the web server listens on', uz: 'veb-server tinglaydigan port' },
    obtain: { en: 'Railway sets it.', uz: 'Railway uni o‘zi o‘rnatadi.' },
    fallback: 5173,
  },
  HOST: listenHost,
} satisfies Record<string, VariableDescription>;

/**
 * Refuses to build with an environment that can't work. Throws one Error with the name, purpose and an example of
 * every wrong variable, in both languages, but never its value.
 */
export function checkEnvironment(environment: Environment): void {
  const read = readEnvironment('web', variables, environment);
  const problems = [...findSecrets(environment), ...(read.ok ? [] : read.problems)];
  if (problems.length > 0) throw new Error(describeProblems(failure, problems));
}

const failure = { en: 'The web app can’t be built', uz: 'Veb-ilovani yig‘ib (build) bo‘lmaydi' };

function findSecrets(environment: Environment): Bilingual[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('VITE_') && SECRET_NAME.test(name))
    .map((name) => ({
      en: `${name} (service web) looks like a secret, and every VITE_ variable is published with the site. Remove it here.`,
      uz: `${name} (web xizmati) maxfiy qiymatga o‘xshaydi, har bir VITE_ o‘zgaruvchisi esa sayt bilan birga e’lon qilinadi. Uni bu yerdan olib tashlang.`,
    }));
}

function optionalLink(example: string): Bilingual {
  return {
    en: `For example: ${example}. Leave it out to have no link.`,
    uz: `Masalan: ${example}. Ko‘rsatilmasa, havola bo‘lmaydi.`,
  };
}

function readBrandName(raw: string): string | Refused {
  if (raw.length > NAME_MAX_LENGTH)
    return new Refused(`is longer than ${NAME_MAX_LENGTH} characters`, `${NAME_MAX_LENGTH} ta belgidan uzun`);
  return /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(raw)
    ? new Refused('has characters that can’t be seen', 'ichida ko‘rinmaydigan belgilar bor')
    : raw;
}

function readPictureUrl(raw: string, place: Place): string | Refused {
  return /^\/(?!\/)[^?#\s]+$/.test(raw) ? raw : readPublicUrl(raw, place);
}

function readOrigins(raw: string, place: Place): string | Refused {
  for (const origin of raw.split(',').map((part) => part.trim())) {
    const url = readWebUrl(origin, place);
    if (url instanceof Refused) return url;
    if (new URL(url).origin !== url)
      return new Refused('must be origins: https://, a host and no path', 'https:// va host bo‘lishi kerak, yo‘lsiz');
  }
  return raw;
}

function readApiBaseUrl(raw: string, place: Place): string | Refused {
  if (/^\/(?!\/)[^?#\s]*$/.test(raw)) return raw;
  const url = readWebUrl(raw, place);
  if (url instanceof Refused) return url;
  const { username, password, search, hash, hostname } = new URL(url);
  if (search || hash || hostname === 'undefined')
    return new Refused('is not the address of an API', 'API manzili emas');
  return username || password
    ? new Refused('must not hold a user name or password', 'ichida foydalanuvchi nomi yoki parol bo‘lmasligi kerak')
    : url;
}
