import type { ResponseBody } from '@raqam/shared/contract';
import type { AdminUser } from '@raqam/shared/contract/admin';
import type { LimitInForce } from '@raqam/shared/contract/admin-people';
import type { RowsOf } from '../database/prepare.ts';
import { createDescribeOrigin } from '../features/events/describe-origin.ts';
import type { PersonFacts } from '../features/people/find-person.ts';
import type { findNewestEvents } from '../features/people/person.queries.ts';
import { table } from './table.ts';

/** What `pnpm raqam users show` prints as JSON. */
export interface ShownPerson extends PersonFacts {
  phone: string | null;
  user: AdminUser | null;
  is_test_number: boolean;
  /** When the user last used a session or proved the number; null: there is no user. */
  last_seen_at: string | null;
  sessions: ResponseBody<'listUserSessions'>['sessions'];
  events: RowsOf<typeof findNewestEvents>[];
}

/** One line: number, name and id. */
export function describeUser({ phone, full_name, id }: AdminUser): string {
  return [phone, full_name, id].filter(Boolean).join('  ');
}

/** A table of users. */
export function describeUsers(users: readonly AdminUser[]): string[] {
  return table(
    ['id', 'phone', 'name', 'telegram_id', 'role', 'state', 'last sign-in'],
    users.map(({ id, phone, full_name, telegram_id, role, is_verified, disabled_at, last_sign_in_at }) => {
      const state = [is_verified ? 'verified' : 'not verified', ...(disabled_at ? ['disabled'] : [])].join(', ');
      return [id, phone, full_name, telegram_id, role, state, last_sign_in_at && shorten(last_sign_in_at)];
    }),
  );
}

/** All that is known about a person, in sections. */
export function describePerson(person: ShownPerson): string[] {
  const describeOrigin = createDescribeOrigin();
  const from = (ip: string | null, user_agent: string | null) => {
    const { browser, system, place } = describeOrigin({ ip: ip ?? '', user_agent: user_agent ?? '' });
    return [ip, place ?? null, [browser, system].filter(Boolean).join(', ')];
  };
  return [
    ...describeAccount(person),
    ...section(
      'Sessions',
      ['device', 'ip', 'country', 'browser', 'signed in', 'last used'],
      person.sessions.map(({ device_name, device_id, ip_address, user_agent, created_at, last_used_at }) => [
        device_name || device_id,
        ...from(ip_address, user_agent),
        shorten(created_at),
        shorten(last_used_at),
      ]),
    ),
    ...section(
      'Newest events',
      ['at', 'event', 'by', 'ip', 'country', 'browser', 'details'],
      person.events.map(({ at, type, actor, ip, user_agent, channel, data }) => [
        shorten(at),
        type,
        actor,
        ...from(ip, user_agent),
        describeDetails(channel, data),
      ]),
    ),
    ...section('Limits in force', ['what', 'used', 'within', 'free at'], person.limits.map(describeLimit)),
    ...section(
      'SMS',
      ['sent', 'provider', 'status', 'its word', 'reported'],
      person.deliveries.map(({ at, provider, status, provider_status, updated_at }) => [
        shorten(at),
        provider,
        status,
        provider_status,
        updated_at === at ? null : shorten(updated_at),
      ]),
    ),
  ];
}

function describeAccount({ user, phone, country, is_test_number, last_seen_at }: ShownPerson): string[] {
  const number = phone === null ? 'none: another person proved it' : [phone, country].filter(Boolean).join('  ');
  const lines = [
    ['phone', `${number}${is_test_number ? '  (test number)' : ''}`],
    ...(user
      ? [
          ['name', user.full_name || '–'],
          ['id', user.id],
          ['telegram_id', String(user.telegram_id ?? '–')],
          ['role', user.role],
          ['verified', user.is_verified ? 'yes' : 'no'],
          ['joined', shorten(user.date_joined)],
          ...(last_seen_at ? [['last seen', shorten(last_seen_at)]] : []),
          ...(user.disabled_at ? [['disabled', shorten(user.disabled_at)]] : []),
        ]
      : [['account', 'none: nobody has registered with this number']]),
  ];
  return lines.map(([name = '', value]) => `${name.padEnd(13)}${value}`);
}

function section(title: string, headers: readonly string[], rows: (string | number | null)[][]): string[] {
  return ['', title, ...(rows.length === 0 ? ['none'] : table(headers, rows))];
}

const HOUR_SECONDS = 60 * 60;

function describeLimit({ kind, used, max, window_seconds, free_at }: LimitInForce): (string | number | null)[] {
  const hours = window_seconds / HOUR_SECONDS;
  return [kind, `${used} of ${max}`, `${hours} h`, free_at === null ? 'now' : shorten(free_at)];
}

/** What an event tells besides, without the ids that only programs need. */
function describeDetails(channel: string | null, data: Record<string, unknown>): string {
  const { challenge: _challenge, phone: _phone, sms_id: _sms, ...told } = data;
  const details = Object.entries(told).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [...(channel ? [channel] : []), ...details].join(', ');
}

/** A time without seconds’ fractions, in UTC. */
function shorten(at: string): string {
  return at.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
