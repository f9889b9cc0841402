import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Batch } from '../database/clean-up-batch.ts';
import { json } from '../database/columns.ts';
import type { Database } from '../database/database.ts';
import { prepare, type RowsOf } from '../database/prepare.ts';
import { type Canary, encryptCanary } from './canary.ts';
import type { Fernet } from './fernet.ts';

/** Rows per statement: few, so that its locks and its writes are short. */
const BATCH = 500;
/** After each batch, so that sign-ins are not slowed down. */
const PAUSE_MS = 25;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** Any number that no other program takes in the same database. */
const LOCK = 7_269_972;

/** The statements that encrypt a column anew. */
export type SealedColumn = ReturnType<typeof prepareSealedColumn>;

/**
 * Prepares the re-encryption of a text column with Fernet tokens, of a table whose primary key is a uuid `id`. An empty
 * text, or NULL, is no token.
 */
export function prepareSealedColumn(table: string, column: string) {
  const [rows, sealed] = [sql.table(table), sql.ref(column)];
  return {
    name: `${table}.${column}`,
    /** A batch of rows after the last id of the batch before. `is_mine`: no other replica is at it at this moment. */
    find: prepare(
      `find-sealed-${table}-${column}`,
      { is_mine: 'bool', last: 'text?', rows: 'int4', sealed: json<{ id: string; token: string }[]>() },
      (args: Batch) => sql`
        WITH re_encryption AS MATERIALIZED (
          SELECT pg_try_advisory_xact_lock(${sql.lit(LOCK)}) AS is_mine
        ), batch AS MATERIALIZED (
          SELECT id, ${sealed} AS token FROM ${rows}, re_encryption
          WHERE is_mine AND id > ${args.after}::uuid ORDER BY id LIMIT ${args.size}
        )
        SELECT (SELECT is_mine FROM re_encryption) AS is_mine, max(id::text) AS last, count(*)::int AS rows,
          coalesce(jsonb_agg(jsonb_build_object('id', id, 'token', token)) FILTER (WHERE token <> ''), '[]') AS sealed
        FROM batch`,
    ),
    /** Replaces tokens that are still as they were read. */
    replace: prepare(
      `replace-sealed-${table}-${column}`,
      {},
      (args: { ids: string[]; seen: string[]; tokens: string[] }) => sql`
        UPDATE ${rows} AS held SET ${sealed} = renewed.token
        FROM unnest(${args.ids}::uuid[], ${args.seen}::text[], ${args.tokens}::text[]) AS renewed (id, seen, token)
        WHERE held.id = ANY(${args.ids}::uuid[]) AND held.id = renewed.id AND held.${sealed} = renewed.seen`,
    ),
  };
}

type Found = RowsOf<SealedColumn['find']>;

/** What one key encrypts in the database. */
export interface SealedData {
  /** The variable of the key. */
  variable: 'FERNET_KEY' | 'SECRET_KEY';
  fernet: Fernet;
  canary: Canary;
  columns: readonly SealedColumn[];
  /** Seconds for which the previous key is needed after nothing is encrypted with it any more. */
  neededFor: number;
}

export interface Pass {
  /**
   * Whether this pass may find that the previous key is no longer needed. Not the first one after the start: other
   * replicas may still encrypt with it until they are replaced.
   */
  mayFinish: boolean;
  signal?: AbortSignal | undefined;
  /** Rows per statement. */
  batch?: number;
}

/**
 * Encrypts all data of a key anew that was encrypted with the previous one, and in the end the canary. Replicas may do
 * it at once: one of them goes on, and a token that has changed meanwhile is left for the next pass.
 *
 * @returns the columns with tokens that neither key can read
 */
export async function reencrypt(
  db: Database,
  { fernet, canary, columns }: SealedData,
  { mayFinish, signal, batch: size = BATCH }: Pass,
): Promise<string[]> {
  if (!fernet.isRotating) return [];
  const unreadable = new Set<string>();
  let isDone = true;
  for (const { name, find, replace } of columns) {
    for (let after: string | null = FIRST_ID; after !== null; ) {
      const [found]: Found[] = await db.run(find, { after, size });
      if (!found?.is_mine || signal?.aborted) return [...unreadable];
      const opened = found.sealed.map((row) => ({ ...row, opened: fernet.open(row.token) }));
      const old = opened.filter((row) => row.opened?.isNewest === false);
      if (opened.some((row) => row.opened === undefined)) unreadable.add(name);
      if (old.length > 0) {
        isDone = false;
        await db.run(replace, {
          ids: old.map(({ id }) => id),
          seen: old.map(({ token }) => token),
          tokens: old.map((row) => fernet.encrypt(row.opened?.text ?? '')),
        });
      }
      after = found.rows === size ? found.last : null;
      if (after !== null) await pause(PAUSE_MS, undefined, { ref: false, signal });
    }
  }
  const [held] = await db.run(canary.find, {});
  const isOld = held !== undefined && fernet.open(held.token)?.isNewest !== true;
  if (mayFinish && isDone && unreadable.size === 0 && isOld) await db.run(canary.replace, encryptCanary(fernet));
  return [...unreadable];
}
