import { copyText, element, icon } from './dom.js';

/** Other schemes (javascript:, data:) stay text. */
const LINK_PROTOCOLS = new Set(['http:', 'https:', 'tg:', 'mailto:', 'tel:']);

/**
 * Shows one message.
 *
 * @param message a Bot API Message, with the keyboard that came with it
 * @param handlers.onPress called with a callback button and its element
 * @param handlers.onOpen called with the URL of a pressed button
 * @param handlers.onSend called with a text that a tap sends, such as a command
 */
export function messageView(message, personId, handlers) {
  const isOwn = message.from?.id === personId;
  const bubble = element(
    'div',
    { className: 'bubble' },
    message.forward_origin &&
      element(
        'p',
        { className: 'note' },
        `Forwarded from ${message.forward_origin.sender_user?.first_name ?? 'somebody'}`,
      ),
    message.reply_to_message && quoteView(message.reply_to_message),
    message.contact && contactView(message.contact),
    message.text !== undefined &&
      element(
        'div',
        { className: 'text', dir: 'auto' },
        ...renderEntities(message.text, message.entities ?? [], handlers.onSend),
      ),
    footView(message),
  );
  const keyboard = message.reply_markup?.inline_keyboard;
  return element(
    'div',
    { className: isOwn ? 'message own' : 'message', 'data-id': String(message.message_id) },
    element('span', { className: 'visually-hidden' }, `${message.from?.first_name ?? 'Somebody'}:`),
    bubble,
    keyboard && inlineKeyboardView(keyboard, handlers),
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

function quoteView(message) {
  return element(
    'blockquote',
    { className: 'quote' },
    element('strong', {}, message.from?.first_name ?? 'Somebody'),
    element('div', {}, message.text ?? (message.contact ? 'Contact' : 'Message')),
  );
}

function inlineKeyboardView(rows, handlers) {
  return element(
    'div',
    { className: 'inline-keyboard' },
    ...rows.map((row) => element('div', { className: 'row' }, ...row.map((button) => inlineButton(button, handlers)))),
  );
}

function inlineButton(button, { onPress, onOpen }) {
  const className = `inline-button ${button.style ?? ''}`.trim();
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
