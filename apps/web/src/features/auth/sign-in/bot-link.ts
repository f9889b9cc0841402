import { normalisePhone, type Phone } from '@raqam/shared/phone';
import { checkCode } from '../fields/code.ts';

/** What the bot's link brings along: REGISTER_URL#phone=%2B998…&code=123456 */
export interface BotLink {
  phone: Phone;
  code: string;
}

export interface BotLinkSource {
  subscribe: (listener: () => void) => () => void;
  current: () => BotLinkState;
  /** The person has answered what to do with the link. */
  settle: () => void;
}

interface BotLinkState {
  /** How many links came in: tells one link from the next. */
  count: number;
  /** The link that still waits for an answer. */
  link: BotLink | undefined;
}

/** The link in a fragment (with or without `#`); undefined unless both its parts are right. */
export function readBotLink(fragment: string): BotLink | undefined {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  // Some programs decode a link before they open it; then `%2B` arrives as `+`, which reads as a space here.
  const phone = normalisePhone((parameters.get('phone') ?? '').replace(/^ /, '+'));
  const code = checkCode(parameters.get('code') ?? '');
  return phone.ok && code.ok ? { phone: phone.phone, code: code.code } : undefined;
}

/**
 * Takes the link out of the address, now and (while subscribed to) whenever one is opened in this tab later, so that no code stays in the
 * address bar or in the history. Nobody is signed in by this: the page asks first.
 */
export function watchBotLink(): BotLinkSource {
  let state: BotLinkState = { count: 0, link: undefined };
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
    if (link) update({ count: state.count + 1, link });
  }

  take();

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        window.addEventListener('hashchange', take);
        // Whatever was opened before anybody listened.
        take();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener('hashchange', take);
      };
    },
    current: () => state,
    settle: () => update({ ...state, link: undefined }),
  };
}

let ofThisPage: BotLinkSource | undefined;

/** The one source of the page, from the first call on. */
export function pageBotLink(): BotLinkSource {
  ofThisPage ??= watchBotLink();
  return ofThisPage;
}
