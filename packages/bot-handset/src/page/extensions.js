import { pickTexts } from './dialog-texts.js';
import { element } from './dom.js';
import { post, readPageExtension, request } from './handset-api.js';
import { messageView } from './message-view.js';

/** What a module of an extension needs of this page: it imports nothing. */
const KIT = { element, messageView, pickTexts, post, request };

/**
 * Loads the modules and styles that an extension adds to the page. A module exports `extendPhone(phone, kit)`, which
 * runs for every phone and returns its parts, each of them optional:
 *
 * - `cards`: an element above the messages of the bot's chat
 * - `panel`: an element below the chat
 * - `chat`: one more chat, `{ title, root, count(), unread(), onOpen() }`; it is in the list once it has messages
 * - `refresh()`: loads everything
 * - `onEvent(event)`: handles an event of the extension, whichever phone it is for
 *
 * `phone` has `person()`, `guarded(work)` (shows a failure), `onNews()`, `onLink(url)` and `update()`, to be called after
 * a change of the counts.
 *
 * @returns functions that make the parts of one phone
 */
export async function loadExtensions() {
  const { modules, styles } = await readPageExtension();
  for (const href of styles) document.head.append(element('link', { rel: 'stylesheet', href }));
  const loaded = await Promise.all(modules.map((path) => import(path)));
  return loaded.map(
    ({ extendPhone }) =>
      (phone) =>
        extendPhone(phone, KIT),
  );
}
