import { randomBytes } from 'node:crypto';
import { remember } from '../../../world/bot-records.ts';
import { sendContent } from '../../compose/compose-message.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { readInvoice, STARS, totalOf } from './read-invoice.ts';

const SLUG_BYTES = 12;
/** Currencies without a smaller unit; all others here have hundredths. */
const WHOLE_UNITS: ReadonlySet<string> = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'UGX', 'PYG']);

/** The method `sendInvoice`. Without `reply_markup` the message has one button, which pays. */
export function sendInvoice(context: MethodContext): MethodResult {
  const { args } = context;
  const terms = readInvoice(args);
  const { title, description, currency, prices } = terms;
  const invoice = {
    title,
    description,
    start_parameter: args.get('start_parameter') ?? '',
    currency,
    total_amount: totalOf(prices),
  };
  const pay = { inline_keyboard: [[{ text: `Pay ${showAmount(invoice.total_amount, currency)}`, pay: true }]] };
  const buttons = args.has('reply_markup') ? args : new Map([...args, ['reply_markup', JSON.stringify(pay)] as const]);
  const stored = sendContent({ ...context, args: buttons }, { invoice }, { invoice: terms }, { canPay: true });
  return { result: stored.message };
}

/** The method `createInvoiceLink`. */
export function createInvoiceLink({ bot, args }: MethodContext): MethodResult {
  const slug = randomBytes(SLUG_BYTES).toString('base64url');
  remember(bot.records.invoiceLinks, slug, readInvoice(args));
  return { result: `https://t.me/$${slug}` };
}

/** `12.50 USD`, `⭐ 5` */
function showAmount(amount: number, currency: string): string {
  if (currency === STARS) return `⭐ ${amount}`;
  return `${WHOLE_UNITS.has(currency) ? amount : (amount / 100).toFixed(2)} ${currency}`;
}
