import type { LabeledPrice } from '@grammyjs/types';
import type { InvoiceTerms } from '../../../world/bot-records.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import {
  booleanArg,
  isObject,
  jsonArg,
  MalformedField,
  type RequestArgs,
  requiredArg,
  requiredString,
} from '../../request/request-args.ts';

/** Telegram Stars, which need no payment provider. */
export const STARS = 'XTR';
const MAX_TITLE_LENGTH = 32;
const MAX_DESCRIPTION_LENGTH = 255;
const MAX_PAYLOAD_BYTES = 128;

/**
 * Reads the parameters of an invoice.
 *
 * @throws BotApiError 400
 */
export function readInvoice(args: RequestArgs): InvoiceTerms {
  const title = requiredArg(args, 'title');
  if ([...title].length > MAX_TITLE_LENGTH) throw badRequest('INVOICE_TITLE_TOO_LONG');
  const description = requiredArg(args, 'description');
  if ([...description].length > MAX_DESCRIPTION_LENGTH) throw badRequest('INVOICE_DESCRIPTION_TOO_LONG');
  const payload = requiredArg(args, 'payload');
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) throw badRequest('INVOICE_PAYLOAD_INVALID');
  const currency = requiredArg(args, 'currency').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) throw badRequest('CURRENCY_INVALID');
  const isStars = currency === STARS;
  if (!isStars && !args.get('provider_token')) throw badRequest('PAYMENT_PROVIDER_INVALID');
  const prices = readPrices(jsonArg(args, 'prices', 'prices'));
  if (isStars && prices.length !== 1) throw badRequest('STARS_INVOICE_INVALID');
  if (totalOf(prices) <= 0) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  const isFlexible = !isStars && booleanArg(args, 'is_flexible');
  return {
    title,
    description,
    payload,
    currency,
    prices,
    isFlexible,
    needsShippingAddress: isFlexible || (!isStars && booleanArg(args, 'need_shipping_address')),
    needs: {
      name: !isStars && booleanArg(args, 'need_name'),
      phone: !isStars && booleanArg(args, 'need_phone_number'),
      email: !isStars && booleanArg(args, 'need_email'),
    },
  };
}

/** The sum of prices, in the smallest units of the currency. */
export function totalOf(prices: readonly LabeledPrice[]): number {
  return prices.reduce((sum, { amount }) => sum + amount, 0);
}

/** Reads a list of `LabeledPrice`. Throws a BotApiError 400. */
export function readPrices(value: unknown): LabeledPrice[] {
  if (value === undefined) throw badRequest('parameter "prices" is required');
  if (!Array.isArray(value)) throw badRequest("can't parse prices: expected an Array of labeled prices");
  if (value.length === 0) throw badRequest('prices must be non-empty');
  return value.map((each) => {
    try {
      if (!isObject(each)) throw new MalformedField('expected an Object');
      const amount = Number(requiredString(each, 'amount'));
      if (!Number.isInteger(amount)) throw new MalformedField('Field "amount" must be of type Number');
      return { label: requiredString(each, 'label'), amount };
    } catch (error) {
      if (!(error instanceof MalformedField)) throw error;
      throw badRequest(`can't parse labeled price: ${error.message}`);
    }
  });
}
