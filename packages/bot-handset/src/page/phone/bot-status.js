import { element } from '../dom.js';

const ACTION_SHOWN_MS = 5_000;
/** What the bot is doing, by its `sendChatAction`; all others are about files. */
const ACTIONS = {
  typing: 'typing…',
  choose_sticker: 'choosing a sticker…',
  find_location: 'looking for a place…',
};

/** The line below the bot's name: its username, what it is doing, or that it is blocked. */
export function createBotStatus({ bot, isBlocked }) {
  let timer;
  const root = element('p', { className: 'status' });

  /** @param action undefined: it ended */
  function show(action) {
    clearTimeout(timer);
    if (isBlocked()) {
      root.textContent = 'blocked';
      return;
    }
    const words = ACTIONS[action] ?? (action?.startsWith('record') ? 'recording…' : 'sending a file…');
    root.textContent = action ? words : `@${bot.username}`;
    if (action) timer = setTimeout(() => show(), ACTION_SHOWN_MS);
  }

  return { root, show };
}
