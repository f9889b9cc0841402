export type Page = 'sign-up' | 'account' | 'mini-app' | 'not-found';

const pages: Readonly<Record<string, Page>> = {
  '/': 'sign-up',
  '/register': 'sign-up',
  '/signup': 'sign-up',
  '/account': 'account',
  '/telegram': 'mini-app',
};

/**
 * The page at a path, with or without its trailing slash. No router: there are three pages, and links between them may
 * reload.
 */
export function pageAt(path: string): Page {
  const name = path.replace(/(.)\/$/, '$1');
  return Object.hasOwn(pages, name) ? (pages[name] ?? 'not-found') : 'not-found';
}
