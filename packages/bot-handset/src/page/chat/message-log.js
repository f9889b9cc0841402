import { element } from '../dom.js';
import { messageView } from '../message-view.js';

const NEAR_END_PX = 80;

/**
 * The messages of a chat. It stays at its end while new ones come.
 *
 * @param options.handlers of `messageView`
 */
export function createMessageLog({ personId, handlers }) {
  const messages = new Map();
  let isAtEnd = true;
  const root = element('div', { className: 'log', role: 'log', 'aria-live': 'polite', tabIndex: 0 });

  root.addEventListener('scroll', () => {
    isAtEnd = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_END_PX;
  });
  // A new keyboard makes the log shorter, a loaded picture its content longer; its end stays visible
  new ResizeObserver(keepEnd).observe(root);
  root.addEventListener('load', keepEnd, true);

  function keepEnd() {
    if (isAtEnd) root.scrollTop = root.scrollHeight;
  }

  function show() {
    const sorted = [...messages.values()].sort((a, b) => a.message_id - b.message_id);
    const shown = new Map([...root.querySelectorAll('.message')].map((node) => [Number(node.dataset.id), node]));
    // An unchanged message keeps its element, so that a screen reader announces only new ones.
    const nodes = sorted.map((message) => {
      const old = shown.get(message.message_id);
      if (old && old.shownMessage === message) return old;
      const node = messageView(message, personId(), handlers);
      node.shownMessage = message;
      return node;
    });
    for (const [id, node] of shown) if (!messages.has(id) || !nodes.includes(node)) node.remove();
    for (const [index, node] of nodes.entries()) {
      if (root.children[index] !== node) root.insertBefore(node, root.children[index] ?? null);
    }
    root.classList.toggle('empty', messages.size === 0);
    keepEnd();
  }

  return {
    root,
    /** By message_id; call `show` after a change. */
    messages,
    show,
    scrollToEnd() {
      root.scrollTop = root.scrollHeight;
    },
    /** The keyboard that the bot set last, and the id of its message; undefined without one. */
    lastKeyboard() {
      const sorted = [...messages.values()].sort((a, b) => b.message_id - a.message_id);
      const last = sorted.find((message) => message.reply_markup && !message.reply_markup.inline_keyboard);
      return last?.reply_markup.keyboard ? { markup: last.reply_markup, id: last.message_id } : undefined;
    },
    /** Shows the place of a message. */
    scrollTo(id) {
      root.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: 'center' });
    },
  };
}
