import { askQuestion, showToast } from '../dom.js';

/**
 * The inline buttons that wait for the bot's answer.
 *
 * @param options.press sends the press; resolves to the id of its query
 */
export function createPressedButtons({ bot, press, guarded }) {
  /** Elements of pressed buttons, by callback query id. */
  const pressed = new Map();
  /** Callback queries whose answer came before the reply that tells their id. */
  const answeredEarly = new Set();

  return {
    press(button, node) {
      const message_id = Number(node.closest('.message').dataset.id);
      node.classList.add('waiting');
      guarded(async () => {
        const { callback_query_id } = await press({ callback_data: button.callback_data, message_id });
        if (answeredEarly.delete(callback_query_id)) node.classList.remove('waiting');
        else pressed.set(callback_query_id, node);
      });
    },
    /** Shows the bot's answer to a press. */
    async answer(event) {
      pressed.get(event.id)?.classList.remove('waiting');
      if (!pressed.delete(event.id)) answeredEarly.add(event.id);
      if (event.url) window.open(event.url, '_blank', 'noopener');
      if (event.text && event.show_alert) await askQuestion({ title: bot.first_name, text: event.text, yes: 'OK' });
      else if (event.text) showToast(event.text);
    },
  };
}
