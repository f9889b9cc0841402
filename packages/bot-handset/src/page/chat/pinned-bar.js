import { element, icon } from '../dom.js';
import { summaryOf } from './media-view.js';

/** The line below the chat's head that shows the newest pinned message. */
export function createPinnedBar({ onOpen }) {
  let shown;
  const text = element('span', {});
  const root = element(
    'button',
    { className: 'pinned', type: 'button', hidden: true, onclick: () => onOpen(shown) },
    icon('pin'),
    element('span', { className: 'visually-hidden' }, 'Pinned message:'),
    text,
  );
  return {
    root,
    /** @param message undefined without a pinned one */
    show(message) {
      shown = message?.message_id;
      root.hidden = message === undefined;
      text.textContent = message ? summaryOf(message) : '';
    },
  };
}
