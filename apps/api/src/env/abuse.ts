import { Refused, readOneOf, readUrl, refuseDevelopmentValue, type Variable } from '@raqam/service/environment';
import { type SiteVerifyOptions, siteVerifyUrls } from '../limits/abuse/site-verify.ts';

type Rules = 'record' | 'enforce';
type CaptchaKind = 'altcha' | SiteVerifyOptions['kind'];

const fromService = {
  en: 'From dash.cloudflare.com (Turnstile) or dashboard.hcaptcha.com.',
  uz: 'dash.cloudflare.com (Turnstile) yoki dashboard.hcaptcha.com saytidan olinadi.',
};

/** The variables of the price on abuse: docs/abuse.md. */
export const abuseVariables = {
  ABUSE_RULES: {
    purpose: {
      en: 'whether requests for codes beyond the thresholds of docs/abuse.md are only recorded, or cost a proof of work',
      uz: 'docs/abuse.md’dagi chegaradan oshgan kod so‘rovlari faqat qayd etiladimi yoki brauzerdan hisob-kitob (proof of work) ham talab qilinadimi',
    },
    obtain: {
      en: 'record, or enforce once two weeks of records show only abuse.',
      uz: 'record; ikki haftalik qaydlarda faqat suiiste’mol ko‘rinsa, enforce.',
    },
    fallback: 'record' as Rules,
    read: readOneOf<Rules>('record', 'enforce'),
  },
  CAPTCHA: {
    purpose: {
      en: 'what the price is: altcha is a proof of work that needs no service; turnstile and hcaptcha are services',
      uz: 'talab turi: altcha – tashqi xizmatsiz, brauzer bajaradigan hisob-kitob; turnstile va hcaptcha – tashqi xizmatlar',
    },
    obtain: { en: 'altcha, turnstile or hcaptcha.', uz: 'altcha, turnstile yoki hcaptcha.' },
    fallback: 'altcha' as CaptchaKind,
    read: readOneOf<CaptchaKind>('altcha', 'turnstile', 'hcaptcha'),
  },
  CAPTCHA_SITE_KEY: {
    purpose: {
      en: 'the public key of the site at the captcha service; required by turnstile and hcaptcha',
      uz: 'captcha xizmatidagi saytning ochiq kaliti; turnstile va hcaptcha uchun majburiy',
    },
    obtain: fromService,
    fallback: '',
    read: (raw) => (/^[\w-]{1,100}$/.test(raw) ? raw : new Refused('is not a site key', 'sayt kaliti emas')),
  },
  CAPTCHA_SECRET: {
    purpose: {
      en: 'the secret of the site at the captcha service; required by turnstile and hcaptcha',
      uz: 'captcha xizmatidagi saytning maxfiy kaliti; turnstile va hcaptcha uchun majburiy',
    },
    obtain: fromService,
    fallback: '',
    read: (raw, place) => refuseDevelopmentValue(raw, place) ?? raw,
  },
  CAPTCHA_BASE_URL: {
    purpose: {
      en: 'the URL of the captcha service, for tests and proxies',
      uz: 'captcha xizmatining manzili (URL), sinov va proksi uchun',
    },
    obtain: { en: 'Leave it out.', uz: 'Bo‘sh qoldiring.' },
    fallback: undefined,
    read: readUrl(['http:', 'https:']),
  },
} satisfies Record<string, Variable<unknown>>;

/** The price on abuse. */
export interface AbuseConfig {
  /** `record`: nothing is refused. */
  rules: Rules;
  /** undefined: the price is a proof of work. */
  service: SiteVerifyOptions | undefined;
}

/** The names of the variables that CAPTCHA makes required. */
export function requiredByCaptcha(captcha: string | undefined): ('CAPTCHA_SITE_KEY' | 'CAPTCHA_SECRET')[] {
  return captcha === 'turnstile' || captcha === 'hcaptcha' ? ['CAPTCHA_SITE_KEY', 'CAPTCHA_SECRET'] : [];
}

export function readAbuse(values: {
  ABUSE_RULES: Rules;
  CAPTCHA: CaptchaKind;
  CAPTCHA_SITE_KEY: string;
  CAPTCHA_SECRET: string;
  CAPTCHA_BASE_URL: string | undefined;
}): AbuseConfig {
  const { CAPTCHA: kind, CAPTCHA_SITE_KEY: siteKey, CAPTCHA_SECRET: secret, CAPTCHA_BASE_URL: url } = values;
  if (kind === 'altcha') return { rules: values.ABUSE_RULES, service: undefined };
  const baseUrl = (url ?? siteVerifyUrls[kind]).replace(/\/+$/, '');
  return { rules: values.ABUSE_RULES, service: { kind, siteKey, secret, baseUrl } };
}
