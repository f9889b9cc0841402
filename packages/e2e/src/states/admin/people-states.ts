import type { ResponseBody } from '@raqam/shared/contract';
import type { AdminUser } from '@raqam/shared/contract/admin';
import { see } from '../../site.ts';
import { refuseWith } from '../answers.ts';
import type { State, Visit } from '../visit.ts';
import { type AdminAnswers, answerAdmin, openAdmin } from './open-admin.ts';

type Person = ResponseBody<'showPerson'>;

const DILNOZA: AdminUser = {
  id: '0197b0a4-5d6c-7000-8000-000000000011',
  full_name: 'Dilnoza Abdurahmonova',
  phone: '+998901234567',
  telegram_id: 5_012_345_678,
  first_name: 'Dilnoza',
  last_name: 'Abdurahmonova',
  role: 'user',
  is_verified: true,
  date_joined: '2026-03-08T06:12:00.000Z',
  disabled_at: null,
  last_sign_in_at: '2026-11-19T14:40:00.000Z',
};
const other = (ending: number, about: Partial<AdminUser>): AdminUser => ({
  ...DILNOZA,
  id: `0197b0a4-5d6c-7000-8000-0000000000${ending}`,
  phone: `+9989012345${ending}`,
  ...about,
});
const PEOPLE: AdminUser[] = [
  DILNOZA,
  other(12, { first_name: 'Jahongir', last_name: 'To‘xtasinov', role: 'admin' }),
  other(13, { first_name: '', last_name: '', is_verified: false }),
  other(14, { first_name: 'Олимжон', last_name: 'Қодиров', disabled_at: '2026-11-18T10:00:00.000Z' }),
  other(15, { first_name: 'Abdulhamidjonbekxo‘ja', last_name: '', phone: null, telegram_id: null }),
];
const LIMITS: Person['limits'] = [
  { kind: 'sms', max: 5, window_seconds: 3600, used: 5, free_at: '2026-11-20T10:05:00.000Z' },
  { kind: 'sms', max: 10, window_seconds: 86_400, used: 5, free_at: null },
  { kind: 'wrong_codes', max: 20, window_seconds: 86_400, used: 20, free_at: '2026-11-21T06:30:00.000Z' },
  { kind: 'codes_of_telegram_account', max: 10, window_seconds: 3600, used: 1, free_at: null },
];
const delivery = { channel: 'sms', provider: 'eskiz', updated_at: '2026-11-20T09:07:00.000Z' } as const;
const PERSON: Person = {
  phone: DILNOZA.phone,
  country: 'UZ',
  user: DILNOZA,
  is_test_number: false,
  limits: LIMITS,
  deliveries: [
    { ...delivery, id: 3, at: '2026-11-20T09:05:00.000Z', status: 'undelivered', provider_status: 'UNDELIV' },
    { ...delivery, id: 2, at: '2026-11-20T08:58:00.000Z', status: 'waiting', provider_status: '' },
    { ...delivery, id: 1, at: '2026-11-19T14:40:00.000Z', status: 'delivered', provider_status: 'DELIVRD' },
  ],
};
const session = {
  id: '0197b0a4-5d6c-7000-8000-000000000021',
  device_id: 'phone',
  device_name: '',
  ip_address: '198.51.100.7',
  user_agent: 'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
  created_at: '2026-11-19T14:40:00.000Z',
  last_used_at: '2026-11-20T06:30:00.000Z',
};
const SESSIONS = [
  session,
  {
    ...session,
    id: '0197b0a4-5d6c-7000-8000-000000000022',
    device_id: 'computer',
    ip_address: '2001:db8:4860:4860:8888:1234:5678:8844',
    user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
  },
];
const event = {
  cursor: '1',
  user_id: DILNOZA.id,
  session_id: null,
  actor: 'user',
  ip: '198.51.100.7',
  user_agent: session.user_agent,
  place: 'UZ',
  channel: null,
  data: {},
} as const;
const EVENTS: ResponseBody<'searchEvents'> = {
  events: [
    { ...event, id: 3, at: '2026-11-20T09:05:00.000Z', type: 'code.failed', data: { attempts_left: 3 } },
    { ...event, id: 2, at: '2026-11-19T14:40:00.000Z', type: 'user.signed_in', channel: 'telegram' },
    { ...event, id: 1, at: '2026-03-08T06:12:00.000Z', type: 'user.created', channel: 'telegram' },
  ],
  names: {},
  next_cursor: null,
};
const FAILED = refuseWith(500, 'internal_error', 'Xatolik yuz berdi. Birozdan so‘ng qayta urinib ko‘ring.');

