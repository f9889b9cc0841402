import { copyText, element } from '../dom.js';

const QUICK_REACTIONS = ['👍', '❤', '🔥', '👏', '😁', '😢'];
const MARGIN_PX = 8;

/**
 * The menu of a message: by its button, by a right click or a long press.
 *
 * @param options.act sends an action of the handset API
 * @param options.onReply called with the message to answer
 * @param options.onEdit called with the own message to edit
 * @param options.isPinned tells whether a message is pinned
 */
export function createMessageMenu({ act, personId, onReply, onEdit, isPinned }) {
  const root = element('div', { className: 'message-menu', role: 'menu', popover: 'auto', 'aria-label': 'Message' });

  /** Opens the menu beside the bubble of a message. */
  function open(message, anchor) {
    const own = message.from?.id === personId();
    const { message_id } = message;
    const mine = message.reactions?.find(({ user_id }) => user_id === personId())?.reactions[0]?.emoji;
    const isEditable = own && !message.forward_origin && !message.via_bot && isEditableContent(message);
    const items = [
      ['Reply', () => onReply(message)],
      isEditable && ['Edit', () => onEdit(message)],
      message.text !== undefined && ['Copy text', () => copyText(message.text)],
      !message.has_protected_content && ['Forward to the bot', () => act({ forward: { message_id } })],
      isPinned(message_id)
        ? ['Unpin', () => act({ unpin: { message_id } })]
        : ['Pin', () => act({ pin: { message_id } })],
      ['Delete', () => act({ delete: { message_id } }), 'danger'],
    ];
    root.replaceChildren(
      element(
        'div',
        { className: 'reaction-choice', role: 'group', 'aria-label': 'Reactions' },
        ...QUICK_REACTIONS.map((emoji) =>
          item(
            emoji,
            () => act({ reaction: { message_id, emoji: emoji === mine ? null : emoji } }),
            emoji === mine ? 'chosen' : '',
          ),
        ),
      ),
      ...items.filter(Boolean).map(([label, run, className]) => item(label, run, className)),
    );
    root.showPopover();
    place(anchor);
    root.querySelector('button').focus();
  }

  function item(label, run, className = '') {
    const onclick = () => {
      root.hidePopover();
      run();
    };
    return element(
      'button',
      { className: `menu-item ${className}`.trim(), type: 'button', role: 'menuitem', onclick },
      label,
    );
  }

  function place(anchor) {
    const around = anchor.getBoundingClientRect();
    const { width, height } = root.getBoundingClientRect();
    const left = Math.min(around.left, window.innerWidth - width - MARGIN_PX);
    const below = around.bottom + MARGIN_PX;
    const top = below + height > window.innerHeight ? around.top - height - MARGIN_PX : below;
    root.style.left = `${Math.max(MARGIN_PX, left)}px`;
    root.style.top = `${Math.max(MARGIN_PX, Math.min(top, window.innerHeight - height - MARGIN_PX))}px`;
  }

  root.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...root.querySelectorAll('button')];
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  });

  return { root, open };
}

/** A text, or a file with a place for a caption. */
function isEditableContent({ text, photo, video, document, audio, animation, voice }) {
  return [text, photo, video, document, audio, animation, voice].some((each) => each !== undefined);
}
