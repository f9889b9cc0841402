import type { OrderInfo } from '@grammyjs/types';
import type { InvoiceTerms } from '../../world/bot-records.ts';
import { askPreCheckout, askShipping } from '../../world/checkout.ts';
import { findMessage } from '../../world/post-message.ts';
import type { Person, World } from '../../world/world.ts';
import { notFound } from '../input/handset-error.ts';
import type { Change } from './read-action.ts';
import type { Actor } from './send-new.ts';

const SAMPLE_ADDRESS = {
  country_code: 'UZ',
  state: 'Tashkent',
  city: 'Tashkent',
  street_line1: 'Amir Temur 1',
  street_line2: '',
  post_code: '100000',
};
const INVOICE_LINK = /^(?:https:\/\/t\.me\/(?:\$|invoice\/)|tg:\/\/invoice\?slug=)([\w-]+)$/;

/**
 * Presses Pay, of a message or of an invoice link. The bot is asked first for the shipping, if the price depends on it,
 * then whether it takes the order; once it does, the chat has `successful_payment`.
 *
 * @returns the id of the query that the bot has to answer
 */
export function beginPayment(actor: Actor, action: Extract<Change, { kind: 'pay' }>): object {
  const { world, bot, person, room } = actor;
  const terms = action.link === undefined ? termsOfMessage(actor, action.message_id) : termsOfLink(actor, action.link);
  const { shipping_option_id: optionId } = action;
  const checkout = {
    personId: person.telegram_id,
    terms,
    place: action.message_id === undefined ? undefined : { chatId: room.chat.id, messageId: action.message_id },
    order: orderOf(person, terms),
    ...(optionId === undefined ? {} : { shipping: { id: optionId, title: optionId, prices: [] } }),
  };
  return terms.isFlexible
    ? { shipping_query_id: askShipping(world, bot, checkout) }
    : { pre_checkout_query_id: askPreCheckout(world, bot, checkout) };
}

function termsOfMessage({ room }: Actor, messageId = 0): InvoiceTerms {
  const terms = findMessage(room, messageId)?.invoice;
  if (!terms) throw notFound(`message_id ${messageId} has no invoice`);
  return terms;
}

function termsOfLink({ bot }: Actor, link: string): InvoiceTerms {
  const terms = bot.records.invoiceLinks.get(INVOICE_LINK.exec(link)?.[1] ?? '');
  if (!terms) throw notFound('the bot has no such invoice link');
  return terms;
}

/** The invoice that a link opens, of whichever bot; undefined for a link of another kind. */
export function findInvoiceLink(world: World, link: string): object | undefined {
  const slug = INVOICE_LINK.exec(link)?.[1];
  if (slug === undefined) return undefined;
  for (const { user, records } of world.bots.values()) {
    const terms = records.invoiceLinks.get(slug);
    if (!terms) continue;
    const { title, description, currency, prices } = terms;
    return { bot: user.username, invoice: { title, description, currency, prices } };
  }
  throw notFound('no bot has this invoice link');
}

function orderOf(person: Person, { needs, needsShippingAddress }: InvoiceTerms): OrderInfo {
  return {
    ...(needs.name ? { name: [person.first_name, person.last_name].filter(Boolean).join(' ') } : {}),
    ...(needs.phone ? { phone_number: person.phone.replace(/^\+/, '') } : {}),
    ...(needs.email ? { email: `${person.telegram_id}@example.com` } : {}),
    ...(needsShippingAddress ? { shipping_address: SAMPLE_ADDRESS } : {}),
  };
}
