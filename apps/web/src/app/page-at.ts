export type Page = 'sign-up' | 'account' | 'interaction' | 'mini-app' | 'admin' | 'not-found';

const pages: Readonly<Record<string, Page>> = {
  '/': 'sign-up',
  '/register': 'sign-up',
  '/signup': 'sign-up',
  '/account': 'account',
  '/account/phone': 'account',
  '/sign-in': 'interaction',
  '/telegram': 'mini-app',
  '/admin': 'admin',
};

/**
 * The page at a URL, with or without a trailing slash of its path. No router: there are few pages, and links between
 * them may reload. The admin page has all paths below its own.
 */
export function pageAt(path: string, query = ''): Page {
  const name = path.replace(/^\/admin\/.*/, '/admin').replace(/(.)\/$/, '$1');
  const page = Object.hasOwn(pages, name) ? pages[name] : undefined;
  // No client asks: it is the sign-in itself
  if (page === 'interaction' && !interactionIn(query)) return 'sign-up';
  return page ?? 'not-found';
}

/** The id of the interaction with which a client of OpenID Connect sent the person to /sign-in. */
export function interactionIn(query: string): string | null {
  return new URLSearchParams(query).get('interaction');
}
