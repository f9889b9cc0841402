/** The SMS inbox of a phone. */
export function extendPhone({ person, onNews }, { element, request }) {
  const list = element('ol', { className: 'inbox-list', 'aria-live': 'polite' });
  const panel = element('section', { className: 'inbox', 'aria-label': 'SMS' }, element('h2', {}, 'SMS'), list);

  async function refresh() {
    const inbox = await request(`/handset/sms?phone=${encodeURIComponent(person().phone)}`);
    const items = inbox.map((sms) =>
      element(
        'li',
        { className: 'sms' },
        element('p', {}, sms.text),
        element('time', {}, new Date(sms.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })),
      ),
    );
    list.replaceChildren(...(items.length > 0 ? items : [element('li', { className: 'none' }, 'No messages yet')]));
  }

  return {
    panel,
    refresh,
    async onEvent(event) {
      if (event.type !== 'sms' || event.sms.phone !== person().phone) return;
      await refresh();
      onNews();
    },
  };
}
