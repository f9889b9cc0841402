import { EVENTS_PER_PAGE } from '@raqam/shared/contract/admin';
import { SEARCHED_PER_PAGE } from '@raqam/shared/contract/admin-audit';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../../database/database.ts';
import { RequestError } from '../../../http/errors.ts';
import { readPhone } from '../../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../../http/register-endpoint.ts';
import type { DescribeOrigin } from '../../events/describe-origin.ts';
import type { People } from '../../events/person.ts';
import type { AuthorizeAdmin } from '../authorize.ts';
import type { EventPlace } from './list-events.queries.ts';
import { listEvents, readCursor, writeCursor } from './list-events.ts';
import { presentEvent } from './present-event.ts';
import { type FoundEvent, findNamesIn, searchEvents } from './search-events.ts';

interface EventDependencies {
  db: Database;
  people: People;
  authorizeAdmin: AuthorizeAdmin;
  describeOrigin: DescribeOrigin;
}

/** The endpoints of the event log: in order for services, and the audit log for administrators. */
export function registerEventRoutes(app: FastifyInstance, deps: EventDependencies): void {
  const { db, authorizeAdmin, describeOrigin } = deps;

  registerEndpoint(app, 'listEvents', {
    async handle({ query: { user_id, type, after, limit = String(EVENTS_PER_PAGE) }, request }) {
      await authorizeAdmin(request, 'events:read');
      const { events, next } = await listEvents(db, {
        user_id,
        type,
        after: readPlace('after', after),
        limit: Number(limit),
      });
      return answer(200, { events: events.map(presentEvent), next_cursor: next ? writeCursor(next) : null });
    },
  });

  registerEndpoint(app, 'searchEvents', {
    async handle({ body: { phone, from, to, before, limit = SEARCHED_PER_PAGE, ...wanted }, request }) {
      const { adminId } = await authorizeAdmin(request, 'events:read');
      if (phone !== undefined) await authorizeAdmin(request, 'users:read'); // the events tell whose number it is
      const number = phone === undefined ? undefined : readPhone('phone', phone);
      if (number !== undefined) request.aboutPhone = number;
      const { events, next } = await searchEvents(deps, {
        ...wanted,
        phone: number,
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
        before: readPlace('before', before),
        limit,
      });
      const describePlace = ({ ip, user_agent }: FoundEvent) =>
        (ip && describeOrigin({ ip, user_agent: user_agent ?? '' }).place) || null;
      return answer(200, {
        events: events.map((event) => ({ ...presentEvent(event), place: describePlace(event) })),
        names: adminId === undefined ? {} : await findNamesIn(db, events),
        next_cursor: next ? writeCursor(next) : null,
      });
    },
  });
}

/** The place of a cursor in `field`. Throws `validation_failed`. */
function readPlace(field: string, cursor: string | undefined): EventPlace | undefined {
  const place = cursor === undefined ? undefined : readCursor(cursor);
  if (cursor !== undefined && place === undefined)
    throw new RequestError('validation_failed', { fields: { [field]: 'invalid' } });
  return place;
}
