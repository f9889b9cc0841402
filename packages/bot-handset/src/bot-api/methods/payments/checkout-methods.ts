import { randomBytes } from 'node:crypto';
import type { ShippingOption, SuccessfulPayment } from '@grammyjs/types';
import { unixTime } from '../../../durations.ts';
import { type Checkout, remember } from '../../../world/bot-records.ts';
import { askPreCheckout } from '../../../world/checkout.ts';
import { postMessage, queueMessage } from '../../../world/post-message.ts';
import { type Person, privateRoom, type Room, userOf } from '../../../world/world.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { booleanArg, isObject, jsonArg, requiredArg, requiredString } from '../../request/request-args.ts';
import { readPrices, STARS, totalOf } from './read-invoice.ts';

const TOO_OLD = 'query is too old and response timeout expired or query ID is invalid';
const CHARGE_ID_BYTES = 21;

/** The method `answerShippingQuery`: the person takes the first option, or the one that was named when paying began. */
export function answerShippingQuery(context: MethodContext): MethodResult {
  const { world, bot, args } = context;
  const checkout = openCheckout(context, 'shipping', 'shipping_query_id');
  if (!booleanArg(args, 'ok')) return refuse(context, checkout);
  const options = readOptions(jsonArg(args, 'shipping_options', 'shipping options'));
  const option = options.find(({ id }) => id === checkout.shipping?.id) ?? options[0];
  if (!option) throw badRequest('SHIPPING_OPTIONS_EMPTY');
  checkout.answer = { ok: true };
  askPreCheckout(world, bot, { ...checkout, shipping: option });
  return { result: true };
}

/** The method `answerPreCheckoutQuery`: with `ok` the person has paid, and the chat gets `successful_payment`. */
export function answerPreCheckoutQuery(context: MethodContext): MethodResult {
  const { world, bot, args } = context;
  const checkout = openCheckout(context, 'pre_checkout', 'pre_checkout_query_id');
  if (!booleanArg(args, 'ok')) return refuse(context, checkout);
  const person = world.people.get(checkout.personId);
  if (!person) throw badRequest(TOO_OLD);
  checkout.answer = { ok: true };
  pay(context, person, checkout);
  bot.records.changed.notify();
  return { result: true };
}

/** The method `refundStarPayment`. */
export function refundStarPayment(context: MethodContext): MethodResult {
  const { world, bot, args } = context;
  const payment = bot.records.payments.get(requiredArg(args, 'telegram_payment_charge_id'));
  const person = world.people.get(Number(requiredArg(args, 'user_id')));
  if (!payment || payment.payment.currency !== STARS || payment.personId !== person?.telegram_id) {
    throw badRequest('CHARGE_NOT_FOUND');
  }
  if (payment.isRefunded) throw badRequest('CHARGE_ALREADY_REFUNDED');
  payment.isRefunded = true;
  const { currency, total_amount, invoice_payload, telegram_payment_charge_id } = payment.payment;
  const room = privateRoom(bot, person);
  bot.records.starTransactions.unshift({
    id: telegram_payment_charge_id,
    amount: total_amount,
    date: unixTime(),
    receiver: { type: 'user', transaction_type: 'invoice_payment', user: userOf(person), invoice_payload },
  });
  const refunded_payment = { currency, total_amount, invoice_payload, telegram_payment_charge_id };
  announce(context, room, person, { refunded_payment });
  return { result: true };
}

/** The method `getStarTransactions`, oldest first as in Telegram. */
export function getStarTransactions({ bot, args }: MethodContext): MethodResult {
  const offset = Number(args.get('offset') ?? 0);
  const limit = Number(args.get('limit') ?? 100);
  const transactions = [...bot.records.starTransactions].reverse().slice(offset, offset + limit);
  return { result: { transactions } };
}

/** The method `getMyStarBalance`. */
export function getMyStarBalance({ bot }: MethodContext): MethodResult {
  const amount = bot.records.starTransactions.reduce(
    (sum, each) => sum + (each.source ? each.amount : -each.amount),
    0,
  );
  return { result: { amount } };
}

function openCheckout({ bot, args }: MethodContext, kind: Checkout['kind'], name: string): Checkout {
  const checkout = bot.records.checkouts.get(requiredArg(args, name));
  if (checkout?.kind !== kind || checkout.answer) throw badRequest(TOO_OLD);
  return checkout;
}

function refuse({ world, bot, args }: MethodContext, checkout: Checkout): MethodResult {
  const error = requiredArg(args, 'error_message');
  checkout.answer = { ok: false, error };
  bot.records.changed.notify();
  world.events.publish({
    type: 'checkout_refused',
    bot: bot.user.username,
    telegram_id: checkout.personId,
    id: checkout.id,
    error,
  });
  return { result: true };
}

function pay(context: MethodContext, person: Person, checkout: Checkout): void {
  const { bot } = context;
  const { terms, shipping, order } = checkout;
  const payment: SuccessfulPayment = {
    currency: terms.currency,
    total_amount: totalOf(terms.prices) + totalOf(shipping?.prices ?? []),
    invoice_payload: terms.payload,
    ...(shipping ? { shipping_option_id: shipping.id } : {}),
    ...(Object.keys(order).length > 0 ? { order_info: order } : {}),
    telegram_payment_charge_id: randomBytes(CHARGE_ID_BYTES).toString('base64url'),
    provider_payment_charge_id: randomBytes(CHARGE_ID_BYTES).toString('hex'),
  };
  const id = payment.telegram_payment_charge_id;
  remember(bot.records.payments, id, { personId: person.telegram_id, payment, isRefunded: false });
  if (terms.currency === STARS) {
    bot.records.starTransactions.unshift({
      id,
      amount: payment.total_amount,
      date: unixTime(),
      source: {
        type: 'user',
        transaction_type: 'invoice_payment',
        user: userOf(person),
        invoice_payload: terms.payload,
      },
    });
  }
  const room = (checkout.place && bot.rooms.get(checkout.place.chatId)) ?? privateRoom(bot, person);
  announce(context, room, person, { successful_payment: payment });
}

function announce({ world, bot }: MethodContext, room: Room, person: Person, content: object): void {
  const draft = { from: userOf(person), chat: room.chat, date: unixTime(), ...content };
  queueMessage(bot, room, postMessage(world, bot, room, draft).message);
}

function readOptions(value: unknown): ShippingOption[] {
  if (!Array.isArray(value)) throw badRequest('parameter "shipping_options" is required');
  return value.map((each) => {
    if (!isObject(each)) throw badRequest("can't parse shipping option: expected an Object");
    const { prices } = each;
    return { id: requiredString(each, 'id'), title: requiredString(each, 'title'), prices: readPrices(prices) };
  });
}
