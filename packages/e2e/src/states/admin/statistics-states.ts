import type { SignInWay, Statistics } from '@raqam/shared/contract/admin-statistics';
import { refuseWith } from '../answers.ts';
import type { State } from '../visit.ts';
import { openAdmin, SEEN_AT } from './open-admin.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SHOWN_DAYS = 30;
/** The sign-ins of a usual day. */
const USUAL: Record<SignInWay, number> = {
  press: 61,
  code: 34,
  mini_app: 18,
  sms: 12,
  gateway: 9,
  telegram_login: 4,
  passkey: 7,
};
/** How the days of a week differ. */
const WEEK = [1, 0.92, 0.97, 1.05, 1.2, 0.7, 0.55];

const dayBefore = (days: number) => new Date(Date.parse(SEEN_AT) - days * DAY_MS).toISOString().slice(0, 10);
const uzs = (amount: number) => ({ amount, currency: 'UZS' });
const usd = (amount: number) => ({ amount, currency: 'USD' });
/** Of a way that costs nothing, and whose messages nobody reports. */
const steps = {
  ...{ taken_over: 0, sent: 0, delivered: null, entered: null },
  ...{ cost: uzs(0), cost_per_verified: uzs(0) },
};

const loaded: Statistics = {
  from: dayBefore(SHOWN_DAYS - 1),
  to: dayBefore(0),
  totals: { users: 48_213, verified: 47_902, disabled: 37, admins: 3, active_today: 6_120 },
  days: Array.from({ length: SHOWN_DAYS }, (_, ago) =>
    Object.entries(USUAL).map(([way, usual]) => {
      const sign_ins = Math.round(usual * (WEEK[ago % WEEK.length] ?? 1) * (1 + (ago % 5) / 20));
      return { day: dayBefore(ago), way: way as SignInWay, sign_ins, sign_ups: Math.round(sign_ins / 3) };
    }),
  ).flat(),
  conversion: [
    { way: 'code', provider: null, country: 'UZ', started: 1204, ...steps, sent: 1204, entered: 1081, verified: 1019 },
    {
      ...{ way: 'gateway', provider: 'telegram', country: 'UZ', started: 812, taken_over: 0, sent: 820 },
      ...{ delivered: 731, entered: 702, verified: 694, cost: usd(7.31), cost_per_verified: usd(0.0105) },
    },
    {
      ...{ way: 'sms', provider: 'eskiz', country: 'UZ', started: 402, taken_over: 74, sent: 541 },
      ...{ delivered: 498, entered: 433, verified: 409, cost: uzs(51_395), cost_per_verified: uzs(125.66) },
    },
    {
      ...{ way: 'sms', provider: 'playmobile', country: 'UZ', started: 19, taken_over: 2, sent: 22 },
      ...{ delivered: null, entered: 17, verified: 16, cost: uzs(2_090), cost_per_verified: uzs(130.63) },
    },
    { way: 'code', provider: null, country: 'KZ', started: 41, ...steps, sent: 41, entered: 39, verified: 38 },
    { way: 'press', provider: null, country: 'UZ', started: 1958, ...steps, verified: 1867 },
    { way: 'press', provider: null, country: null, started: 310, ...steps, verified: 0, cost_per_verified: null },
    { way: 'mini_app', provider: null, country: 'UZ', started: 571, ...steps, verified: 560 },
    { way: 'telegram_login', provider: null, country: 'UZ', started: 131, ...steps, verified: 112 },
    { way: 'passkey', provider: null, country: 'UZ', started: 0, ...steps, verified: 205 },
  ],
  costs: [
    { ...uzs(53_485), per_verified: 10.92 },
    { ...usd(7.31), per_verified: 0.0015 },
  ],
  refusals: [
    { type: 'code.failed', reason: '', count: 214 },
    { type: 'limit.reached', reason: 'SMS per number', count: 58 },
    { type: 'challenge.declined', reason: '', count: 31 },
    { type: 'code.refused', reason: 'contact_required', count: 12 },
    { type: 'limit.reached', reason: 'failed attempts per number', count: 9 },
    { type: 'sms.undelivered', reason: 'expired', count: 4 },
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
      last_at: new Date(Date.parse(SEEN_AT) - 12 * 60 * 1000).toISOString(),
    },
    {
      ip: '2001:db8:4f3a:9c21:1c0d:88ff:fe12:ab34',
      country: null,
      wrong_codes: 7,
      declined: 0,
      refused: 1,
      codes_sent: 0,
      people: 2,
      last_at: new Date(Date.parse(SEEN_AT) - 5 * 60 * 60 * 1000).toISOString(),
    },
  ],
};

const empty: Statistics = {
  ...loaded,
  totals: { users: 1, verified: 1, disabled: 0, admins: 1, active_today: 1 },
  days: [],
  conversion: [],
  costs: [],
  refusals: [],
  sms: null,
  addresses: [],
};

/** The states of the admin page's section "statistics". */
export const statisticsStates: readonly State[] = [
  {
    name: 'admin-statistics',
    async arrive(visit) {
      await openAdmin(visit, '/admin', { showStatistics: loaded });
      await visit.page.getByRole('heading', { name: 'Bugungi SMS' }).waitFor();
    },
  },
  {
    name: 'admin-statistics-table',
    async arrive(visit) {
      const week = { from: dayBefore(6), days: loaded.days.filter(({ day }) => day >= dayBefore(6)) };
      const low = { sent_today: 911, left_today: 89, daily_limit: 1000, balance: null };
      await openAdmin(visit, '/admin#days=7', { showStatistics: { ...loaded, ...week, sms: low } });
      await visit.page.getByText('Jadval ko‘rinishida').click();
      await visit.page.getByRole('rowheader', { name: '20-noyabr' }).waitFor();
    },
  },
  {
    name: 'admin-statistics-empty',
    async arrive(visit) {
      await openAdmin(visit, '/admin', { showStatistics: empty });
      await visit.page.getByRole('heading', { name: 'Bugungi SMS' }).waitFor();
    },
  },
  {
    name: 'admin-statistics-loading',
    async arrive(visit) {
      await openAdmin(visit, '/admin', { showStatistics: () => new Promise(() => {}) });
      await visit.page.locator('.rq-statistics-pending .rq-waiting').waitFor();
    },
  },
  {
    name: 'admin-statistics-error',
    async arrive(visit) {
      await openAdmin(visit, '/admin', {
        showStatistics: refuseWith(503, 'overloaded', 'Xizmat hozir javob bermayapti.'),
      });
      await visit.page.getByRole('alert').waitFor();
    },
  },
];
