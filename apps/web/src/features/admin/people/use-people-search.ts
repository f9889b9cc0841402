import type { AdminUser } from '@raqam/shared/contract/admin';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminCall } from '../use-admin-call.ts';

interface Page {
  /** What was searched for. */
  query: string;
  users: AdminUser[];
  next: string | null;
}

/** The users that a query finds, page by page. Those of the query before stay until the new ones are there. */
export function usePeopleSearch(query: string) {
  const call = useAdminCall();
  const first = useLoaded(() => search(), query);
  const more = useAction();
  /** Pages after the first. */
  const [further, setFurther] = useState<Page[]>([]);

  async function search(after?: string) {
    const result = await call('searchUsers', { ...(query && { query }), ...(after && { after }) });
    if (!result.ok) return result;
    const { users, next_cursor: next } = result.data;
    return { ok: true as const, data: { query, users, next } satisfies Page };
  }

  const pages = first.data ? [first.data, ...further.filter((page) => page.query === first.data?.query)] : [];
  const next = pages.at(-1)?.next ?? undefined;

  return {
    first,
    more,
    /** Undefined until the first page is there. */
    users: first.data && pages.flatMap(({ users }) => users),
    /** Whether they are those of the current query. */
    isCurrent: first.data?.query === query,
    hasMore: next !== undefined,
    loadMore: () =>
      more.run(async () => {
        const result = await search(next);
        if (result.ok) setFurther((loaded) => [...loaded, result.data]);
        return result;
      }),
  };
}
