import type { ApiResult } from '@raqam/shared/client';
import type { AdminCall } from '../use-admin-call.ts';
import type { EventFilter } from './audit-filter.ts';
import { findEvents } from './use-event-search.ts';

/** As many events as the API gives at once. */
const PAGE = 100;

/** Saves every event that a filter finds as a file of JSON lines, the newest first. */
export async function saveEvents(call: AdminCall, filter: EventFilter): Promise<ApiResult<null>> {
  const lines: string[] = [];
  for (let before: string | undefined; ; ) {
    const result = await findEvents(call, filter, before, PAGE);
    if (!result.ok) return result;
    const { events, next_cursor: next } = result.data;
    lines.push(...events.map((event) => `${JSON.stringify(event)}\n`));
    if (next === null) break;
    before = next;
  }
  const url = URL.createObjectURL(new Blob(lines, { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'events.jsonl';
  link.click();
  URL.revokeObjectURL(url);
  return { ok: true, data: null };
}
