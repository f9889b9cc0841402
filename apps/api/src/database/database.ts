import pg from 'pg';
import type { Statement } from './prepare.ts';

export interface Database {
  /** Runs one statement in a transaction of its own. Throws DatabaseUnavailable if the database can't serve. */
  run<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections at most. The slower the disk's flush, the more pay: 10 on a fast one, 40 at 2 ms. */
  connections?: number;
  /** Called for connections that broke while idle, as when the database restarts. */
  onIdleError?: (error: Error) => void;
}

const DEFAULT_CONNECTIONS = 20;
/**
 * Every statement looks rows up by a key, so that one plan is good for all arguments: planning a statement
 * anew costs more than running it. Without sequential scans a plan made on empty tables stays good on full ones.
 */
const PLANNING = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';
/** Short, since a person is waiting: better a clear error than a long silence. */
const TIMEOUTS_MS = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  query_timeout: 15_000, // if the network goes silent, the server's timeouts never arrive
  lock_timeout: 5_000,
};
/** Of the tries that come at once, ten lock the number, and the others then write nothing. */
const ATTEMPTS = 20;
/** unique_violation, serialization_failure, deadlock_detected */
const CONCURRENCY_ERRORS = ['23505', '40001', '40P01'];

/** Telegram's ids are below 2^52, and no count comes near it. */
const INT8 = pg.types.builtins.INT8;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser, // an overloaded function
};

/** Connects lazily: nothing is opened before the first statement. */
export function connectDatabase({ url, connections = DEFAULT_CONNECTIONS, onIdleError }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    idleTimeoutMillis: 0,
    keepAlive: true,
    options: PLANNING,
    ...TIMEOUTS_MS,
  });
  pool.on('error', (error) => onIdleError?.(error)); // without a listener it would end the process

  return {
    async run(statement, args) {
      const { text, parameters } = statement.compile();
      const values = parameters.map((parameter) => args[parameter]);
      try {
        return (await pool.query({ name: statement.name, text, values })).rows;
      } catch (error) {
        throw explain(error);
      }
    },
    close: () => pool.end(),
  };
}

/**
 * Runs `work`, which reads, decides and writes provided that nothing it read has changed, until its
 * write does: it returns undefined where it did not, or fails where PostgreSQL found a concurrent write in
 * the way. Somebody else's write succeeded each time, so it ends.
 */
export async function untilUnchanged<Result>(work: () => Promise<Result | undefined>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await work();
      if (result !== undefined) return result;
      if (attempt === ATTEMPTS) throw new Error('Concurrent writes did not end');
    } catch (error) {
      if (attempt === ATTEMPTS || !isConcurrencyError(error)) throw error;
    }
  }
}

/** A concurrent transaction was in the way: a deadlock, or a row that it inserted first. */
function isConcurrencyError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && CONCURRENCY_ERRORS.includes(error.code ?? '');
}

/** The database can't serve: out of reach, starting, stopping or read-only. The request may be sent again. */
export class DatabaseUnavailable extends Error {}

/**
 * PostgreSQL's classes 08 (connection), 53 (resources), 57 (timeout, shutdown), its codes 55P03 (a lock's timeout),
 * 25006 (read-only) and 42501 (permission), and every error of the connection itself.
 */
function explain(error: unknown): unknown {
  const isAnswer = error instanceof pg.DatabaseError && !/^(?:08|53|57|55P03|25006|42501)/.test(error.code ?? '');
  if (isAnswer || !(error instanceof Error)) return error;
  return new DatabaseUnavailable(nameFailure(error), { cause: error });
}

/**
 * What happened, for the log: PostgreSQL quotes names, and the messages of the system hold the host and the port,
 * all of which are parts of DATABASE_URL, so they are left out.
 */
export function nameFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof pg.DatabaseError) return error.message.replaceAll(/"[^"]*"/g, '"…"');
  return 'code' in error ? String(error.code) : error.message;
}
