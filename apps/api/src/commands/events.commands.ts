import { isIP } from 'node:net';
import type { AdminEvent } from '@raqam/shared/contract/admin';
import { normalisePhone, type Phone } from '@raqam/shared/phone';
import { presentEvent } from '../features/admin/events/present-event.ts';
import {
  type FoundEvent,
  findNamesIn,
  type SearchFilter,
  searchEvents,
} from '../features/admin/events/search-events.ts';
import { createPeople } from '../features/events/person.ts';
import { deriveKeys } from '../keys.ts';
import { DAY, HOUR, MINUTE } from '../policy.ts';
import { isUuid } from '../uuid.ts';
import { ALONE, type Command, type CommandContext, CommandFailed } from './command.ts';
import { table } from './table.ts';

/** Events that a list shows; an export has all. */
const LISTED = 50;
const PAGE = 100;
/** Of `--since 2h`. */
const UNIT_SECONDS = { m: MINUTE, h: HOUR, d: DAY } as const;
const ACTORS = ['user', 'bot', 'admin', 'system'] as const;
const TYPE = /^[a-z_]+\.(?:\*|[a-z_]+)$/;

/** `pnpm raqam events …`: the audit log. */
export const eventCommands = {
  [ALONE]: {
    summary: `Show the newest ${LISTED} events that match, or with --jsonl all of them, one JSON object per line`,
    options: {
      user: { type: 'string' },
      phone: { type: 'string' },
      type: { type: 'string', multiple: true },
      ip: { type: 'string' },
      actor: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
      jsonl: { type: 'boolean' },
    },
    async run(context: CommandContext) {
      const { config, db, options } = context;
      const deps = { db, people: createPeople(deriveKeys(config.secretKeys).person) };
      const filter = readFilter(options);
      if (options['jsonl']) return exportEvents(deps, filter, context);
      const events: FoundEvent[] = [];
      for await (const event of findAll(deps, { ...filter, limit: LISTED })) {
        events.push(event);
        if (events.length === LISTED) break;
      }
      const names = await findNamesIn(db, events);
      context.show(events.map(presentEvent), () =>
        events.length === 0 ? ['There are none.'] : describe(events.map(presentEvent), names),
      );
    },
  },
} satisfies Record<string, Command>;

type Dependencies = Parameters<typeof searchEvents>[0];

/** Every event that the filter finds, page by page: as few are in memory as a page has. */
async function* findAll(deps: Dependencies, filter: SearchFilter) {
  for (let before = filter.before; ; ) {
    const { events, next } = await searchEvents(deps, { ...filter, before });
    yield* events;
    if (next === undefined) return;
    before = next;
  }
}

async function exportEvents(deps: Dependencies, filter: SearchFilter, { print }: CommandContext): Promise<void> {
  for await (const event of findAll(deps, filter)) {
    const { cursor, ...exported } = presentEvent(event);
    print(JSON.stringify(exported));
  }
}

function describe(events: readonly AdminEvent[], names: Record<string, string>): string[] {
  const nameOf = (id: unknown) => names[String(id)] || String(id);
  const nameActor = ({ admin, key, command }: AdminEvent['data']) =>
    command === undefined ? nameIfAny(admin ?? key) : String(command);
  const nameIfAny = (id: unknown) => (id === undefined ? undefined : nameOf(id));
  return table(
    ['at', 'type', 'user', 'by', 'ip', 'data'],
    events.map(({ at, type, user_id, actor, ip, data: { admin, key, command, ...data } }) => [
      at,
      type,
      user_id && nameOf(user_id),
      nameActor({ admin, key, command }) ?? actor,
      ip,
      Object.entries(data)
        .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(' '),
    ]),
  );
}

function readFilter(options: CommandContext['options']): SearchFilter {
  const { user, phone, ip, actor } = options;
  const types = Array.isArray(options['type']) ? options['type'].map(String) : null;
  const wrong = types?.find((type) => !TYPE.test(type));
  if (wrong !== undefined) throw new CommandFailed(`${wrong} is not a type of events, such as code.sent or admin.*`);
  if (user !== undefined && !isUuid(String(user))) throw new CommandFailed(`${user} is not the id of a user.`);
  const wanted = ACTORS.find((name) => name === actor);
  if (actor !== undefined && wanted === undefined) throw new CommandFailed(`--actor is one of ${ACTORS.join(', ')}.`);
  return {
    user_id: user === undefined ? null : String(user),
    phone: phone === undefined ? undefined : readPhone(String(phone)),
    types,
    ip: ip === undefined ? null : readIp(String(ip)),
    actor: wanted ?? null,
    from: readTime('since', options['since']),
    to: readTime('until', options['until']),
    limit: PAGE,
  };
}

function readPhone(given: string): Phone {
  const read = normalisePhone(given);
  if (!read.ok) throw new CommandFailed(`${given} is not a phone number.`);
  return read.phone;
}

function readIp(given: string): string {
  if (isIP(given) === 0) throw new CommandFailed(`${given} is not an IP address.`);
  return given;
}

/** A time as ISO 8601, `2026-11-22` or `2026-11-22T05:30:00Z`. A date begins at midnight UTC. */
/** A date, a time, or how long ago: `30m`, `2h`, `7d`. */
function readTime(name: string, given: CommandContext['options'][string]): Date | undefined {
  if (given === undefined) return undefined;
  const [, count, unit] = /^(\d+)([mhd])$/.exec(String(given)) ?? [];
  const isDate = /^\d{4}-\d\d-\d\d/.test(String(given));
  // The unit is one of the pattern
  const agoMs = unit && Number(count) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS] * 1000;
  const time = new Date(agoMs ? Date.now() - agoMs : String(given));
  if ((!agoMs && !isDate) || Number.isNaN(time.getTime()))
    throw new CommandFailed(`--${name} is a date, a time such as 2026-11-22T05:30:00Z, or how long ago: 30m, 2h, 7d.`);
  return time;
}
