import type { ApiReadiness } from '@raqam/service/readiness';
import type { Database } from '../../database/database.ts';
import { findOperation } from './operation.queries.ts';

type Operation = Pick<ApiReadiness, 'admin' | 'webhooks'>;

/** How long a result is reused: health checks ask often. */
const HOLDS_FOR_MS = 10_000;

/**
 * Makes the function that tells what the operator has to know about administrators and webhooks. As long as there is no
 * administrator it looks anew each time, so that the first one is seen at once.
 *
 * @param now milliseconds
 */
export function watchOperation(db: Database, now: () => number): () => Promise<Operation> {
  let known: Operation | undefined;
  let holdsUntil = 0;

  return async () => {
    if (known?.admin === 'present' && now() < holdsUntil) return known;
    const [row] = await db.run(findOperation, {});
    const { has_admin = false, late = 0, failed = 0 } = row ?? {};
    known = { admin: has_admin ? 'present' : 'none', webhooks: { late, failed } };
    holdsUntil = now() + HOLDS_FOR_MS;
    return known;
  };
}
