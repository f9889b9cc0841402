import type { ResponseBody } from '@raqam/shared/contract';
import { refuseWith } from '../answers.ts';
import type { State } from '../visit.ts';
import { openAdmin } from './open-admin.ts';

type Found = ResponseBody<'searchEvents'>;
type Event = Found['events'][number];

const USER = '01970000-0000-7000-8000-000000000001';
const ADMIN = '01970000-0000-7000-8000-000000000002';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36';

const event = (id: number, type: string, more: Partial<Event> = {}): Event => ({
  id,
  cursor: String(id),
  at: `2026-11-20T0${id % 10}:15:00.000Z`,
  type,
  user_id: null,
  session_id: null,
  actor: 'user',
  ip: '213.230.64.1',
  user_agent: ANDROID,
  place: 'UZ',
  channel: null,
  data: {},
  ...more,
});

const found: Found = {
  events: [
    event(9, 'user.disabled', { user_id: USER, actor: 'admin', data: { admin: ADMIN } }),
    event(8, 'session.ended', { user_id: USER, data: { reason: 'not_me' } }),
    event(7, 'user.signed_in', { user_id: USER, channel: 'telegram', data: { way: 'press' } }),
    event(6, 'code.failed', { data: { phone: '+99890•••4567', attempts_left: 3 } }),
    event(5, 'code.sent', { actor: 'bot', ip: null, user_agent: null, place: null, data: { phone: '+99890•••4567' } }),
    event(4, 'limit.reached', { data: { limit: 'failed checks per IP' } }),
    event(3, 'admin.key_created', {
      actor: 'admin',
      ip: null,
      user_agent: null,
      place: null,
      data: { command: 'aziza', name: 'shop' },
    }),
  ],
  names: { [USER]: 'Gulnora Aliyeva', [ADMIN]: 'Aziz Karimov' },
  next_cursor: '3',
};

/** The states of the admin page's section "audit". */
export const auditStates: readonly State[] = [
  {
    name: 'admin-audit',
    async arrive(visit) {
      await openAdmin(visit, '/admin/audit', { searchEvents: found });
      await visit.page.getByText('Aziz Karimov').waitFor();
    },
  },
  {
    name: 'admin-audit-empty',
    async arrive(visit) {
      const none: Found = { events: [], names: {}, next_cursor: null };
      await openAdmin(visit, '/admin/audit#ip=198.51.100.7&group=codes', { searchEvents: none });
      await visit.page.locator('p[aria-hidden]', { hasText: 'Hodisa topilmadi.' }).waitFor();
    },
  },
  {
    name: 'admin-audit-error',
    async arrive(visit) {
      await openAdmin(visit, '/admin/audit', { searchEvents: refuseWith(500, 'internal_error', 'Xatolik yuz berdi.') });
      await visit.page.getByRole('button', { name: 'Qayta urinish' }).waitFor();
    },
  },
];
