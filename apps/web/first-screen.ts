import { join } from 'node:path';
import type { Environment } from '@raqam/service/environment';
import react from '@vitejs/plugin-react';
import { type Plugin, runnerImport } from 'vite';
import { escapeHtml, readBrand } from './site-brand.ts';
import type { Brand } from './src/components/brand/brand.ts';
import { en } from './src/messages/en.ts';
import type { Messages } from './src/messages/messages.ts';
import { ru } from './src/messages/ru.ts';
import { uz } from './src/messages/uz.ts';
import { uzCyrl } from './src/messages/uz-cyrl.ts';

const catalogues: readonly { language: 'uz' | 'uz-Cyrl' | 'ru' | 'en'; file: string; messages: Messages }[] = [
  { language: 'uz', file: 'uz', messages: uz },
  { language: 'uz-Cyrl', file: 'uz-cyrl', messages: uzCyrl },
  { language: 'ru', file: 'ru', messages: ru },
  { language: 'en', file: 'en', messages: en },
];

/** The first screens by name, and whether each is for a person who may be signed in. */
const screens = { register: false, 'signed-in': true } as const;

/**
 * Writes `register.<language>.html` and `signed-in.<language>.html` beside `index.html`: the first screen rendered at
 * build time, with title and language, and a preload of the language's script. It is visible, and its link to the bot
 * works, before any script runs. The web server chooses the file (see the Caddyfile); without that choice index.html
 * works too.
 */
export function firstScreen(): Plugin {
  let environment: Environment = {};
  let root = '';
  return {
    name: 'raqam:first-screen',
    configResolved({ env, root: directory }) {
      environment = env;
      root = directory;
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => fill(html, uz, readBrand(environment), catalogues),
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const index = bundle['index.html'];
        const brand = readBrand(environment);
        const { VITE_TELEGRAM_BOT_URL, VITE_TELEGRAM_BOT_USERNAME } = environment;
        const { VITE_TERMS_URL: terms, VITE_PRIVACY_URL: privacy, VITE_SUPPORT_URL: support } = environment;
        const shown = {
          bot: VITE_TELEGRAM_BOT_URL || VITE_TELEGRAM_BOT_USERNAME || undefined,
          brand,
          links: { terms, privacy, support },
        };
        if (index?.type !== 'asset') throw new Error('Vite made no index.html');
        const { module } = await runnerImport<typeof import('./src/prerender.tsx')>(join(root, 'src/prerender.tsx'), {
          configFile: false,
          root,
          plugins: [react()],
          logLevel: 'error',
        });
        for (const { language, file, messages } of catalogues) {
          const script = Object.values(bundle).find(
            (part) => part.type === 'chunk' && part.facadeModuleId?.endsWith(`/messages/first/${file}.ts`),
          );
          const page = String(index.source)
            .replace('<html lang="uz">', `<html lang="${language}">`)
            .replace(/<title>.*?<\/title>/, () => `<title>${titleOf(messages, brand)}</title>`)
            .replace(/(<meta name="description" content=")[^"]*/, `$1${messages.page.description}`)
            .replace(/<noscript>.*?<\/noscript>/s, `<noscript>${noScript(language, messages)}</noscript>`)
            .replace(
              '</head>',
              script ? `<link rel="modulepreload" crossorigin href="/${script.fileName}"></head>` : '</head>',
            );
          for (const [name, mayBeSignedIn] of Object.entries(screens)) {
            const screen = module.renderFirstScreen({ texts: { language, messages }, mayBeSignedIn, ...shown });
            const source = page.replace('<div id="root"></div>', () => `<div id="root">${screen}</div>`);
            this.emitFile({ type: 'asset', fileName: `${name}.${language}.html`, source });
          }
        }
      },
    },
  };
}

/** The texts of index.html itself: title and description in Uzbek, and the need for JavaScript in every language. */
function fill(html: string, messages: Messages, brand: Brand, all: typeof catalogues): string {
  const texts: Record<string, string> = {
    '%TITLE%': titleOf(messages, brand),
    '%DESCRIPTION%': messages.page.description,
    '%NOSCRIPT%': all.map(({ language, messages: each }) => noScript(language, each)).join(''),
  };
  return html.replace(/%[A-Z]+%/g, (name) => texts[name] ?? name);
}

/** As HTML. */
function titleOf({ signUp, product }: Messages, { name }: Brand): string {
  return escapeHtml(`${signUp.title} — ${name || product}`);
}

function noScript(language: string, { page }: Messages): string {
  return `<p lang="${language}">${page.needsJavaScript}</p>`;
}
