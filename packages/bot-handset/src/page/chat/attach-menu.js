import { element, icon, iconButton, showToast } from '../dom.js';

/** https://core.telegram.org/bots/api#sending-files */
const MAX_FILE_BYTES = 50 * 1024 * 1024;

/**
 * The button beside the input that sends photos, files, the location and the contact.
 *
 * @param options.act sends an action of the handset API
 * @param options.onContact shares the person's own contact, after Telegram's question
 * @param options.takeCaption empties the input and returns its text, which becomes the caption
 */
export function createAttachMenu({ act, onContact, takeCaption }) {
  const root = element('div', { className: 'menu attach', hidden: true, role: 'group', 'aria-label': 'Attach' });
  const chooser = element('input', { type: 'file', multiple: true, hidden: true });
  const button = iconButton('attach', 'Attach', () => show(root.hidden));
  let kind = 'document';

  const items = [
    ['photo', 'Photo', () => choose('photo')],
    ['photo', 'Sample photo', () => act({ photo: true, caption: takeCaption() })],
    ['file', 'File', () => choose('document')],
    ['file', 'Sample file', () => act({ document: true, caption: takeCaption() })],
    ['place', 'Location', () => act({ location: true })],
    ['contact', 'My contact', onContact],
  ];
  root.append(
    ...items.map(([name, label, run]) => {
      const onclick = () => {
        show(false);
        run();
      };
      return element(
        'button',
        { className: 'attach-item', type: 'button', onclick },
        icon(name),
        element('span', {}, label),
      );
    }),
    chooser,
  );

  function show(isShown) {
    root.hidden = !isShown;
    button.setAttribute('aria-expanded', String(isShown));
  }

  function choose(wanted) {
    kind = wanted;
    chooser.accept = wanted === 'photo' ? 'image/*,video/*' : '';
    chooser.value = '';
    chooser.click();
  }

  chooser.addEventListener('change', async () => {
    const files = [...chooser.files];
    const large = files.find((file) => file.size > MAX_FILE_BYTES);
    if (large) return showToast(`${large.name} has more than 50 MB`);
    const caption = takeCaption();
    const parts = await Promise.all(files.map(async (file) => ({ [typeOf(file)]: await read(file) })));
    const [first] = parts;
    if (first)
      await act(parts.length === 1 ? { ...first, caption } : { album: [{ ...first, caption }, ...parts.slice(1)] });
    return undefined;
  });

  function typeOf(file) {
    if (kind === 'document') return 'document';
    return file.type.startsWith('video/') ? 'video' : 'photo';
  }

  return { root, button, hide: () => show(false) };
}

/** A file as the handset API takes it. */
function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      resolve({ base64: reader.result.split(',')[1] ?? '', file_name: file.name, mime_type: file.type || undefined }),
    );
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
