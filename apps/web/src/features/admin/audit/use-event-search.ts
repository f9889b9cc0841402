import type { ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { type AdminCall, useAdminCall } from '../use-admin-call.ts';
import type { EventFilter } from './audit-filter.ts';

type Found = ResponseBody<'searchEvents'>;
interface Page extends Found {
  /** The filter that it was asked for with. */
  key: string;
}

/** The API looks at a part of the log at a time: so many empty parts in a row are skipped, then the person is asked. */
const SKIPPED_PAGES = 20;

/** The events that a filter finds, page by page. Those of the filter before stay until the new ones are there. */
export function useEventSearch(filter: EventFilter) {
  const call = useAdminCall();
  const key = JSON.stringify(filter);
  const first = useLoaded(() => load(), key);
  const more = useAction();
  /** Pages after the first. */
  const [further, setFurther] = useState<Page[]>([]);

  async function load(before?: string): Promise<ApiResult<Page>> {
    for (let skipped = 0, from = before; ; skipped++) {
      const result = await findEvents(call, filter, from);
      if (!result.ok) return result;
      const { events, next_cursor: next } = result.data;
      if (events.length > 0 || next === null || skipped === SKIPPED_PAGES)
        return { ok: true, data: { ...result.data, key } };
      from = next;
    }
  }

  const pages = first.data ? [first.data, ...further.filter((page) => page.key === first.data?.key)] : [];
  const next = pages.at(-1)?.next_cursor ?? undefined;
  return {
    first,
    more,
    /** undefined until the first page is there. */
    events: first.data && pages.flatMap(({ events }) => events),
    names: Object.assign({}, ...pages.map(({ names }) => names)) as Record<string, string>, // all are such records
    isCurrent: first.data?.key === key,
    hasMore: next !== undefined,
    loadMore: () =>
      more.run(async () => {
        const result = await load(next);
        if (result.ok) setFurther((loaded) => [...loaded, result.data]);
        return result;
      }),
  };
}

/** One page; `before`: the cursor of the page before. */
export function findEvents(call: AdminCall, filter: EventFilter, before?: string, limit?: number) {
  return call('searchEvents', { ...filter, ...(before && { before }), ...(limit && { limit }) });
}
