import { element } from './dom.js';

/**
 * The list of a phone's chats, and which of them is open: the bot's, and those of extensions. It is hidden while only
 * the bot's has messages.
 *
 * @param options.chat the element of the bot's chat
 * @param options.others the chats of extensions
 * @param options.panels elements below the chats
 */
export function createChatList({ title, chat, others, panels }) {
  /** The open chat of an extension; undefined: the bot's. */
  let opened;
  let isShown = true;
  const tabs = [{ title }, ...others].map((each, index) => {
    const other = index === 0 ? undefined : each;
    const unread = element('span', { className: 'unread' });
    const onclick = () => {
      opened = other;
      update();
      other?.onOpen();
    };
    const button = element('button', { className: 'chat-tab', type: 'button', onclick }, each.title, unread);
    return { other, unread, button };
  });
  const root = element(
    'nav',
    { className: 'chats', 'aria-label': 'Chats', hidden: true },
    ...tabs.map(({ button }) => button),
  );

  /** Shows what changed: the counts of messages. */
  function update() {
    chat.hidden = !isShown || opened !== undefined;
    for (const other of others) other.root.hidden = !isShown || opened !== other;
    for (const panel of panels) panel.hidden = !isShown;
    root.hidden = !isShown || others.every((other) => other.count() === 0);
    for (const { other, unread, button } of tabs) {
      const count = other?.unread() ?? 0;
      button.hidden = other?.count() === 0;
      button.setAttribute('aria-pressed', String(other === opened));
      unread.replaceChildren(
        ...(count > 0 ? [String(count), element('span', { className: 'visually-hidden' }, ' unread')] : []),
      );
    }
  }

  return {
    root,
    update,
    /** Hides everything while a Mini App is open. */
    show(isNowShown) {
      isShown = isNowShown;
      update();
    },
  };
}
