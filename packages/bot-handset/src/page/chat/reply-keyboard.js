import { element, iconButton } from '../dom.js';

/**
 * The keyboard that a bot puts below the input, and the button that folds it.
 *
 * @param options.storageKey the place of the message whose keyboard the person hid; it stays hidden after a reload
 * @param options.read the keyboard and the id of its message; undefined without one
 * @param options.onKey called with a pressed key; resolves to whether it was used
 */
export function createReplyKeyboard({ storageKey, read, onKey }) {
  let foldedId = Number(sessionStorage.getItem(storageKey)) || undefined;
  const root = element('div', { className: 'keyboard', hidden: true, role: 'group', 'aria-label': 'Reply keyboard' });
  const button = iconButton('keyboard', 'Reply keyboard', () => {
    const shown = read();
    fold(foldedId === shown?.id ? undefined : shown?.id);
  });
  let isAllowed = false;

  /** Hides the keyboard of this message; undefined: shows the keyboard. */
  function fold(messageId) {
    foldedId = messageId;
    if (messageId === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, String(messageId));
    show(isAllowed);
  }

  async function press(key) {
    const pressed = read();
    const isUsed = await onKey(key, pressed?.id);
    if (isUsed && pressed?.markup.one_time_keyboard) fold(pressed.id);
  }

  /** Shows the keyboard, unless the person folded it. @param isInputShown whether the person can write */
  function show(isInputShown) {
    isAllowed = isInputShown;
    const { markup, id } = read() ?? {};
    const isFolded = id === foldedId && !markup?.is_persistent;
    root.hidden = markup === undefined || isFolded || !isInputShown;
    // A persistent keyboard cannot be folded
    button.hidden = markup === undefined || markup.is_persistent === true;
    button.setAttribute('aria-pressed', String(!root.hidden));
    const keyView = (key) =>
      element(
        'button',
        { className: `key ${key.style ?? ''}`.trim(), type: 'button', onclick: () => press(key) },
        key.text ?? key,
      );
    root.replaceChildren(
      ...(markup?.keyboard ?? []).map((row) => element('div', { className: 'row' }, ...row.map(keyView))),
    );
  }

  return { root, button, show, placeholder: () => read()?.markup.input_field_placeholder ?? 'Message' };
}
