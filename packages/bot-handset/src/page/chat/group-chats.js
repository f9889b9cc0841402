import { element, icon } from '../dom.js';
import { act, fileUrl, listChats, listMessages } from '../handset-api.js';
import { createMessageLog } from './message-log.js';

/**
 * The groups and channels of the bot that the person is in, one at a time. It is in the list of chats once one of them
 * has messages.
 *
 * @param options.onLink called with the URL of a pressed button
 * @param options.update called after a change of the count
 */
export function createGroupChats({ person, bot, guarded, onLink, update }) {
  let chats = [];
  let shown;
  const send = (action) => guarded(() => act(person().telegram_id, bot.username, { ...action, chat: shown.id }));
  const log = createMessageLog({
    personId: () => person().telegram_id,
    handlers: {
      onPress: ({ callback_data }, node) =>
        send({ callback_data, message_id: Number(node.closest('.message').dataset.id) }),
      onOpen: onLink,
      onSend: (text) => send({ text }),
      onVote: ({ message_id }, option_ids) => send({ vote: { message_id, option_ids } }),
      fileUrl: (id) => fileUrl(id, bot.username),
      areSendersShown: true,
    },
  });
  const choice = element('select', {
    'aria-label': 'Group',
    onchange: () => guarded(() => show(Number(choice.value))),
  });
  const status = element('p', { className: 'status' });
  const input = element('textarea', { rows: 1, placeholder: 'Message to the group', maxLength: 4096 });
  const form = element(
    'form',
    { className: 'compose' },
    input,
    element('button', { className: 'button round', type: 'submit', 'aria-label': 'Send' }, icon('send')),
  );
  const root = element(
    'section',
    { className: 'chat', 'aria-label': 'Groups', hidden: true },
    element('header', { className: 'chat-head' }, element('div', { className: 'chat-title' }, choice, status)),
    log.root,
    form,
  );

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim() === '') return;
    send({ text: input.value });
    input.value = '';
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  async function refresh() {
    const id = person().telegram_id;
    const all = await listChats(bot.username);
    chats = all.filter(
      ({ members, last_message_id }) => last_message_id > 0 && members.some(({ telegram_id }) => telegram_id === id),
    );
    choice.replaceChildren(...chats.map((chat) => element('option', { value: String(chat.id) }, chat.title)));
    update();
    await show(shown?.id);
  }

  /** Shows the chat with this id, or else the first one. */
  async function show(id) {
    shown = chats.find((chat) => chat.id === id) ?? chats[0];
    if (!shown) return;
    choice.value = String(shown.id);
    const count = shown.members.length;
    const own = shown.members.find(({ telegram_id }) => telegram_id === person().telegram_id);
    status.textContent = `${shown.type}, ${count === 1 ? '1 person' : `${count} people`}; the bot: ${shown.bot}`;
    form.hidden = shown.type === 'channel' && own?.status === 'member';
    input.setAttribute('aria-label', `Message from ${person().first_name} to ${shown.title}`);
    log.root.setAttribute('aria-label', `Messages of ${shown.title}`);
    log.messages.clear();
    const list = await listMessages(person().telegram_id, bot.username, shown.id);
    for (const message of list) log.messages.set(message.message_id, message);
    log.show();
    log.scrollToEnd();
  }

  return {
    title: 'Groups',
    root,
    count: () => chats.length,
    unread: () => 0,
    onOpen: log.scrollToEnd,
    refresh,
    /** Handles an event of a group. */
    async apply(event) {
      if (event.type === 'chat' || !chats.some(({ id }) => id === event.chat_id)) return refresh();
      if (event.chat_id !== shown.id) return undefined;
      if (event.type === 'message' || event.type === 'edited')
        log.messages.set(event.message.message_id, event.message);
      if (event.type === 'deleted') for (const id of event.message_ids) log.messages.delete(id);
      log.show();
      return undefined;
    },
  };
}
