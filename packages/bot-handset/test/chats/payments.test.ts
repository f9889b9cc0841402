import { Bot } from 'grammy';
import { describe, expect, test } from 'vitest';
import { AZIZA, type Json, openHandset, TOKEN } from '../support/open-handset.ts';

const PRICES = [
  { label: 'Tea', amount: 150_00 },
  { label: 'Cup', amount: 50_00 },
];

async function open() {
  const handset = await openHandset();
  await handset.write(AZIZA, '/start');
  const { api } = new Bot(TOKEN, { client: { apiRoot: handset.url } });
  const last = async () => (await handset.result('getUpdates', { offset: -1 }))[0] as Json;
  const pay = (input: object) => handset.write(AZIZA, { pay: input });
  const stars = () => api.sendInvoice(AZIZA, 'Tea', 'A cup of tea', 'order-1', 'XTR', [{ label: 'Tea', amount: 5 }]);
  const sums = (more: object = {}) =>
    api.sendInvoice(AZIZA, 'Tea', 'A cup of tea', 'order-2', 'UZS', PRICES, { provider_token: 'test', ...more });
  return { handset, api, last, pay, stars, sums };
}

test('Stars: an invoice, its pre-checkout query, the payment, and the refund', async () => {
  const { handset, api, last, pay, stars } = await open();
  const invoice = await stars();
  expect(invoice).toMatchObject({
    invoice: { title: 'Tea', description: 'A cup of tea', currency: 'XTR', total_amount: 5 },
    reply_markup: { inline_keyboard: [[{ text: 'Pay ⭐ 5', pay: true }]] },
  });
  const { pre_checkout_query_id: id } = await pay({ message_id: invoice.message_id });
  expect(await last()).toMatchObject({
    pre_checkout_query: { id, from: { id: AZIZA }, currency: 'XTR', total_amount: 5, invoice_payload: 'order-1' },
  });
  await api.answerPreCheckoutQuery(id, true);
  const { message } = await last();
  expect(message).toMatchObject({
    from: { id: AZIZA },
    successful_payment: { currency: 'XTR', total_amount: 5, invoice_payload: 'order-1' },
  });
  expect((await handset.handset(`/checkouts/${id}`)).body).toEqual({
    id,
    kind: 'pre_checkout',
    is_answered: true,
    ok: true,
  });
  await expect(api.answerPreCheckoutQuery(id, true)).rejects.toThrow('query is too old');
  expect(await api.getMyStarBalance()).toEqual({ amount: 5 });
  const charge = message.successful_payment.telegram_payment_charge_id;
  await api.refundStarPayment(AZIZA, charge);
  expect(await last()).toMatchObject({
    message: { refunded_payment: { telegram_payment_charge_id: charge, total_amount: 5 } },
  });
  await expect(api.refundStarPayment(AZIZA, charge)).rejects.toThrow('CHARGE_ALREADY_REFUNDED');
  await expect(api.refundStarPayment(AZIZA, 'none')).rejects.toThrow('CHARGE_NOT_FOUND');
  const { transactions } = await api.getStarTransactions();
  expect(transactions).toMatchObject([
    { id: charge, amount: 5, source: {} },
    { id: charge, amount: 5, receiver: {} },
  ]);
  expect(await api.getMyStarBalance()).toEqual({ amount: 0 });
});

test('a payment that the bot refuses is not made, and the person reads why', async () => {
  const { handset, api, last, pay, stars } = await open();
  const { pre_checkout_query_id: id } = await pay({ message_id: (await stars()).message_id });
  const waiting = handset.handset(`/checkouts/${id}?wait=30`);
  await api.answerPreCheckoutQuery(id, false, { error_message: 'Sold out' });
  expect((await waiting).body).toMatchObject({ is_answered: true, ok: false, error: 'Sold out' });
  expect(await last()).toHaveProperty('pre_checkout_query');
  await expect(api.answerPreCheckoutQuery((await pay({ message_id: 2 })).pre_checkout_query_id, false)).rejects.toThrow(
    'error_message',
  );
});

test('shipping: the bot names options, the person takes one, and the price has it', async () => {
  const { api, last, pay, sums } = await open();
  const { message_id } = await sums({ is_flexible: true, need_shipping_address: true, need_name: true });
  const { shipping_query_id: id } = await pay({ message_id, shipping_option_id: 'fast' });
  expect(await last()).toMatchObject({
    shipping_query: { id, invoice_payload: 'order-2', shipping_address: { country_code: 'UZ' } },
  });
  const option = (name: string, amount: number) => ({ id: name, title: name, prices: [{ label: name, amount }] });
  await api.answerShippingQuery(id, true, { shipping_options: [option('slow', 0), option('fast', 10_00)] });
  const { pre_checkout_query } = await last();
  expect(pre_checkout_query).toMatchObject({
    total_amount: 210_00,
    shipping_option_id: 'fast',
    order_info: { name: 'Aziza', shipping_address: { city: 'Tashkent' } },
  });
  await api.answerPreCheckoutQuery(pre_checkout_query.id, true);
  expect(await last()).toMatchObject({
    message: { successful_payment: { total_amount: 210_00, shipping_option_id: 'fast', currency: 'UZS' } },
  });
});

test('an invoice link shows its invoice and is paid like a message', async () => {
  const { handset, api, last, pay } = await open();
  const link = await api.createInvoiceLink('Tea', 'A cup of tea', 'order-3', '', 'XTR', [{ label: 'Tea', amount: 7 }]);
  expect(link).toMatch(/^https:\/\/t\.me\/\$[\w-]+$/);
  const opened = await handset.handset(`/users/${AZIZA}/links`, { url: link });
  expect(opened.body).toMatchObject({ bot: 'first_test_bot', invoice: { title: 'Tea', currency: 'XTR' } });
  const { pre_checkout_query_id } = await pay({ link });
  await api.answerPreCheckoutQuery(pre_checkout_query_id, true);
  expect(await last()).toMatchObject({ message: { successful_payment: { invoice_payload: 'order-3' } } });
});

describe('an invoice', () => {
  test.each<[string, object, string]>([
    ['no provider', { provider_token: '' }, 'PAYMENT_PROVIDER_INVALID'],
    ['a wrong currency', { currency: 'MONEY' }, 'CURRENCY_INVALID'],
    ['two prices in Stars', { currency: 'XTR' }, 'STARS_INVOICE_INVALID'],
    ['no price', { prices: [] }, 'prices must be non-empty'],
    [
      'a price without an amount',
      { prices: [{ label: 'x' }] },
      'can\'t parse labeled price: Can\'t find field "amount"',
    ],
    [
      'another first button',
      { reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] } },
      'BUTTON_TYPE_INVALID',
    ],
  ])('with %s is refused', async (_what, change, description) => {
    const { handset } = await open();
    const invoice = {
      chat_id: AZIZA,
      title: 'Tea',
      description: 'A cup',
      payload: 'p',
      currency: 'UZS',
      prices: PRICES,
    };
    const answer = await handset.api('sendInvoice', { ...invoice, provider_token: 'test', ...change });
    expect(answer.body).toMatchObject({ error_code: 400, description: `Bad Request: ${description}` });
  });

  test('of another message cannot be paid', async () => {
    const { handset } = await open();
    expect((await handset.handset(`/users/${AZIZA}/messages`, { pay: { message_id: 1 } })).status).toBe(404);
  });
});
