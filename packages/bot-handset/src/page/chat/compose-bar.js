import { element, iconButton } from '../dom.js';
import { summaryOf } from './media-view.js';

/** The line above the input that shows which message is answered or edited. */
export function createComposeBar({ onEnd }) {
  let state;
  const title = element('strong', {});
  const text = element('span', {});
  const root = element(
    'div',
    { className: 'compose-bar', hidden: true },
    element('div', { className: 'quote' }, title, text),
    iconButton('close', 'Cancel', () => end()),
  );

  function show(kind, message) {
    state = { kind, message };
    title.textContent = kind === 'edit' ? 'Edit message' : `Reply to ${message.from?.first_name ?? 'the channel'}`;
    text.textContent = summaryOf(message);
    root.hidden = false;
  }

  function end() {
    const wasEdit = state?.kind === 'edit';
    state = undefined;
    root.hidden = true;
    onEnd(wasEdit);
  }

  return {
    root,
    show,
    /** What the text in the input does: `{ text }`, with `reply_to`, or an `edit`; and ends that. */
    actionFor(value) {
      const { kind, message } = state ?? {};
      state = undefined;
      root.hidden = true;
      if (kind === 'reply') return { text: value, reply_to: message.message_id };
      if (kind !== 'edit') return { text: value };
      const field = message.text === undefined ? 'caption' : 'text';
      return { edit: { message_id: message.message_id, [field]: value } };
    },
  };
}
