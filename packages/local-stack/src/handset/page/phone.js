import { dialogTexts } from './dialog-texts.js';
import { askQuestion, element, icon, showToast } from './dom.js';
import {
  act,
  listCommands,
  listMessages,
  listSms,
  openLink,
  openMiniApp,
  readDescription,
  readMenuButton,
  setBlocked,
} from './handset-api.js';
import { initial, messageView } from './message-view.js';
import { createMiniApp, themeParams } from './mini-app.js';

const TYPING_SHOWN_MS = 5_000;
const NEAR_END_PX = 80;

/**
 * One simulated phone: the chat of a person with the bot, and the person's SMS inbox.
 *
 * @param options.startPayload of a link, which START sends; undefined without one
 * @param options.onNews called when a message or an SMS arrives
 * @param options.onStart called when START is pressed
 */
export function createPhone({ person, bot, startPayload, onNews, onStart }) {
  let current = person;
  /** The text that START sends for a link; undefined when no link waits. */
  let startText = startPayload && `/start ${startPayload}`;
  /** The message whose keyboard the person hid; it stays hidden after a reload. */
  const foldedKey = `folded ${bot.username} ${person.telegram_id}`;
  let foldedId = Number(sessionStorage.getItem(foldedKey)) || undefined;
  let description = '';
  let commands = [];
  let typingTimer;
  let isAtEnd = true;
  const messages = new Map();
  /** Elements of pressed buttons, by callback query id. */
  const pressed = new Map();
  /** Callback queries whose answer came before the reply that tells their id. */
  const answeredEarly = new Set();

  const log = element('div', { className: 'log', role: 'log', 'aria-live': 'polite', tabIndex: 0 });
  const about = element('div', { className: 'about', hidden: true });
  const texts = () => dialogTexts(current.language_code);
  const status = element('p', { className: 'status' });
  const keyboard = element('div', {
    className: 'keyboard',
    hidden: true,
    role: 'group',
    'aria-label': 'Reply keyboard',
  });
  const menu = element('div', { className: 'menu', hidden: true, role: 'group', 'aria-label': 'Commands' });
  const input = element('textarea', { rows: 1, placeholder: 'Message', maxLength: 4096, enterKeyHint: 'send' });
  const menuButton = iconButton('commands', 'Commands', () => {
    menu.hidden = !menu.hidden;
  });
  const keyboardButton = iconButton('keyboard', 'Reply keyboard', () => {
    const shown = lastKeyboard();
    fold(foldedId === shown?.id ? undefined : shown?.id);
  });
  const appButton = element('button', {
    className: 'button app-button',
    type: 'button',
    hidden: true,
    onclick: showMiniApp,
  });
  const form = element(
    'form',
    { className: 'compose', hidden: true },
    appButton,
    menuButton,
    input,
    keyboardButton,
    element('button', { className: 'button round', type: 'submit', 'aria-label': 'Send' }, icon('send')),
  );
  // Hidden until the chat is loaded, which decides between them
  const startButton = element('button', { className: 'button start', type: 'button', hidden: true }, 'START');
  const unblockButton = element(
    'button',
    { className: 'button start danger', type: 'button', hidden: true },
    'UNBLOCK',
  );
  const blockButton = element('button', { className: 'button quiet small', type: 'button', hidden: true }, 'Block');
  const inbox = element('ol', { className: 'inbox-list', 'aria-live': 'polite' });
  const ownerName = element('strong', {});
  const ownerPhone = element('span', {});
  const ownerAvatar = element('span', { className: 'avatar', 'aria-hidden': 'true' });
  const chat = element(
    'section',
    { className: 'chat', 'aria-label': `Chat with ${bot.first_name}` },
    element(
      'header',
      { className: 'chat-head' },
      element('span', { className: 'avatar bot', 'aria-hidden': 'true' }, initial(bot.first_name)),
      element('div', { className: 'chat-title' }, element('h2', {}, bot.first_name), status),
      blockButton,
    ),
    about,
    log,
    menu,
    keyboard,
    form,
    startButton,
    unblockButton,
  );
  const inboxSection = element('section', { className: 'inbox', 'aria-label': 'SMS' }, element('h2', {}, 'SMS'), inbox);
  const miniApp = createMiniApp({
    title: bot.first_name,
    onPhoneRequest: () => guarded(shareContact),
    onLink: leaveTo,
    onClose: () => {
      showChat(true);
      appButton.focus();
    },
  });
  const root = element(
    'article',
    { className: 'phone' },
    element(
      'header',
      { className: 'owner' },
      ownerAvatar,
      element('div', { className: 'owner-text' }, ownerName, ownerPhone),
    ),
    chat,
    inboxSection,
    miniApp.root,
  );

  log.addEventListener('scroll', () => {
    isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  });
  // A new keyboard or SMS makes the chat shorter; its end stays visible.
  new ResizeObserver(() => {
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }).observe(log);

  function guarded(work) {
    return work().catch((error) => {
      showToast(error.message);
    });
  }
  const send = (action) => guarded(() => act(current.telegram_id, bot.username, action));

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
  unblockButton.addEventListener('click', () => guarded(() => setBlocked(current.telegram_id, bot.username, false)));
  blockButton.addEventListener('click', async () => {
    const { lang, cancel, blockTitle, blockText, block } = texts();
    const question = { lang, title: blockTitle(bot.first_name), text: blockText, yes: block, no: cancel };
    const isSure = await askQuestion(question);
    if (isSure) guarded(() => setBlocked(current.telegram_id, bot.username, true));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value;
    if (text.trim() === '') return;
    input.value = '';
    send({ text });
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  const press = (button, node) => {
    const message_id = Number(node.closest('.message').dataset.id);
    node.classList.add('waiting');
    guarded(async () => {
      const { callback_query_id } = await act(current.telegram_id, bot.username, {
        callback_data: button.callback_data,
        message_id,
      });
      if (answeredEarly.delete(callback_query_id)) node.classList.remove('waiting');
      else pressed.set(callback_query_id, node);
    });
  };

  /** Telegram asks before it leaves the app. */
  async function leaveTo(url) {
    const { lang, cancel, openTitle, open } = texts();
    if (await askQuestion({ lang, title: openTitle, text: url, yes: open, no: cancel })) {
      window.open(url, '_blank', 'noopener');
    }
  }

  /** Opens the Mini App of the menu button in place of the chat. */
  function showMiniApp() {
    guarded(async () => {
      const input = { bot: bot.username, theme_params: themeParams() };
      const { url } = await openMiniApp(current.telegram_id, input);
      if (url === null) return;
      showChat(false);
      miniApp.open(url);
    });
  }

  function showChat(isShown) {
    chat.hidden = !isShown;
    inboxSection.hidden = !isShown;
  }

  /** Sends the person's own contact after Telegram's question. Resolves to whether it was sent. */
  async function shareContact() {
    const { lang, cancel, shareTitle, shareText, share } = texts();
    const text = shareText(bot.first_name, current.phone);
    const isSure = await askQuestion({ lang, title: shareTitle, text, yes: share, no: cancel });
    if (isSure) await act(current.telegram_id, bot.username, { contact: 'own' });
    return isSure;
  }

  async function pressKey(key) {
    const pressed = lastKeyboard();
    if (key.request_contact) {
      if (!(await guarded(shareContact))) return;
    } else {
      await send({ text: key.text ?? key });
    }
    if (pressed?.markup.one_time_keyboard) fold(pressed.id);
  }

  /** Hides the keyboard of this message; undefined: shows the keyboard. */
  function fold(messageId) {
    foldedId = messageId;
    if (messageId === undefined) sessionStorage.removeItem(foldedKey);
    else sessionStorage.setItem(foldedKey, String(messageId));
    showKeyboard();
  }

  function showMessages() {
    const sorted = [...messages.values()].sort((a, b) => a.message_id - b.message_id);
    const shown = new Map([...log.querySelectorAll('.message')].map((node) => [Number(node.dataset.id), node]));
    // An unchanged message keeps its element, so that a screen reader announces only new ones.
    const nodes = sorted.map((message) => {
      const old = shown.get(message.message_id);
      if (old && old.shownMessage === message) return old;
      const node = messageView(message, current.telegram_id, {
        onPress: press,
        onOpen: leaveTo,
        onSend: (text) => send({ text }),
      });
      node.shownMessage = message;
      return node;
    });
    for (const [id, node] of shown) if (!messages.has(id) || !nodes.includes(node)) node.remove();
    for (const [index, node] of nodes.entries()) {
      if (log.children[index] !== node) log.insertBefore(node, log.children[index] ?? null);
    }
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }

  /** The keyboard that the bot set last, and the id of its message; undefined without one. */
  function lastKeyboard() {
    const sorted = [...messages.values()].sort((a, b) => b.message_id - a.message_id);
    const last = sorted.find((message) => message.reply_markup && !message.reply_markup.inline_keyboard);
    return last?.reply_markup.keyboard ? { markup: last.reply_markup, id: last.message_id } : undefined;
  }

  function showKeyboard() {
    const { markup, id } = lastKeyboard() ?? {};
    const isFolded = id === foldedId && !markup?.is_persistent;
    keyboard.hidden = markup === undefined || isFolded || !form.isConnected || form.hidden;
    // A persistent keyboard cannot be folded
    keyboardButton.hidden = markup === undefined || markup.is_persistent === true;
    keyboardButton.setAttribute('aria-pressed', String(!keyboard.hidden));
    input.placeholder = markup?.input_field_placeholder ?? 'Message';
    if (!markup) return;
    keyboard.replaceChildren(
      ...markup.keyboard.map((row) =>
        element(
          'div',
          { className: 'row' },
          ...row.map((key) =>
            element(
              'button',
              {
                className: `key ${key.style ?? ''}`.trim(),
                type: 'button',
                onclick: () => pressKey(key),
              },
              key.text ?? key,
            ),
          ),
        ),
      ),
    );
  }

  function showControls() {
    const isBlocked = current.blocked;
    const isStartShown = !isBlocked && (messages.size === 0 || startText !== undefined);
    unblockButton.hidden = !isBlocked;
    startButton.hidden = !isStartShown;
    form.hidden = isBlocked || isStartShown;
    blockButton.hidden = isBlocked || messages.size === 0;
    menuButton.hidden = commands.length === 0;
    menu.hidden = menu.hidden || form.hidden;
    const isAboutShown = messages.size === 0 && description !== '';
    about.hidden = !isAboutShown;
    about.replaceChildren(
      element('div', { className: 'about-box' }, element('strong', {}, texts().about), element('p', {}, description)),
    );
    log.hidden = isAboutShown;
    log.classList.toggle('empty', messages.size === 0);
    showKeyboard();
  }

  function showPerson() {
    ownerName.textContent = current.first_name;
    ownerPhone.textContent = `${current.phone} · ${current.language_code} · id ${current.telegram_id}`;
    ownerAvatar.textContent = initial(current.first_name);
    status.textContent = current.blocked ? 'blocked' : `@${bot.username}`;
    root.setAttribute('aria-label', `Phone of ${current.first_name}`);
    log.setAttribute('aria-label', `Messages of ${current.first_name}`);
    input.setAttribute('aria-label', `Message from ${current.first_name}`);
  }

  function showTyping(isTyping) {
    clearTimeout(typingTimer);
    if (current.blocked) return;
    status.textContent = isTyping ? 'typing…' : `@${bot.username}`;
    if (isTyping) typingTimer = setTimeout(() => showTyping(false), TYPING_SHOWN_MS);
  }

  function showSms(list) {
    const items = list.map((sms) =>
      element(
        'li',
        { className: 'sms' },
        element('p', {}, sms.text),
        element('time', {}, new Date(sms.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })),
      ),
    );
    inbox.replaceChildren(...(items.length > 0 ? items : [element('li', { className: 'none' }, 'No messages yet')]));
  }

  function receive(message) {
    const isNew = !messages.has(message.message_id);
    messages.set(message.message_id, message);
    if (message.from?.is_bot) showTyping(false);
    showMessages();
    showControls();
    if (isNew && message.from?.is_bot) onNews();
  }

  async function answerPress(event) {
    pressed.get(event.id)?.classList.remove('waiting');
    if (!pressed.delete(event.id)) answeredEarly.add(event.id);
    if (event.url) window.open(event.url, '_blank', 'noopener');
    if (event.text && event.show_alert) await askQuestion({ title: bot.first_name, text: event.text, yes: 'OK' });
    else if (event.text) showToast(event.text);
  }

  return {
    root,
    person: () => current,
    /** Loads everything: at the start, and after a lost connection. */
    async refresh(changedPerson = current) {
      current = changedPerson;
      const [list, sms, menuCommands, described, menuButton] = await Promise.all([
        listMessages(current.telegram_id, bot.username),
        listSms(current.phone),
        listCommands(current.telegram_id, bot.username),
        readDescription(current.telegram_id, bot.username),
        readMenuButton(current.telegram_id, bot.username),
      ]);
      appButton.hidden = menuButton.type !== 'web_app';
      appButton.textContent = menuButton.text ?? '';
      description = described.description;
      messages.clear();
      for (const message of list) messages.set(message.message_id, message);
      commands = menuCommands;
      menu.replaceChildren(
        ...commands.map(({ command, description }) =>
          element(
            'button',
            {
              type: 'button',
              className: 'command',
              onclick: () => {
                menu.hidden = true;
                send({ text: `/${command}` });
              },
            },
            element('strong', {}, `/${command}`),
            element('span', {}, description),
          ),
        ),
      );
      showPerson();
      showSms(sms);
      showMessages();
      showControls();
      log.scrollTop = log.scrollHeight;
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
    apply(event) {
      if (event.type === 'message' || event.type === 'edited') receive(event.message);
      if (event.type === 'typing') showTyping(true);
      if (event.type === 'callback_answer') answerPress(event);
      if (event.type === 'deleted') {
        for (const id of event.message_ids) messages.delete(id);
        showMessages();
        showControls();
      }
    },
    async readSms() {
      showSms(await listSms(current.phone));
      onNews();
    },
  };
}

function iconButton(name, label, onclick) {
  const properties = { className: 'icon-button', type: 'button', 'aria-label': label, title: label, onclick };
  return element('button', properties, icon(name));
}
