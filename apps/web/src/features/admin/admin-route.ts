import { useMemo, useSyncExternalStore } from 'react';

/** The sections of the admin page; the first one is its start. */
export const ADMIN_SECTIONS = ['statistics', 'people', 'audit', 'services'] as const;
export type AdminSection = (typeof ADMIN_SECTIONS)[number];

/** A place on the admin page. */
export interface AdminRoute {
  /** undefined: there is no such section. */
  section: AdminSection | undefined;
  /** What is shown of the section: a part of the path, such as a user's id. */
  id: string | undefined;
  /** Filters and the like, in the fragment of the URL. */
  details: URLSearchParams;
}

/** Tells listeners of a navigation by this page; `popstate` is only for the browser's own. */
const moved = new EventTarget();

/**
 * The URL of a place. Details are numbers, IPs and what the operator searches for: they are in the fragment, which
 * reaches no server and no log. `phone` and `code` are names of the bot's links, which the page removes.
 */
export function adminUrl(
  section: AdminSection,
  { id, ...details }: { id?: string; [detail: string]: string | undefined } = {},
): string {
  const given = Object.entries(details).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const fragment = new URLSearchParams(given).toString();
  const path = section === 'statistics' ? '/admin' : `/admin/${section}`;
  return path + (id === undefined ? '' : `/${encodeURIComponent(id)}`) + (fragment && `#${fragment}`);
}

/** The place at a URL: `/admin/people/0197…`, `/admin/audit#ip=198.51.100.7`. */
export function readAdminRoute(path: string, fragment: string): AdminRoute {
  const [name = '', id, ...further] = path
    .replace(/^\/admin\/?/, '')
    .split('/')
    .filter(Boolean);
  const section = name === '' ? 'statistics' : ADMIN_SECTIONS.slice(1).find((each) => each === name);
  return {
    section: further.length > 0 ? undefined : section,
    id: id && decode(id),
    details: new URLSearchParams(fragment.replace(/^#/, '')),
  };
}

/** Goes to a URL of the admin page. `replace`: without an entry in the browser's history. */
export function goTo(url: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'replace') window.history.replaceState(window.history.state, '', url);
  else window.history.pushState(null, '', url);
  moved.dispatchEvent(new Event('moved'));
}

/** The current place, also after back and forward. */
export function useAdminRoute(): AdminRoute {
  const url = useSyncExternalStore(subscribe, () => window.location.pathname + window.location.hash);
  return useMemo(() => {
    const [path = '', ...fragment] = url.split('#');
    return readAdminRoute(path, fragment.join('#'));
  }, [url]);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  moved.addEventListener('moved', listener);
  return () => {
    window.removeEventListener('popstate', listener);
    moved.removeEventListener('moved', listener);
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
