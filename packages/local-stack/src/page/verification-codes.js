/** The name of the chat, in every language of Telegram. */
const TITLE = 'Verification Codes';

/** The chat that Telegram's own codes come to, also for people who never opened a bot. Nobody can write there. */
export function extendPhone({ person, guarded, onNews, onLink, update }, { element, messageView, request, post }) {
  let messages = [];
  const log = element('div', {
    className: 'log',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': `Messages of ${TITLE}`,
    tabIndex: 0,
  });
  const root = element(
    'section',
    { className: 'chat', 'aria-label': `Chat with ${TITLE}`, hidden: true },
    element(
      'header',
      { className: 'chat-head' },
      element('span', { className: 'avatar codes', 'aria-hidden': 'true' }, '✓'),
      element(
        'div',
        { className: 'chat-title' },
        element('h2', {}, TITLE),
        element('p', { className: 'status' }, 'service notifications'),
      ),
    ),
    log,
  );
  const path = () => `/handset/users/${person().telegram_id}/verification-codes`;
  const unread = () => messages.filter((message) => !message.is_read).length;

  /** Loads the messages; those that are there already keep their elements. */
  async function refresh() {
    messages = await request(path());
    const shown = new Set([...log.children].map((node) => node.dataset.id));
    const handlers = { onOpen: onLink, onPress: () => {}, onSend: () => {} };
    const news = messages.filter(({ message_id }) => !shown.has(String(message_id)));
    log.append(...news.map((message) => messageView(message, undefined, handlers)));
    log.scrollTop = log.scrollHeight;
    update();
  }

  /** Opening the chat reads it. */
  function onOpen() {
    log.scrollTop = log.scrollHeight;
    if (unread() > 0) guarded(() => post(`${path()}/read`, {}));
  }

  return {
    chat: { title: TITLE, root, count: () => messages.length, unread, onOpen },
    refresh,
    async onEvent(event) {
      if (event.type !== 'verification_codes' || event.telegram_id !== person().telegram_id) return;
      const known = messages.length;
      await refresh();
      if (!root.hidden) onOpen();
      if (messages.length > known) onNews();
    },
  };
}
