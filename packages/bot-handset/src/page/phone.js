import { createAttachMenu } from './chat/attach-menu.js';
import { createComposeBar } from './chat/compose-bar.js';
import { createGroupChats } from './chat/group-chats.js';
import { createInlineResults } from './chat/inline-results.js';
import { createMessageLog } from './chat/message-log.js';
import { createMessageMenu } from './chat/message-menu.js';
import { createPayment } from './chat/payment.js';
import { createPinnedBar } from './chat/pinned-bar.js';
import { createReplyKeyboard } from './chat/reply-keyboard.js';
import { createChatList } from './chat-list.js';
import { dialogTexts } from './dialog-texts.js';
import { askQuestion, element, icon, showToast } from './dom.js';
import {
  act,
  fileUrl,
  listCommands,
  listMessages,
  openLink,
  openMiniApp,
  readChat,
  readDescription,
  readMenuButton,
  setBlocked,
} from './handset-api.js';
import { initial } from './message-view.js';
import { createMiniApp, themeParams } from './mini-app.js';
import { createBlockButtons } from './phone/block-buttons.js';
import { createBotStatus } from './phone/bot-status.js';
import { createCommandMenu } from './phone/command-menu.js';
import { createOwnerView } from './phone/owner-view.js';
import { createPressedButtons } from './phone/pressed-buttons.js';

/**
 * One simulated phone: the chat of a person with the bot, and what extensions add.
 *
 * @param options.extensions see `loadExtensions`
 * @param options.startPayload of a link, which START sends; undefined without one
 * @param options.onNews called when something arrives
 * @param options.onStart called when START is pressed
 */
