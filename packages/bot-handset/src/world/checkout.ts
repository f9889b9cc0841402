import { randomBytes } from 'node:crypto';
import { type Checkout, remember } from './bot-records.ts';
import { type Bot, userOf, type World } from './world.ts';

const QUERY_ID_BYTES = 8;

/** A payment before its query has an id. */
export type NewCheckout = Omit<Checkout, 'id' | 'kind' | 'answer'>;

/** Asks the bot what shipping to an address costs. @returns the id of the query */
export function askShipping(world: World, bot: Bot, checkout: NewCheckout): string {
  const { shipping_address } = checkout.order;
  const person = world.people.get(checkout.personId);
  if (!shipping_address || !person) throw new Error('a shipping query needs a person and an address');
  const id = newQueryId();
  remember(bot.records.checkouts, id, { ...checkout, id, kind: 'shipping' });
  bot.updates.add(
    {
      shipping_query: { id, from: userOf(person), invoice_payload: checkout.terms.payload, shipping_address },
    },
    checkout.personId,
  );
  return id;
}

/** Asks the bot whether it takes the order. @returns the id of the query */
export function askPreCheckout(world: World, bot: Bot, checkout: NewCheckout): string {
  const { terms, order, shipping } = checkout;
  const person = world.people.get(checkout.personId);
  if (!person) throw new Error('a pre-checkout query needs a person');
  const id = newQueryId();
  const { personId, place } = checkout;
  remember(bot.records.checkouts, id, {
    personId,
    place,
    terms,
    order,
    ...(shipping ? { shipping } : {}),
    id,
    kind: 'pre_checkout',
  });
  const prices = [...terms.prices, ...(shipping?.prices ?? [])];
  bot.updates.add(
    {
      pre_checkout_query: {
        id,
        from: userOf(person),
        currency: terms.currency,
        total_amount: prices.reduce((sum, { amount }) => sum + amount, 0),
        invoice_payload: terms.payload,
        ...(shipping ? { shipping_option_id: shipping.id } : {}),
        ...(Object.keys(order).length > 0 ? { order_info: order } : {}),
      },
    },
    personId,
  );
  bot.records.changed.notify();
  return id;
}

function newQueryId(): string {
  return randomBytes(QUERY_ID_BYTES).readBigUInt64BE().toString();
}
