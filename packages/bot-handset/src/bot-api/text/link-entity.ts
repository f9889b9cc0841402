import type { MessageEntity, User } from '@grammyjs/types';

/** Looks up a user the bot has met, for `tg://user?id=…` links. */
export type FindUser = (id: number) => User | undefined;

export const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const SCHEMES_OF_APPS = new Set(['tg', 'ton', 'tonsite', 'mailto', 'tel']);

/**
 * Checks a link and normalises it as Telegram does: with a scheme, scheme and host in lower case, and a path.
 * Refuses hosts without a dot, except for `localhost`, which Telegram itself would refuse.
 *
 * @returns the link, or an error in Telegram's words
 */
export function checkLink(link: string): { ok: true; url: string } | { ok: false; error: string } {
  const trimmed = link.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme !== undefined && SCHEMES_OF_APPS.has(scheme)) return { ok: true, url: trimmed };
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    return { ok: false, error: 'Unsupported URL protocol' };
  }
  const match = /^(?:https?:\/\/)?([^/?#]+)(.*)$/is.exec(trimmed);
  const authority = match?.[1] ?? '';
  const rest = match?.[2] ?? '';
  const host = authority.replace(/^[^@]*@/, '').replace(/:\d+$/, '');
  const isLocal = host.toLowerCase() === 'localhost' || host === '[::1]';
  const isName = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+\.?$/u.test(host);
  const url = `${scheme ?? 'http'}://${authority.toLowerCase()}${rest.startsWith('/') ? '' : '/'}${rest}`;
  // Telegram's own check comes first, then the platform's: an unusable port, for instance.
  if ((!isLocal && !isName) || /\s/.test(trimmed) || !URL.canParse(url)) return { ok: false, error: 'Wrong HTTP URL' };
  return { ok: true, url };
}

/** Checks the link of a Mini App: `https://` only, except on this machine, where Telegram itself would refuse it. */
export function checkWebAppLink(link: string): ReturnType<typeof checkLink> {
  const checked = checkLink(link);
  if (!checked.ok) return checked;
  const { protocol, hostname } = new URL(checked.url);
  const isLocal = protocol === 'http:' && LOOPBACK_HOSTS.has(hostname);
  if (protocol === 'https:' || isLocal) return checked;
  return { ok: false, error: 'Only HTTPS links are allowed' };
}

/** The entity for a linked text: a text_link, a mention of a known user, or nothing when the link is unusable. */
export function linkEntity(link: string, offset: number, length: number, findUser: FindUser): MessageEntity[] {
  const userId = /^tg:(?:\/\/)?user\?id=(\d+)/i.exec(link)?.[1];
  if (userId !== undefined) {
    const user = findUser(Number(userId));
    return user ? [{ type: 'text_mention', offset, length, user }] : [];
  }
  const checked = checkLink(link);
  return checked.ok ? [{ type: 'text_link', offset, length, url: checked.url }] : [];
}
