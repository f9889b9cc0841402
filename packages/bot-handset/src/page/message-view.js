import { mediaView, summaryOf } from './chat/media-view.js';
import { serviceView } from './chat/service-view.js';
import { copyText, element, icon, iconButton } from './dom.js';

/** Other schemes (javascript:, data:) stay text. */
const LINK_PROTOCOLS = new Set(['http:', 'https:', 'tg:', 'mailto:', 'tel:']);

/**
 * Shows one message.
 *
 * @param message a Bot API Message, with the keyboard that came with it, and reactions
 * @param handlers.onPress called with a callback button and its element
 * @param handlers.onOpen called with the URL of a pressed button
 * @param handlers.onSend called with a text that a tap sends, such as a command
 * @param handlers.onMenu called with the message and the element to open its menu at; without it there is none
 * @param handlers.onVote called with the message and the numbers of the chosen options of its poll
 * @param handlers.onPay called with the message of an invoice
 * @param handlers.onApp called with the message and a button that opens a Mini App
 * @param handlers.onInline called with the text that a button puts into the input
 * @param handlers.areSendersShown whether each message names its sender, as in groups
 * @param handlers.fileUrl makes the address of a file from its `file_id`
 */
export function messageView(message, personId, handlers) {
  const service = serviceView(message);
  if (service) return service;
  const isOwn = message.from?.id === personId;
  const { fileUrl = () => '', onMenu } = handlers;
  const caption = captionView(message, handlers);
  const media = mediaView(message, personId, fileUrl, { onVote: (ids) => handlers.onVote?.(message, ids) });
  const bubble = element(
    'div',
    { className: 'bubble' },
    handlers.areSendersShown && !isOwn && element('strong', { className: 'sender' }, senderName(message)),
    message.via_bot && element('p', { className: 'note' }, `via @${message.via_bot.username}`),
    message.forward_origin &&
      element('p', { className: 'note' }, `Forwarded from ${originName(message.forward_origin)}`),
    message.reply_to_message && quoteView(message.reply_to_message, message.quote),
    message.contact && contactView(message.contact),
    message.show_caption_above_media && caption,
    media,
    !message.show_caption_above_media && caption,
    message.text !== undefined &&
      element(
        'div',
        { className: 'text', dir: 'auto' },
        ...renderEntities(message.text, message.entities ?? [], handlers.onSend),
      ),
    message.reactions && reactionsView(message.reactions),
    footView(message),
  );
  const keyboard = message.reply_markup?.inline_keyboard;
  const root = element(
    'div',
    { className: isOwn ? 'message own' : 'message', 'data-id': String(message.message_id) },
    element('span', { className: 'visually-hidden' }, `${senderName(message)}:`),
    bubble,
    keyboard && inlineKeyboardView(keyboard, message, handlers),
  );
  if (onMenu) addMenu(bubble, () => onMenu(message, bubble));
  return root;
}

/** A right click, a long press or the button opens the menu of a message. */
function addMenu(bubble, open) {
  bubble.append(iconButton('more', 'Message menu', open));
  bubble.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    open();
  });
}

function captionView({ caption, caption_entities: entities = [] }, { onSend }) {
  if (caption === undefined) return undefined;
  return element('div', { className: 'text', dir: 'auto' }, ...renderEntities(caption, entities, onSend));
}

function senderName({ from, sender_chat }) {
  return from?.first_name ?? sender_chat?.title ?? 'Somebody';
}

function originName({ sender_user, sender_user_name, chat, sender_chat }) {
  return sender_user?.first_name ?? sender_user_name ?? chat?.title ?? sender_chat?.title ?? 'somebody';
}

