import { element } from '../dom.js';

const TYPING_PAUSE_MS = 250;

/**
 * The results of an inline query, above the input, while its text is `@bot …`.
 *
 * @param options.act sends an action of the handset API, and resolves to its answer
 * @param options.onChosen called after a result was sent
 * @param options.onStart called with the parameter of a button that leads to the chat
 */
export function createInlineResults({ bot, act, onChosen, onStart }) {
  const root = element('div', {
    className: 'menu inline-results',
    hidden: true,
    role: 'group',
    'aria-label': 'Inline results',
  });
  const prefix = `@${bot.username.toLowerCase()} `;
  let timer;
  let current;
  /** An answer may come before the reply that tells the id of its query. */
  const early = new Map();

  /** Reads the text of the input: asks the bot, or hides the results. */
  function update(text) {
    clearTimeout(timer);
    if (!text.toLowerCase().startsWith(prefix)) {
      current = undefined;
      root.hidden = true;
      return;
    }
    timer = setTimeout(() => ask(text.slice(prefix.length)), TYPING_PAUSE_MS);
  }

  async function ask(query) {
    const answer = await act({ inline_query: { query } });
    current = answer?.inline_query_id;
    const found = early.get(current);
    early.clear();
    if (found) show(found);
  }

  /** Shows the bot's answer. */
  function show(event) {
    if (event.id !== current) {
      early.set(event.id, event);
      return;
    }
    const { button, results } = event;
    root.replaceChildren(
      ...(button?.start_parameter !== undefined
        ? [
            element(
              'button',
              { className: 'menu-item', type: 'button', onclick: () => onStart(button.start_parameter) },
              button.text,
            ),
          ]
        : []),
      ...results.map((result) =>
        element(
          'button',
          { className: 'command', type: 'button', onclick: () => choose(event.id, result.id) },
          element('strong', {}, result.title ?? result.caption ?? result.type),
          element('span', {}, result.description ?? ''),
        ),
      ),
      ...(results.length === 0 ? [element('p', { className: 'note' }, 'No results')] : []),
    );
    root.hidden = false;
  }

  async function choose(inline_query_id, result_id) {
    current = undefined;
    root.hidden = true;
    await act({ chosen_inline_result: { inline_query_id, result_id } });
    onChosen();
  }

  return { root, update, show };
}
