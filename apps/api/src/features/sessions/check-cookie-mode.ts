import type { Bilingual } from '@raqam/service/bilingual';
import { isLocalHost } from '@raqam/service/environment';
import { isSameSite } from '@raqam/service/same-site';

/**
 * Finds reasons why session cookies can't reach the browser and come back, as far as the API can know.
 *
 * @param publicUrl the API's own URL, if known; a local one is for the emulators and tells nothing
 */
export function checkCookieMode({
  sameSite,
  webOrigins,
  publicUrl,
}: {
  sameSite: 'lax' | 'none';
  webOrigins: readonly string[];
  publicUrl: string | undefined;
}): Bilingual | undefined {
  if (sameSite === 'none') return webOrigins.some((origin) => origin.startsWith('http:')) ? insecureOrigin : undefined;
  const api = URL.parse(publicUrl ?? '');
  if (!api || isLocalHost(api.hostname)) return undefined;
  return webOrigins.every((origin) => isSameSite(new URL(origin), api)) ? undefined : otherSite;
}

const otherSite = {
  en: 'COOKIE_SAMESITE (service api) is lax, but CORS_ALLOWED_ORIGINS holds another site than the API’s own (PUBLIC_URL or RAILWAY_PUBLIC_DOMAIN; two hosts on up.railway.app are two sites): from there browsers send no cookies. Let the web server pass /api on (API_UPSTREAM of the service web), or set COOKIE_SAMESITE=none. Where the web server does pass it on, all is well: the api can’t know',
  uz: 'COOKIE_SAMESITE (api xizmati) – lax, lekin CORS_ALLOWED_ORIGINS ichida API’nikidan (PUBLIC_URL yoki RAILWAY_PUBLIC_DOMAIN) boshqa sayt bor (up.railway.app’dagi ikkita host – ikkita sayt): brauzerlar u yerdan cookie yubormaydi. Veb-server /api so‘rovlarini API’ga uzatsin (web xizmatidagi API_UPSTREAM) yoki COOKIE_SAMESITE=none qiling. Veb-server ularni allaqachon uzatayotgan bo‘lsa, hammasi joyida: api buni bila olmaydi',
};

const insecureOrigin = {
  en: 'COOKIE_SAMESITE (service api) is none, but CORS_ALLOWED_ORIGINS holds an http:// origin: the cookies are Secure then, which browsers refuse without https. Serve the site by https and write its origin with https://, or set COOKIE_SAMESITE=lax',
  uz: 'COOKIE_SAMESITE (api xizmati) – none, lekin CORS_ALLOWED_ORIGINS ichida http:// bilan boshlanadigan manzil bor: bunda cookie’lar Secure bo‘ladi, brauzerlar esa ularni https’siz qabul qilmaydi. Saytni https’ga o‘tkazib, manzilini https:// bilan yozing yoki COOKIE_SAMESITE=lax qiling',
};