function reactionsView(list) {
  const counts = new Map();
  for (const { reactions } of list) {
    for (const { emoji = '★' } of reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  }
  return element(
    'p',
    { className: 'reactions' },
    ...[...counts].map(([emoji, count]) =>
      element('span', { className: 'reaction' }, count > 1 ? `${emoji} ${count}` : emoji),
    ),
  );
}

/** `12:45` */
function timeOf(unixTime) {
  return new Date(unixTime * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

function footView(message) {
  return element(
    'p',
    { className: 'foot' },
    message.has_protected_content && element('span', { title: 'Cannot be forwarded or saved' }, 'protected · '),
    message.edit_date !== undefined && 'edited ',
    element('time', {}, timeOf(message.date)),
  );
}

function contactView(contact) {
  return element(
    'div',
    { className: 'contact' },
    element('span', { className: 'avatar small', 'aria-hidden': 'true' }, initial(contact.first_name)),
    element(
      'div',
      {},
      element('strong', {}, [contact.first_name, contact.last_name].filter(Boolean).join(' ') || 'No name'),
      element('div', {}, `+${contact.phone_number.replace(/^\+/, '')}`),
    ),
  );
}

function quoteView(message, quote) {
  return element(
    'blockquote',
    { className: 'quote' },
    element('strong', {}, senderName(message)),
    element('div', { className: 'quoted' }, quote?.text ?? summaryOf(message)),
  );
}

function inlineKeyboardView(rows, message, handlers) {
  return element(
    'div',
    { className: 'inline-keyboard' },
    ...rows.map((row) =>
      element('div', { className: 'row' }, ...row.map((button) => inlineButton(button, message, handlers))),
    ),
  );
}

function inlineButton(button, message, { onPress, onOpen, onPay, onApp, onInline }) {
  const className = `inline-button ${button.style ?? ''}`.trim();
  const own = { className, type: 'button' };
  if (button.pay && onPay) return element('button', { ...own, onclick: () => onPay(message) }, button.text);
  if (button.web_app && onApp) {
    return element('button', { ...own, onclick: () => onApp(message, button) }, button.text, icon('open'));
  }
  const inlineText = button.switch_inline_query_current_chat;
  if (inlineText !== undefined && onInline) {
    return element('button', { ...own, onclick: () => onInline(inlineText) }, button.text);
  }
  const link = button.url ?? button.web_app?.url;
  if (link !== undefined && isSafeLink(link)) {
    const onclick = (event) => {
      event.preventDefault();
      onOpen(link);
    };
    return element(
      'a',
      { className, href: link, target: '_blank', rel: 'noopener noreferrer', onclick },
      button.text,
      icon('open'),
      element('span', { className: 'visually-hidden' }, ' (opens in a new tab)'),
    );
  }
  if (button.copy_text) {
    return element(
      'button',
      { className, type: 'button', onclick: () => copyText(button.copy_text.text) },
      button.text,
      icon('copy'),
      element('span', { className: 'visually-hidden' }, ' (copies)'),
    );
  }
  const node = element(
    'button',
    { className, type: 'button', disabled: button.callback_data === undefined },
    button.text,
  );
  node.addEventListener('click', () => onPress(button, node));
  return node;
}

/** Splits a text at its entities. Entities nest; one that overlaps the end of another is split there. */
function renderEntities(text, entities, onSend) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return renderRange(text, 0, text.length, sorted, onSend);
}

function renderRange(text, start, end, entities, onSend) {
  const nodes = [];
  let position = start;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...later] = rest;
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    rest = later;
    if (from >= to) continue;
    if (from > position) nodes.push(text.slice(position, from));
    const inside = later.filter((other) => other.offset < to);
    nodes.push(entityView(entity, text.slice(from, to), renderRange(text, from, to, inside, onSend), onSend));
    rest = later.filter((other) => other.offset + other.length > to);
    // A quotation ends its line by itself
    position = entity.type.endsWith('blockquote') && text[to] === '\n' ? to + 1 : to;
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

const SIMPLE_TAGS = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's' };

function entityView(entity, text, children, onSend) {
  const simple = SIMPLE_TAGS[entity.type];
  if (simple) return element(simple, {}, ...children);
  switch (entity.type) {
    case 'code':
    case 'pre':
      return element(
        'button',
        {
          className: entity.type === 'pre' ? 'code block' : 'code',
          type: 'button',
          title: 'Copy',
          'aria-label': `Copy ${text}`,
          onclick: () => copyText(text),
        },
        text,
      );
    case 'spoiler': {
      const node = element('button', { className: 'spoiler', type: 'button', title: 'Show' }, ...children);
      node.addEventListener('click', () => node.classList.add('shown'));
      return node;
    }
    case 'blockquote':
    case 'expandable_blockquote':
      return element('blockquote', { className: 'quote' }, ...children);
    case 'text_link':
      return linkView(entity.url, children);
    case 'url':
      return linkView(text.includes('://') ? text : `http://${text}`, children);
    case 'email':
      return linkView(`mailto:${text}`, children);
    case 'phone_number':
      return linkView(`tel:${text.replace(/[^+\d]/g, '')}`, children);
    case 'bot_command':
      return element('button', { className: 'link', type: 'button', onclick: () => onSend(text) }, text);
    case 'mention':
    case 'hashtag':
    case 'cashtag':
    case 'text_mention':
      return element('span', { className: 'link' }, ...children);
    default:
      return element('span', {}, ...children);
  }
}

function linkView(href, children) {
  if (!isSafeLink(href)) return element('span', {}, ...children);
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer', title: href }, ...children);
}

function isSafeLink(href) {
  const url = URL.parse(href);
  return url !== null && LINK_PROTOCOLS.has(url.protocol);
}

/** The initial of a person, instead of a picture. */
export function initial(name) {
  return (name ?? '').trim().charAt(0).toUpperCase() || '•';
}
