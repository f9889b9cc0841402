import type { Bilingual } from '@raqam/service/bilingual';
import { Refused, readUrl, refuseDevelopmentValue, type Values, type Variable } from '@raqam/service/environment';

/** https://core.telegram.org/bots/telegram-login */
const TELEGRAM_ISSUER = 'https://oauth.telegram.org';

const fromBotFather = {
  en: 'From @BotFather: Bot Settings, Web Login. See docs/customize/telegram-login.md.',
  uz: '@BotFather’dan: Bot Settings, Web Login. docs/customize/telegram-login.md’ga qarang.',
};

/** The variables of Telegram Login. */
export const telegramLoginVariables = {
  TELEGRAM_LOGIN_CLIENT_ID: {
    purpose: {
      en: 'the client id of Telegram Login, the sign-in on Telegram’s own page',
      uz: 'Telegram Login’ning client id’si: Telegram’ning o‘z sahifasida kirish uchun',
    },
    obtain: {
      en: `${fromBotFather.en} Without it this way is not offered.`,
      uz: `${fromBotFather.uz} Usiz bu usul ko‘rsatilmaydi.`,
    },
    fallback: undefined,
    read: (raw) =>
      /^[1-9]\d{4,15}$/.test(raw)
        ? raw
        : new Refused('is not a client id, which has digits only', 'client id emas: u faqat raqamlardan iborat'),
  },
  TELEGRAM_LOGIN_CLIENT_SECRET: {
    purpose: {
      en: 'the client secret of Telegram Login',
      uz: 'Telegram Login’ning client secret’i',
    },
    obtain: fromBotFather,
    fallback: undefined,
    read: (raw, place) => refuseDevelopmentValue(raw, place) ?? raw,
  },
  TELEGRAM_LOGIN_ISSUER: {
    purpose: {
      en: 'the issuer that stands in for Telegram, in development',
      uz: 'mahalliy ishga tushirishda Telegram o‘rnida turadigan server',
    },
    obtain: { en: 'Leave it out: then it is Telegram’s own.', uz: 'Ko‘rsatilmasa, Telegram’ning o‘zi ishlatiladi.' },
    fallback: TELEGRAM_ISSUER,
    read: (raw, place) => {
      if (raw === TELEGRAM_ISSUER || !place.isPublic) return readUrl(['http:', 'https:'])(raw, place);
      return new Refused(
        'is for development only: remove it',
        'faqat mahalliy ishga tushirish uchun: uni olib tashlang',
      );
    },
  },
} satisfies Record<string, Variable<unknown>>;

/** The client that Telegram knows this site by, and the issuer of its ID tokens. */
export interface TelegramLoginClient {
  clientId: string;
  clientSecret: string;
  issuer: string;
}

const problems = {
  half: {
    en: 'TELEGRAM_LOGIN_CLIENT_ID and TELEGRAM_LOGIN_CLIENT_SECRET (service api) belong together, but only one is set. Set both, or neither',
    uz: 'TELEGRAM_LOGIN_CLIENT_ID va TELEGRAM_LOGIN_CLIENT_SECRET (api xizmati) birga kerak, lekin bittasigina o‘rnatilgan. Ikkalasini o‘rnating yoki ikkalasini ham olib tashlang',
  },
  noUrl: {
    en: 'TELEGRAM_LOGIN_CLIENT_ID (service api) needs PUBLIC_URL: Telegram sends people back to it',
    uz: 'TELEGRAM_LOGIN_CLIENT_ID (api xizmati) uchun PUBLIC_URL kerak: Telegram odamlarni shu manzilga qaytaradi',
  },
  crossSite: {
    en: 'TELEGRAM_LOGIN_CLIENT_ID (service api) doesn’t work with COOKIE_SAMESITE=none: the cookie that binds a sign-in to its browser doesn’t reach the API when Telegram sends the person back. Let the web server pass /api on (API_UPSTREAM of the service web) and remove COOKIE_SAMESITE',
    uz: 'TELEGRAM_LOGIN_CLIENT_ID (api xizmati) COOKIE_SAMESITE=none bilan ishlamaydi: Telegram odamni qaytarganda, kirishni brauzerga bog‘laydigan cookie API’ga yetib kelmaydi. Veb-server /api so‘rovlarini API’ga uzatsin (web xizmatidagi API_UPSTREAM), COOKIE_SAMESITE’ni esa olib tashlang',
  },
} satisfies Record<string, Bilingual>;

/** The client of Telegram Login; undefined: it is not used; or why it can't be. */
export function readTelegramLogin(
  values: Values<typeof telegramLoginVariables>,
  { publicUrl, sameSite }: { publicUrl: string | undefined; sameSite: 'lax' | 'none' },
): { ok: true; client: TelegramLoginClient | undefined } | { ok: false; problem: Bilingual } {
  const { TELEGRAM_LOGIN_CLIENT_ID: clientId, TELEGRAM_LOGIN_CLIENT_SECRET: clientSecret } = values;
  if (clientId === undefined && clientSecret === undefined) return { ok: true, client: undefined };
  if (clientId === undefined || clientSecret === undefined) return { ok: false, problem: problems.half };
  if (publicUrl === undefined) return { ok: false, problem: problems.noUrl };
  if (sameSite === 'none') return { ok: false, problem: problems.crossSite };
  return { ok: true, client: { clientId, clientSecret, issuer: values.TELEGRAM_LOGIN_ISSUER } };
}
