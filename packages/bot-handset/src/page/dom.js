/**
 * Makes an element. Properties are set as properties (never as HTML), `aria-*`, `role` and `data-*` as attributes;
 * children are elements or strings; null, undefined and false are skipped.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.includes('-') || name === 'role') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ICONS = {
  send: 'M3 11.2 20.5 4 15 20.5l-4-6.2zM20.5 4 11 14.3',
  keyboard: 'M3 6.5h18v11H3zM6.5 10h1M10 10h1M13.5 10h1M17 10h1M8 14h8',
  commands: 'M5 7h14M5 12h14M5 17h9',
  close: 'M6 6 18 18M18 6 6 18',
  copy: 'M9 9h10v10H9zM15 9V5H5v10h4',
  open: 'M8 16 18 6M9.5 6H18v8.5',
  attach: 'M19 11.5 11.8 18.7a4.2 4.2 0 0 1-6-6l7.6-7.5a2.8 2.8 0 0 1 4 4l-7.4 7.4a1.4 1.4 0 0 1-2-2l6.6-6.6',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  photo: 'M4 6h16v12H4zM4 15l4.5-4 3.5 3 3-2.5 5 4.5M9 9.5v.01',
  file: 'M7 3.5h7l4 4V20.5H7zM14 3.5v4h4',
  place: 'M12 21c4-4.5 6.5-8 6.5-11a6.5 6.5 0 1 0-13 0c0 3 2.5 6.5 6.5 11zM12 10v.01',
  contact: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.5 3.800-5 7.5-5s6.700 1.5 7.5 5',
  pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
};

/** Makes an icon. It is hidden from screen readers, so its button needs a label. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** Makes a round button with an icon and no text. */
export function iconButton(name, label, onclick) {
  const properties = { className: 'icon-button', type: 'button', 'aria-label': label, title: label, onclick };
  return element('button', properties, icon(name));
}

let toastTimer;

/** Shows a short note at the bottom of the page. */
export function showToast(text) {
  const toast = document.getElementById('toast');
  toast.textContent = text;
  toast.classList.add('visible');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.classList.remove('visible'), 2_600);
}

/** Copies a text and shows a note about it. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    showToast(`Copied: ${text}`);
  } catch {
    // Only pages on localhost or HTTPS may use the clipboard.
    showToast(`Could not copy. The text is: ${text}`);
  }
}

/**
 * Asks a question in a dialog. Resolves to whether the answer was `yes`; without `no` it is a notice.
 *
 * @param question.lang of the texts
 */
export function askQuestion({ title, text, yes, no, lang }) {
  const dialog = document.getElementById('question-dialog');
  dialog.lang = lang ?? '';
  document.getElementById('question-title').textContent = title;
  document.getElementById('question-text').textContent = text;
  document.getElementById('question-yes').textContent = yes;
  const noButton = document.getElementById('question-no');
  noButton.textContent = no ?? '';
  noButton.hidden = no === undefined;
  dialog.returnValue = '';
  dialog.showModal();
  document.getElementById('question-yes').focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
