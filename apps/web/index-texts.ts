import type { Plugin } from 'vite';
import { en } from './src/messages/en.ts';
import { ru } from './src/messages/ru.ts';
import { uz } from './src/messages/uz.ts';
import { uzCyrl } from './src/messages/uz-cyrl.ts';

/** Puts the catalogue's texts into index.html, for whoever reads it before, or without, any script. */
export function indexTexts(): Plugin {
  const speakers = Object.entries({ uz, 'uz-Cyrl': uzCyrl, ru, en });
  const texts: Record<string, string> = {
    '%TITLE%': `${uz.signUp.title} — ${uz.product}`,
    '%DESCRIPTION%': uz.page.description,
    '%NOSCRIPT%': speakers.map(([tag, { page }]) => `<p lang="${tag}">${page.needsJavaScript}</p>`).join(''),
  };
  return {
    name: 'raqam:index-texts',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(/%[A-Z]+%/g, (name) => texts[name] ?? name),
    },
  };
}
