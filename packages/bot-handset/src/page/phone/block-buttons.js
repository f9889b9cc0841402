import { askQuestion, element } from '../dom.js';

/** The buttons that block the bot, after Telegram's question, and unblock it. */
export function createBlockButtons({ bot, texts, setBlocked }) {
  const unblock = element(
    'button',
    { className: 'button start danger', type: 'button', hidden: true, onclick: () => setBlocked(false) },
    'UNBLOCK',
  );
  const block = element(
    'button',
    { className: 'button quiet small', type: 'button', hidden: true, onclick: ask },
    'Block',
  );

  async function ask() {
    const { lang, cancel, blockTitle, blockText, block: yes } = texts();
    const question = { lang, title: blockTitle(bot.first_name), text: blockText, yes, no: cancel };
    if (await askQuestion(question)) setBlocked(true);
  }

  return { block, unblock };
}
