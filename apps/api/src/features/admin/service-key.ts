import { randomUUIDv7 } from 'node:crypto';
import type { ServiceScope } from '@raqam/shared/contract/admin';
import type { ServiceKey } from '@raqam/shared/contract/admin-services';
import type { Database } from '../../database/database.ts';
import type { RowsOf } from '../../database/prepare.ts';
import { digestRandomSecret, makeRandomSecret } from '../../encryption/random-secret.ts';
import { DAY } from '../../policy.ts';
import type { AdminAct } from './admin-act.ts';
import { createServiceKey, listServiceKeys } from './service-keys.queries.ts';

/** Programs that look for leaked secrets find a key by it. */
const PREFIX = 'rqk_';
/** Characters of the key that are shown later. */
const ENDING_LENGTH = 4;

/**
 * Creates a service key.
 *
 * @param expiresAt null: never
 * @returns the key, which can't be read again, and its id
 */
export async function addServiceKey(
  db: Database,
  { name, scopes, expiresAt }: { name: string; scopes: readonly ServiceScope[]; expiresAt: Date | null },
  act: AdminAct,
  randomBytes: (size: number) => Buffer,
): Promise<{ id: string; key: string }> {
  const key = makeRandomSecret(randomBytes, PREFIX);
  const id = randomUUIDv7();
  await db.run(createServiceKey, {
    ...act,
    id,
    name,
    scopes,
    digest: digestRandomSecret(key),
    ending: key.slice(-ENDING_LENGTH),
    expires_at: expiresAt,
  });
  return { id, key };
}

/** When a key ends that works for so many days from `now` (milliseconds). */
export function expireAfter(days: number, now: number): Date {
  return new Date(now + days * DAY * 1000);
}

const PAGE = 100;

/** Every key, the oldest first, also those that work no longer. */
export async function findServiceKeys(
  db: Database,
  after = '00000000-0000-0000-0000-000000000000',
): Promise<RowsOf<typeof listServiceKeys>[]> {
  const keys = await db.run(listServiceKeys, { after, size: PAGE });
  const last = keys[PAGE - 1];
  return last ? [...keys, ...(await findServiceKeys(db, last.id))] : keys;
}

/** A key as administrators see it. */
export function presentServiceKey(key: RowsOf<typeof listServiceKeys>): ServiceKey {
  return {
    ...key,
    created_at: key.created_at.toISOString(),
    expires_at: key.expires_at?.toISOString() ?? null,
    last_used_at: key.last_used_at?.toISOString() ?? null,
    revoked_at: key.revoked_at?.toISOString() ?? null,
  };
}