export function createPhone({ person, bot, extensions, startPayload, onNews, onStart }) {
  let current = person;
  /** Settles once what was asked for last is loaded. */
  let loading = Promise.resolve();
  /** The text that START sends for a link; undefined when no link waits. */
  let startText = startPayload && `/start ${startPayload}`;
  let description = '';
  let pinned = [];

  function guarded(work) {
    return work().catch((error) => {
      showToast(error.message);
    });
  }
  const send = (action) => guarded(() => act(current.telegram_id, bot.username, action));
  const texts = () => dialogTexts(current.language_code);

  const messageMenu = createMessageMenu({
    act: send,
    personId: () => current.telegram_id,
    isPinned: (id) => pinned.includes(id),
    onReply: (message) => compose('reply', message),
    onEdit: (message) => compose('edit', message),
  });
  const buttons = createPressedButtons({
    bot,
    press: (action) => act(current.telegram_id, bot.username, action),
    guarded,
  });
  const payment = createPayment({ bot, texts, person: () => current, guarded });
  const log = createMessageLog({
    personId: () => current.telegram_id,
    handlers: {
      onPress: buttons.press,
      onOpen: leaveTo,
      onSend: (text) => send({ text }),
      onMenu: messageMenu.open,
      onVote: ({ message_id }, option_ids) => send({ vote: { message_id, option_ids } }),
      onPay: payment.payMessage,
      onApp: (message, button) => showMiniApp({ message_id: message.message_id, text: button.text }),
      onInline: (query) => write(`@${bot.username} ${query}`),
      fileUrl: (id) => fileUrl(id, bot.username),
    },
  });
  const { messages } = log;
  const pinnedBar = createPinnedBar({ onOpen: log.scrollTo });
  const keyboard = createReplyKeyboard({
    storageKey: `folded ${bot.username} ${person.telegram_id}`,
    read: log.lastKeyboard,
    onKey: pressKey,
  });
  const inline = createInlineResults({
    bot,
    act: send,
    onChosen: () => write(''),
    onStart: (parameter) => send({ text: `/start ${parameter}` }),
  });
  const composeBar = createComposeBar({ onEnd: (wasEdit) => wasEdit && write('') });
  const attach = createAttachMenu({ act: send, onContact: () => guarded(shareContact), takeCaption: takeInput });

  const about = element('div', { className: 'about', hidden: true });
  const status = createBotStatus({ bot, isBlocked: () => current.blocked });
  const commandMenu = createCommandMenu({ onSend: (text) => send({ text }) });
  const owner = createOwnerView();
  const blocking = createBlockButtons({
    bot,
    texts,
    setBlocked: (isBlocked) => guarded(() => setBlocked(current.telegram_id, bot.username, isBlocked)),
  });
  const input = element('textarea', { rows: 1, placeholder: 'Message', maxLength: 4096, enterKeyHint: 'send' });
  const appButton = element('button', {
    className: 'button app-button',
    type: 'button',
    hidden: true,
    onclick: () => showMiniApp(),
  });
  const form = element(
    'form',
    { className: 'compose', hidden: true },
    appButton,
    commandMenu.button,
    attach.button,
    input,
    keyboard.button,
    element('button', { className: 'button round', type: 'submit', 'aria-label': 'Send' }, icon('send')),
  );
  // Hidden until the chat is loaded, which decides between them
  const startButton = element('button', { className: 'button start', type: 'button', hidden: true }, 'START');
  const parts = extensions.map((extend) =>
    extend({ person: () => current, guarded, onNews, onLink: leaveTo, update: () => chats.update() }),
  );
  const chat = element(
    'section',
    { className: 'chat', 'aria-label': `Chat with ${bot.first_name}` },
    element(
      'header',
      { className: 'chat-head' },
      element('span', { className: 'avatar bot', 'aria-hidden': 'true' }, initial(bot.first_name)),
      element('div', { className: 'chat-title' }, element('h2', {}, bot.first_name), status.root),
      blocking.block,
    ),
    pinnedBar.root,
    ...parts.flatMap(({ cards }) => cards ?? []),
    about,
    log.root,
    commandMenu.root,
    attach.root,
    inline.root,
    keyboard.root,
    composeBar.root,
    form,
    startButton,
    blocking.unblock,
  );
  const groups = createGroupChats({
    person: () => current,
    bot,
    guarded,
    onLink: leaveTo,
    update: () => chats.update(),
  });
  const otherChats = [groups, ...parts.flatMap((part) => part.chat ?? [])];
  const panels = parts.flatMap(({ panel }) => panel ?? []);
  const chats = createChatList({ title: bot.first_name, chat, others: otherChats, panels });
  const miniApp = createMiniApp({
    title: bot.first_name,
    onPhoneRequest: () => guarded(shareContact),
    onLink: leaveTo,
    onData: (data, button_text) => send({ web_app_data: { data, button_text } }),
    onInvoice: payment.payLink,
    onClose: () => {
      chats.show(true);
      if (!appButton.hidden) appButton.focus();
    },
  });
  const root = element(
    'article',
    { className: 'phone' },
    owner.root,
    chats.root,
    chat,
    ...otherChats.map((other) => other.root),
    ...panels,
    miniApp.root,
    messageMenu.root,
  );

  startButton.addEventListener('click', () => {
    const text = startText ?? '/start';
    startText = undefined;
    onStart();
    guarded(async () => {
      await act(current.telegram_id, bot.username, { text });
      input.focus();
    });
    showControls();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim() === '') return;
    send(composeBar.actionFor(takeInput()));
  });
  input.addEventListener('input', () => inline.update(input.value));
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  /** Puts a text into the input. */
  function write(text) {
    input.value = text;
    inline.update(text);
    if (text !== '') input.focus();
  }

  function takeInput() {
    const text = input.value;
    write('');
    return text;
  }

  /** Begins to answer or to edit a message. */
  function compose(kind, message) {
    composeBar.show(kind, message);
    if (kind === 'edit') write(message.text ?? message.caption ?? '');
    input.focus();
  }

  /** Telegram asks before it leaves the app. */
  async function leaveTo(url) {
    if (payment.isInvoiceLink(url)) return payment.payLink(url);
    const { lang, cancel, openTitle, open } = texts();
    if (await askQuestion({ lang, title: openTitle, text: url, yes: open, no: cancel })) {
      window.open(url, '_blank', 'noopener');
    }
    return undefined;
  }

  /** Opens a Mini App in place of the chat: of the menu button, or of a button of a message. */
  function showMiniApp(button) {
    return guarded(async () => {
      const input = { bot: bot.username, theme_params: themeParams(), ...(button ? { button } : {}) };
      const { url, can_send_data } = await openMiniApp(current.telegram_id, input);
      if (url === null) return;
      chats.show(false);
      miniApp.open(url, can_send_data ? button.text : undefined);
    });
  }

  /** Sends the person's own contact after Telegram's question. Resolves to whether it was sent. */
  async function shareContact() {
    const { lang, cancel, shareTitle, shareText, share } = texts();
    const text = shareText(bot.first_name, current.phone);
    const isSure = await askQuestion({ lang, title: shareTitle, text, yes: share, no: cancel });
    if (isSure) await act(current.telegram_id, bot.username, { contact: 'own' });
    return isSure;
  }

  /** Resolves to whether the key was used. */
  async function pressKey(key, message_id) {
    if (key.request_contact) return Boolean(await guarded(shareContact));
    if (key.web_app) await showMiniApp({ message_id, text: key.text });
    else await send(key.request_location ? { location: true } : { text: key.text ?? key });
    return true;
  }

  function showControls() {
    const isBlocked = current.blocked;
    const isStartShown = !isBlocked && (messages.size === 0 || startText !== undefined);
    blocking.unblock.hidden = !isBlocked;
    startButton.hidden = !isStartShown;
    form.hidden = isBlocked || isStartShown;
    blocking.block.hidden = isBlocked || messages.size === 0;
    if (form.hidden) for (const each of [commandMenu, attach]) each.hide();
    const isAboutShown = messages.size === 0 && description !== '';
    about.hidden = !isAboutShown;
    about.replaceChildren(
      element('div', { className: 'about-box' }, element('strong', {}, texts().about), element('p', {}, description)),
    );
    log.root.hidden = isAboutShown;
    pinnedBar.show(pinned.flatMap((id) => messages.get(id) ?? []).at(-1));
    keyboard.show(!form.hidden);
    input.placeholder = keyboard.placeholder();
  }

  function showPerson() {
    owner.show(current);
    status.show();
    root.setAttribute('aria-label', `Phone of ${current.first_name}`);
    log.root.setAttribute('aria-label', `Messages of ${current.first_name}`);
    input.setAttribute('aria-label', `Message from ${current.first_name}`);
  }

  function receive(message) {
    const isNew = !messages.has(message.message_id);
    messages.set(message.message_id, message);
    if (message.from?.is_bot) status.show();
    log.show();
    showControls();
    if (isNew && message.from?.is_bot) onNews();
  }

  /** Reads everything of this phone and shows it. */
  async function load(changedPerson) {
    current = changedPerson;
    const [list, chatNow, menuCommands, described, menuButtonNow] = await Promise.all([
      listMessages(current.telegram_id, bot.username),
      readChat(current.telegram_id, bot.username),
      listCommands(current.telegram_id, bot.username),
      readDescription(current.telegram_id, bot.username),
      readMenuButton(current.telegram_id, bot.username),
      groups.refresh(),
      ...parts.map((part) => part.refresh?.()),
    ]);
    appButton.hidden = menuButtonNow.type !== 'web_app';
    appButton.textContent = menuButtonNow.text ?? '';
    description = described.description;
    messages.clear();
    for (const message of list) messages.set(message.message_id, message);
    pinned = chatNow.pinned;
    commandMenu.show(menuCommands);
    showPerson();
    chats.update();
    log.show();
    showControls();
    log.scrollToEnd();
  }

  return {
    root,
    person: () => current,
    /** Loads everything: at the start, after a lost connection, and when the person or the commands changed. */
    refresh(changedPerson) {
      const loaded = loading.then(() => load(changedPerson));
      loading = loaded.catch(() => {});
      return loaded;
    },
    /** Whether a link sends its payload at once. */
    isKnown: () => messages.size > 0 && !current.blocked,
    /** Sends the payload of the link, as Telegram's phone apps do in a chat that was started before. */
    async openLink() {
      startText = undefined;
      showControls();
      await openLink(current.telegram_id, `${location.origin}/?bot=${bot.username}&start=${startPayload}`);
    },
    /** Handles an event of this phone's chat. */
    async apply(event) {
      await loading; // what it reads may be from before the event
      if (event.chat_id < 0) {
        await groups.apply(event);
        return;
      }
      if (event.type === 'message' || event.type === 'edited') receive(event.message);
      if (event.type === 'typing') status.show(event.action);
      if (event.type === 'callback_answer') buttons.answer(event);
      if (event.type === 'inline_answer') inline.show(event);
      if (event.type === 'checkout_refused') await askQuestion({ title: bot.first_name, text: event.error, yes: 'OK' });
      if (event.type === 'chat') {
        ({ pinned } = await readChat(current.telegram_id, bot.username));
        showControls();
      }
      if (event.type === 'deleted') {
        for (const id of event.message_ids) messages.delete(id);
        log.show();
        showControls();
      }
    },
    /** Passes an event of an extension on. */
    applyExtra: (event) => Promise.all(parts.map((part) => part.onEvent?.(event))),
  };
}
