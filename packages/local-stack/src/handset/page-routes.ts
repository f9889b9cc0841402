import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' } as const;

/** Path to file; no other file of the folder is served. */
const FILES = {
  '/': 'index.html',
  '/handset.css': 'handset.css',
  '/chat.css': 'chat.css',
  '/mini-app.css': 'mini-app.css',
  '/handset.js': 'handset.js',
  '/phone.js': 'phone.js',
  '/mini-app.js': 'mini-app.js',
  '/message-view.js': 'message-view.js',
  '/dialog-texts.js': 'dialog-texts.js',
  '/dom.js': 'dom.js',
  '/handset-api.js': 'handset-api.js',
  '/icon.svg': 'icon.svg',
} as const;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  // Mini Apps
  'frame-src http: https:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The handset page and its files. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const [path, file] of Object.entries(FILES)) {
    const extension = Object.entries(TYPES).find(([name]) => file.endsWith(`.${name}`));
    app.get(path, async (_request, reply) => {
      // Read on every request, so that an edit shows after a reload
      const content = await readFile(new URL(`page/${file}`, import.meta.url));
      return reply
        .type(`${extension?.[1] ?? 'text/plain'}; charset=utf-8`)
        .header('content-security-policy', CONTENT_SECURITY_POLICY)
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-cache')
        .send(content);
    });
  }
}
