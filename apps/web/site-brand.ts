import type { Environment } from '@raqam/service/environment';
import type { Plugin } from 'vite';
import { type Brand, brandVariables } from './src/components/brand/brand.ts';
import { brandColors } from './src/components/brand/brand-colors.ts';

/** The colour of VITE_BRAND_COLOR. In a .env file `#` begins a comment, so it may be left out. */
export const withHash = (color: string): string => (color.startsWith('#') ? color : `#${color}`);

/** What the first screen shows of a brand: name and logo. */
export function readBrand({ VITE_BRAND_NAME, VITE_BRAND_LOGO_URL, VITE_BRAND_LOGO_DARK_URL }: Environment): Brand {
  const light = VITE_BRAND_LOGO_URL || undefined;
  return {
    name: VITE_BRAND_NAME,
    logo: light && VITE_BRAND_LOGO_DARK_URL ? { light, dark: VITE_BRAND_LOGO_DARK_URL } : light,
  };
}

/** Colours and corners of a brand, as a style sheet: a strict Content-Security-Policy refuses styles in the page. */
function describeStyles({ VITE_BRAND_COLOR, VITE_BRAND_RADIUS }: Environment): string {
  const variables = brandVariables({
    ...(VITE_BRAND_COLOR && { colors: brandColors(withHash(VITE_BRAND_COLOR)) }),
    ...(VITE_BRAND_RADIUS && { radius: Number(VITE_BRAND_RADIUS) }),
  });
  const lines = Object.entries(variables).map(([name, value]) => `  ${name}: ${value};\n`);
  return lines.length === 0 ? '' : `:root {\n${lines.join('')}}\n`;
}

/** Writes the brand into the styles, and its logo into the page as its icon. */
export function siteBrand(): Plugin {
  let environment: Environment = {};
  return {
    name: 'raqam:site-brand',
    configResolved({ env }) {
      environment = env;
    },
    transform: {
      filter: { id: /\/src\/styles\/site\.css$/ },
      handler: (code) => describeStyles(environment) + code,
    },
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        const { VITE_BRAND_LOGO_URL } = environment;
        return VITE_BRAND_LOGO_URL
          ? html.replace(/<link rel="icon"[^>]*>/, `<link rel="icon" href="${escapeHtml(VITE_BRAND_LOGO_URL)}" />`)
          : html;
      },
    },
  };
}

/** As text, or in an attribute between double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
