import { askQuestion } from '../dom.js';
import { act, openLink, readCheckout } from '../handset-api.js';
import { amountText } from './amount-text.js';

const INVOICE_LINK = /^https:\/\/t\.me\/\$[\w-]+$/;

/** Pays invoices after Telegram's question. A refusal of the bot is shown when its event comes. */
export function createPayment({ bot, texts, person, guarded }) {
  async function pay(target, invoice) {
    const { lang, cancel, payTitle, pay: yes } = texts();
    const question = {
      lang,
      title: payTitle(amountText(invoice), bot.first_name),
      text: invoice.title,
      yes,
      no: cancel,
    };
    if (!(await askQuestion(question))) return undefined;
    return act(person().telegram_id, bot.username, { pay: target });
  }

  /** Pays by a link. Resolves to the status that a Mini App is told. */
  async function payLink(link) {
    const { invoice } = await openLink(person().telegram_id, link);
    const total_amount = invoice.prices.reduce((sum, { amount }) => sum + amount, 0);
    const begun = await pay({ link }, { ...invoice, total_amount });
    if (!begun) return 'cancelled';
    const { ok } = await readCheckout(begun.pre_checkout_query_id ?? begun.shipping_query_id, bot.username);
    return ok ? 'paid' : 'failed';
  }

  return {
    isInvoiceLink: (url) => INVOICE_LINK.test(url),
    payMessage: ({ message_id, invoice }) => guarded(() => pay({ message_id }, invoice)),
    payLink: (link) => guarded(() => payLink(link)),
  };
}
