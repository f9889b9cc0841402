import { readKept, writeKept } from '../../../../stored.ts';

/** The content of the bot's link: REGISTER_URL#phone=%2B998…&code=123456 */
export interface BotLink {
  /** E.164, as the bot writes it. The form checks it by all rules. */
  phone: string;
  code: string;
}

export interface BotLinkSource {
  subscribe: (listener: () => void) => () => void;
  current: () => BotLinkState;
  /**
   * Ends the question about the link. `tried`: the person confirmed it; the link is kept for a reload until the API
   * has answered. `dropped`: the person declined it.
   */
  settle: (answer: 'tried' | 'dropped') => void;
}

interface BotLinkState {
  /** The number of links so far, which tells one link from the next. */
  count: number;
  /** The link that still waits for an answer. */
  link: BotLink | undefined;
  /** Whether it replaced another link that still waited. */
  isReplacement: boolean;
}

/** A number that the bot may have written, without all rules for numbers: the first screen does not load them. */
const PHONE = /^\+(?:998(?:20|33|50|55|77|88|9\d)\d{7}|(?!998)\d{9,15})$/;

/** The link in a fragment (with or without `#`); undefined unless both parts are valid. */
export function readBotLink(fragment: string): BotLink | undefined {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  // Some programs decode a link before they open it: `%2B` then arrives as `+`, which is read as a space
  const phone = (parameters.get('phone') ?? '').replace(/^[ +]?/, '+');
  const code = parameters.get('code') ?? '';
  return PHONE.test(phone) && /^[0-9]{6}$/.test(code) ? { phone, code } : undefined;
}

/**
 * Removes the link from the URL, now and (while subscribed to) whenever this tab opens another one, so that no code
 * stays in the address bar or the history. This tab's storage keeps it for ten minutes, for a reload. It signs nobody
 * in: the page asks first.
 */
export function watchBotLink(): BotLinkSource {
  let state: BotLinkState = { count: 0, link: readKeptLink(), isReplacement: false };
  const listeners = new Set<() => void>();

  function update(next: BotLinkState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function take(): void {
    const { hash, pathname, search } = window.location;
    if (!/[#&](?:phone|code)=/.test(hash)) return;
    window.history.replaceState(window.history.state, '', pathname + search);
    const link = readBotLink(hash);
    if (!link) return;
    writeKept('raqam.bot-link', link);
    update({ count: state.count + 1, link, isReplacement: listeners.size > 0 && state.link !== undefined });
  }

  take();

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        window.addEventListener('hashchange', take);
        // A link may have been opened before the subscription
        take();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener('hashchange', take);
      };
    },
    current: () => state,
    settle: (answer) => {
      if (answer === 'dropped') writeKept('raqam.bot-link', undefined);
      update({ ...state, link: undefined });
    },
  };
}

/** The link that was kept for a reload. */
function readKeptLink(): BotLink | undefined {
  const { phone, code } = Object(readKept('raqam.bot-link'));
  return typeof phone === 'string' && typeof code === 'string'
    ? readBotLink(new URLSearchParams({ phone, code }).toString())
    : undefined;
}

let ofThisPage: BotLinkSource | undefined;

/** The only source of the page, created by the first call. */
export function pageBotLink(): BotLinkSource {
  ofThisPage ??= watchBotLink();
  return ofThisPage;
}
