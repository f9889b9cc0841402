import type { Plugin } from 'vite';

/**
 * The part of the policy that only the build knows: pages fetch only from the site itself and the API. Left out in
 * development, because Vite's own inline script is in the page.
 */
export function contentSecurityPolicy(): Plugin {
  let api = '';
  return {
    name: 'raqam:content-security-policy',
    apply: 'build',
    configResolved({ env }) {
      const base: string = env['VITE_API_BASE_URL'];
      api = base.startsWith('/') ? '' : ` ${new URL(base).origin}`;
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: {
          'http-equiv': 'Content-Security-Policy',
          content: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'${api}`,
        },
        injectTo: 'head-prepend',
      },
    ],
  };
}
