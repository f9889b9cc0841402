import type { Plugin } from 'vite';

/**
 * The part of the policy that only the build knows: pages fetch only from the site itself, the API and the origins of
 * the logos, and a captcha service only where one is configured. Left out in
 * development, because Vite's own inline script is in the page.
 */
export function contentSecurityPolicy(): Plugin {
  let api = '';
  let logos = '';
  let captcha = '';
  return {
    name: 'raqam:content-security-policy',
    apply: 'build',
    configResolved({ env }) {
      api = originsOf([env['VITE_API_BASE_URL']]);
      captcha = env['VITE_CAPTCHA_SOURCES'] ? ` ${env['VITE_CAPTCHA_SOURCES']}` : '';
      logos = originsOf([env['VITE_BRAND_LOGO_URL'], env['VITE_BRAND_LOGO_DARK_URL']]);
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: {
          'http-equiv': 'Content-Security-Policy',
          content: `default-src 'none'; script-src 'self'${captcha}; style-src 'self'${captcha}; img-src 'self'${logos}; connect-src 'self'${api}${captcha}${captcha && `; frame-src${captcha}`}`,
        },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** The origins of absolute URLs, each after a space. */
function originsOf(urls: readonly (string | undefined)[]): string {
  const origins = urls.flatMap((url) => (!url || url.startsWith('/') ? [] : [` ${new URL(url).origin}`]));
  return [...new Set(origins)].join('');
}
