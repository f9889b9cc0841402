import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { adminTexts } from '../../src/messages/admin/admin-texts.ts';
import { uz } from '../../src/messages/uz.ts';
import { openAdmin } from '../support/admin/open-admin.tsx';
import { errorAnswer, useFakeApi } from '../support/fake-api.ts';

const api = await useFakeApi();
const texts = adminTexts.uz.statistics;

const uzs = (amount: number) => ({ amount, currency: 'UZS' });
const sample: Statistics = {
  from: '2026-10-22',
  to: '2026-11-20',
  totals: { users: 1234, verified: 1200, disabled: 3, admins: 2, active_today: 56 },
  days: [
    { day: '2026-11-20', way: 'press', sign_ins: 7, sign_ups: 3 },
    { day: '2026-11-20', way: 'sms', sign_ins: 2, sign_ups: 0 },
    { day: '2026-11-03', way: 'code', sign_ins: 5, sign_ups: 5 },
  ],
  conversion: [
    {
      way: 'sms',
      provider: 'eskiz',
      country: 'UZ',
      started: 40,
      taken_over: 2,
      sent: 48,
      delivered: 45,
      entered: 36,
      verified: 34,
      cost: uzs(4560),
      cost_per_verified: uzs(134.12),
    },
    {
      way: 'press',
      provider: null,
      country: null,
      started: 9,
      taken_over: 0,
      sent: 0,
      delivered: null,
      entered: null,
      verified: 0,
      cost: uzs(0),
      cost_per_verified: null,
    },
  ],
  costs: [{ ...uzs(4560), per_verified: 134.12 }],
  refusals: [
    { type: 'code.failed', reason: '', count: 21 },
    { type: 'code.refused', reason: 'something_new', count: 1 },
  ],
  sms: { sent_today: 18, left_today: 982, daily_limit: 1000, balance: 417_350 },
  addresses: [
    {
      ip: '198.51.100.7',
      country: 'DE',
      wrong_codes: 41,
      declined: 3,
      refused: 12,
      codes_sent: 20,
      people: 19,
      last_at: '2026-11-20T09:18:00.000Z',
    },
  ],
};

beforeEach(() => api.admin.answer('showStatistics', sample));

const open = (address = '/admin') => openAdmin(api, address);
const card = (name: string) => within(screen.getByRole('region', { name }));
/** The texts of the cells of each row, with plain spaces. */
const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map(({ textContent }) => textContent?.replaceAll('\u00a0', ' ')));
const queries = () => api.admin.calls('showStatistics').map(({ path }) => path.split('?')[1]);

test('shows the people and the SMS of today', async () => {
  await open();
  await screen.findByText(texts.users.all);
  expect(card(texts.users.title).getByText('1 234')).toBeTruthy();
  const sms = card(texts.sms.title);
  expect(sms.getByText(texts.sms.left('982', '1 000'))).toBeTruthy();
  expect(sms.getByText('417 350')).toBeTruthy();
});

test('charts name their sums, and the table has each day with sign-ins, the newest first, and the ways in use', async () => {
  const { user } = await open();
  expect(await screen.findByRole('img', { name: `${texts.signIns}: ${texts.total('14')}` })).toBeTruthy();
  expect(screen.getByRole('img', { name: `${texts.signUps}: ${texts.total('8')}` })).toBeTruthy();
  await user.click(screen.getByText(texts.asTable));
  const [days] = screen.getAllByRole('table');
  expect(rowsOf(days ?? expect.fail())).toEqual([
    [expect.stringContaining('20-noyabr'), '7', '0', '2', '3'],
    [expect.stringContaining('3-noyabr'), '0', '5', '0', '5'],
  ]);
});

test('shows how far sign-ins came, those taken over from another way, and what that cost; nothing is sent for a press', async () => {
  await open();
  await screen.findByText(texts.conversion.explanation);
  const [, conversion] = screen.getAllByRole('table');
  const [sms, press] = rowsOf(conversion ?? expect.fail());
  expect(sms).toEqual([
    `${texts.ways.sms}, Eskiz O‘zbekiston`,
    '40 + 2',
    '48',
    '45',
    '36',
    '34',
    '81 %',
    '4 560 UZS',
    '134 UZS',
  ]);
  expect(card(texts.conversion.title).getByText(texts.conversion.total('4 560 UZS', '134 UZS'))).toBeTruthy();
  expect(press).toEqual([
    `${texts.ways.press} ${texts.conversion.unknownCountry}`,
    '9',
    '–',
    '–',
    '–',
    '0',
    '0 %',
    '0 UZS',
    '–',
  ]);
});

test('without prices there are no columns of costs, and it says why', async () => {
  const conversion = sample.conversion.map((entry) => ({ ...entry, cost: null, cost_per_verified: null }));
  api.admin.answer('showStatistics', { ...sample, conversion });
  await open();
  expect(await screen.findByText(texts.conversion.noPrices)).toBeTruthy();
  expect(screen.queryByRole('columnheader', { name: texts.conversion.cost })).toBeNull();
});

test('names refusals in words, and unknown ones by the names of their events', async () => {
  await open();
  await screen.findByText('code.refused something_new');
  expect(card(texts.refusals.title).getByText(texts.refusals.names['code.failed'])).toBeTruthy();
});

test('a suspicious address leads to its events', async () => {
  const { user } = await open();
  const link = await screen.findByRole('link', { name: '198.51.100.7' });
  expect(link.getAttribute('href')).toBe('/admin/audit#ip=198.51.100.7');
  await user.click(link);
  expect(window.location.hash).toBe('#ip=198.51.100.7');
});

test('another period is fetched and kept in the URL; the old counts stay until it is there', async () => {
  const { user } = await open();
  await screen.findByText(texts.conversion.explanation);
  await user.click(screen.getByRole('link', { name: texts.days(7) }));
  expect(screen.getByText(texts.conversion.explanation)).toBeTruthy();
  await waitFor(() => expect(queries()).toEqual(['days=30', 'days=7']));
  expect(window.location.hash).toBe('#days=7');
  expect(screen.getByRole('link', { name: texts.days(7) }).getAttribute('aria-current')).toBe('true');
});

test('a period that is none is the usual one', async () => {
  await open('/admin#days=500');
  await screen.findByText(texts.conversion.explanation);
  expect(queries()).toEqual(['days=30']);
});

test('a site where nobody has signed in yet says so in each part', async () => {
  api.admin.answer('showStatistics', { ...sample, days: [], conversion: [], refusals: [], sms: null, addresses: [] });
  await open();
  expect(await screen.findByText(texts.sms.none)).toBeTruthy();
  for (const text of [texts.refusals.none, texts.addresses.none]) expect(screen.getByText(text)).toBeTruthy();
  expect(screen.getAllByText(texts.nothing)).toHaveLength(2);
});

test('a failure is shown, and another try shows the statistics', async () => {
  api.admin.answer('showStatistics', () => errorAnswer(500, { code: 'internal_error', message: 'Xatolik.' }));
  const { user } = await open();
  const alert = await screen.findByRole('alert');
  api.admin.answer('showStatistics', sample);
  await user.click(within(alert).getByRole('button', { name: uz.session.retry }));
  expect(await screen.findByText(texts.conversion.explanation)).toBeTruthy();
});
