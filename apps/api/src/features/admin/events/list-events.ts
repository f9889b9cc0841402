import type { Database } from '../../../database/database.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import { type EventPlace, listEvents as list, listEventsOfUser } from './list-events.queries.ts';

/** Events that one page looks at for those of its type. */
const SCANNED_PER_PAGE = 2000;

const START: EventPlace = { at_us: 0, id: 0 };

export interface EventFilter {
  user_id: string | undefined;
  type: string | undefined;
  /** undefined: from the first event. */
  after: EventPlace | undefined;
  limit: number;
}

/** A page of events, the oldest first. `next`: where the next one begins; undefined: this is the last one so far. */
export async function listEvents(
  db: Database,
  { user_id, type, after = START, limit: size }: EventFilter,
): Promise<{ events: RowsOf<typeof list>[]; next: EventPlace | undefined }> {
  const page = { ...after, type: type ?? null, size, scanned: type === undefined ? size : SCANNED_PER_PAGE };
  const rows = user_id === undefined ? await db.run(list, page) : await db.run(listEventsOfUser, { ...page, user_id });
  const last = rows.at(-1);
  const hasMore = last?.is_last_scanned || rows.length === size;
  return { events: rows.filter((row) => row.is_wanted), next: hasMore ? last : undefined };
}

/** A place as clients hold it, who must not read it. */
export function writeCursor({ at_us, id }: EventPlace): string {
  return Buffer.from(`${at_us}.${id}`).toString('base64url');
}

/** The place of a cursor; undefined: we did not write it. */
export function readCursor(cursor: string): EventPlace | undefined {
  const [, at_us, id] = /^(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const place = { at_us: Number(at_us), id: Number(id) };
  return Number.isSafeInteger(place.at_us) && Number.isSafeInteger(place.id) ? place : undefined;
}
