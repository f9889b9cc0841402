import type { Captcha } from '@raqam/shared/errors';
import type { Language } from '@raqam/shared/languages';

type Asked = Exclude<Captcha, { kind: 'altcha' }>;

/** What the scripts of both services add to `window`, as far as it is used here. */
interface Service {
  render(place: HTMLElement, options: Record<string, unknown>): unknown;
}

/** Their origins are in the Content-Security-Policy where VITE_CAPTCHA_SOURCES names them. */
const scripts = {
  turnstile: 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit',
  hcaptcha: 'https://js.hcaptcha.com/1/api.js?render=explicit',
} as const;

/** Neither service has Uzbek in both scripts: people of the country read Russian rather than English. */
const languages: Readonly<Record<Language, string>> = { uz: 'uz', 'uz-Cyrl': 'ru', ru: 'ru', en: 'en' };

/** Lets the service check the person; most see no question. Throws if it is out of reach. */
export async function askService(
  { kind, site_key: sitekey }: Asked,
  place: HTMLElement,
  language: Language,
): Promise<string> {
  await load(scripts[kind]);
  const service: Service | undefined = Reflect.get(window, kind);
  if (!service) throw new Error('The script of the service did not run');
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('The service has no answer'));
    service.render(place, {
      sitekey,
      language: languages[language],
      hl: languages[language],
      callback: resolve,
      'error-callback': fail,
      'expired-callback': fail,
      'timeout-callback': fail,
    });
  });
}

function load(source: string): Promise<void> {
  if (document.querySelector(`script[src="${source}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = source;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('The script of the service could not be fetched'));
    };
    document.head.append(script);
  });
}
