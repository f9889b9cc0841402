import type { RequestBody } from '@raqam/shared/contract';
import { normalisePhone } from '@raqam/shared/phone';
import { ACTORS, PERIODS, TYPE_GROUPS } from '../../../messages/admin/audit/audit.types.ts';

/** What the list of events shows, without the place of its page. */
export type EventFilter = Omit<RequestBody<'searchEvents'>, 'before' | 'limit'>;

/** The filter as its form has it; also in the fragment of the URL, so that a list can be linked to. */
export interface AuditFilter {
  group: (typeof TYPE_GROUPS)[number];
  actor: (typeof ACTORS)[number] | '';
  period: (typeof PERIODS)[number];
  ip: string;
  phone: string;
}

export const EMPTY_FILTER: AuditFilter = { group: 'all', actor: '', period: 'all', ip: '', phone: '' };

const types: Record<AuditFilter['group'], string[] | undefined> = {
  all: undefined,
  accounts: [
    'user.created',
    'user.phone_changed',
    'user.phone_lost',
    'user.disabled',
    'user.enabled',
    'user.deleted',
    'user.role_changed',
  ],
  sessions: ['user.signed_in', 'session.*'],
  codes: ['code.*', 'sms.*', 'number.*'],
  cards: ['challenge.*'],
  limits: ['limit.*'],
  admin: ['admin.*', 'user.disabled', 'user.enabled', 'user.role_changed'],
};

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const lengthsMs: Record<AuditFilter['period'], number | undefined> = {
  all: undefined,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

/** Reads a filter from the details of a URL; unknown values are ignored. */
export function readFilter(details: URLSearchParams): AuditFilter {
  const oneOf = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === details.get(name));
  return {
    group: oneOf('group', TYPE_GROUPS) ?? EMPTY_FILTER.group,
    actor: oneOf('actor', ACTORS) ?? EMPTY_FILTER.actor,
    period: oneOf('period', PERIODS) ?? EMPTY_FILTER.period,
    ip: details.get('ip') ?? '',
    phone: details.get('number') ?? '',
  };
}

/** The details of a URL; what is not filtered is left out. */
export function writeFilter({ phone, ...filter }: AuditFilter): Record<string, string> {
  const changed = Object.entries(filter).filter(([name, value]) => value !== EMPTY_FILTER[name as keyof typeof filter]);
  return { ...Object.fromEntries(changed), ...(phone && { number: phone }) };
}

/** What the API is asked for. */
export function describeFilter({ group, actor, period, ip, phone }: AuditFilter, now: Date): EventFilter {
  const number = normalisePhone(phone);
  const length = lengthsMs[period];
  return {
    ...(types[group] && { types: types[group] }),
    ...(actor && { actor }),
    ...(ip && { ip }),
    ...(number.ok && { phone: number.phone }),
    ...(length && { from: new Date(now.getTime() - length).toISOString() }),
  };
}

/** Whether the text may be an IP. The API knows for sure. */
export function isIp(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:.]*:[\da-f:.]*)$/i.test(text);
}
