import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' } as const;

/** Modules of a phone's parts, by folder. */
const MODULES = [
  'chat/amount-text',
  'chat/attach-menu',
  'chat/compose-bar',
  'chat/group-chats',
  'chat/inline-results',
  'chat/media-view',
  'chat/message-log',
  'chat/message-menu',
  'chat/payment',
  'chat/pinned-bar',
  'chat/reply-keyboard',
  'chat/service-view',
  'phone/block-buttons',
  'phone/bot-status',
  'phone/command-menu',
  'phone/owner-view',
  'phone/pressed-buttons',
] as const;

/** Path to file; no other file of the folder is served. */
const FILES = {
  '/': 'index.html',
  '/handset.css': 'styles/handset.css',
  '/chat.css': 'styles/chat.css',
  '/mini-app.css': 'styles/mini-app.css',
  '/messages.css': 'styles/messages.css',
  '/handset.js': 'handset.js',
  '/phone.js': 'phone.js',
  '/extensions.js': 'extensions.js',
  '/chat-list.js': 'chat-list.js',
  '/mini-app.js': 'mini-app.js',
  '/message-view.js': 'message-view.js',
  '/dialog-texts.js': 'dialog-texts.js',
  '/dom.js': 'dom.js',
  '/handset-api.js': 'handset-api.js',
  '/icon.svg': 'icon.svg',
  ...Object.fromEntries(MODULES.map((name) => [`/${name}.js`, `${name}.js`])),
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  // Mini Apps
  'frame-src http: https:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What an extension adds to the handset page. */
export interface PageExtension {
  /** Where its files are; with a slash at the end. */
  folder: URL;
  /** Modules that export `extendPhone`, see `page/extensions.js`. */
  modules: readonly string[];
  styles: readonly string[];
}

/** In the repository and in the package. */
const PAGE_FOLDER = new URL('../../src/page/', import.meta.url);
const EXTENSION_PATH = '/extension';

/** The handset page and its files. */
export async function pageRoutes(app: FastifyInstance, { extension }: { extension?: PageExtension | undefined }) {
  for (const [path, file] of Object.entries(FILES)) serve(app, path, new URL(file, PAGE_FOLDER));
  const { modules = [], styles = [] } = extension ?? {};
  for (const file of [...modules, ...styles]) serve(app, `${EXTENSION_PATH}/${file}`, new URL(file, extension?.folder));
  const paths = (files: readonly string[]) => files.map((file) => `${EXTENSION_PATH}/${file}`);
  app.get('/handset/page-extension', async () => ({ modules: paths(modules), styles: paths(styles) }));
}

function serve(app: FastifyInstance, path: string, file: URL): void {
  const extension = Object.entries(TYPES).find(([name]) => file.pathname.endsWith(`.${name}`));
  app.get(path, async (_request, reply) => {
    // Read on every request, so that an edit shows after a reload
    const content = await readFile(file);
    return reply
      .type(`${extension?.[1] ?? 'text/plain'}; charset=utf-8`)
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-cache')
      .send(content);
  });
}