/** The states of the admin page's section "people". */
export const peopleStates: readonly State[] = [
  {
    name: 'admin-people',
    arrive: (visit) => openPeople(visit, { searchUsers: { users: PEOPLE, next_cursor: 'next' } }, 'Yana ko‘rsatish'),
  },
  {
    name: 'admin-people-nobody',
    async arrive(visit) {
      await openAdmin(visit, '/admin/people#q=901234500', { searchUsers: { users: [], next_cursor: null } });
      await visit.page.getByRole('link', { name: '+998 90 123 45 00' }).waitFor();
    },
  },
  {
    name: 'admin-people-loading',
    async arrive(visit) {
      await openAdmin(visit, '/admin/people', { searchUsers: async () => {} }); // never answered
      await visit.page.getByText('Yuklanmoqda…').waitFor();
    },
  },
  {
    name: 'admin-people-failed',
    arrive: (visit) => openPeople(visit, { searchUsers: FAILED }, 'Qayta urinish'),
  },
  { name: 'admin-person', arrive: (visit) => openPerson(visit) },
  {
    name: 'admin-person-disabled',
    arrive: (visit) =>
      openPerson(
        visit,
        {
          ...PERSON,
          user: { ...DILNOZA, disabled_at: '2026-11-20T09:10:00.000Z', is_verified: false },
          limits: [],
          deliveries: [],
        },
        [],
      ),
  },
  {
    name: 'admin-person-number',
    async arrive(visit) {
      await openAdmin(visit, '/admin/people#number=%2B998901234567', {
        showPerson: { ...PERSON, user: null },
        searchEvents: { ...EVENTS, events: [] },
      });
      await visit.page.getByText('Bu raqam bilan hech kim ro‘yxatdan o‘tmagan.').waitFor();
    },
  },
  {
    name: 'admin-person-missing',
    async arrive(visit) {
      await openAdmin(visit, `/admin/people/${DILNOZA.id}`, { showPerson: refuseWith(404, 'not_found', '') });
      await see(visit.page, 'Bunday odam yo‘q');
    },
  },
  {
    name: 'admin-person-failed',
    async arrive(visit) {
      await openAdmin(visit, `/admin/people/${DILNOZA.id}`, { showPerson: FAILED });
      await visit.page.getByRole('button', { name: 'Qayta urinish' }).waitFor();
    },
  },
  {
    name: 'admin-person-unlocked',
    async arrive(visit) {
      await openPerson(visit, PERSON, SESSIONS, { unlockPerson: null });
      await answerAdmin(visit, { showPerson: { ...PERSON, limits: [] } });
      await visit.page.getByRole('button', { name: 'Cheklovlarni olib tashlash' }).click();
      await visit.page.getByText('Yana kod olish va kirish mumkin.').waitFor();
    },
  },
  {
    name: 'admin-person-disable',
    async arrive(visit) {
      await openPerson(visit);
      await visit.page.getByRole('button', { name: 'Bloklash' }).click();
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'admin-person-delete',
    async arrive(visit) {
      await openPerson(visit);
      await visit.page.getByRole('button', { name: 'Butunlay o‘chirish' }).click();
      const dialog = visit.page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('1234');
      await dialog.getByRole('button', { name: 'Butunlay o‘chirish' }).click();
      await visit.page.getByText('Oxirgi to‘rt raqam mos kelmadi.').waitFor();
    },
  },
];

async function openPeople(visit: Visit, answers: AdminAnswers, button: string): Promise<void> {
  await openAdmin(visit, '/admin/people', answers);
  await visit.page.getByRole('button', { name: button }).waitFor();
}

async function openPerson(
  visit: Visit,
  person = PERSON,
  sessions: typeof SESSIONS = SESSIONS,
  answers: AdminAnswers = {},
): Promise<void> {
  await openAdmin(visit, `/admin/people/${DILNOZA.id}`, {
    showPerson: person,
    listUserSessions: { sessions, next_cursor: null },
    searchEvents: EVENTS,
    ...answers,
  });
  await see(visit.page, 'Dilnoza Abdurahmonova');
  await visit.page.getByRole('listitem').filter({ hasText: '198.51.100.7' }).last().waitFor();
  await visit.page.getByRole('button', { name: 'Butunlay o‘chirish' }).waitFor();
}
