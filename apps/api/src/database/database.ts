import pg from 'pg';
import type { Statement } from './prepare.ts';
import { isBehindPooler } from './read-database-url.ts';

export interface Database {
  /** Runs one statement in a transaction of its own. Throws DatabaseUnavailable if the database can't serve. */
  run: RunStatement;
  /** The same on a connection of its own: for health checks and metrics, which answer however many statements wait. */
  probe: RunStatement;
  pool: PoolState;
  close(): Promise<void>;
}

type RunStatement = <Args extends object, Row>(statement: Statement<Args, Row>, args: Args) => Promise<Row[]>;

/** The connections of `run`. */
export interface PoolState {
  /** How many there may be. */
  readonly max: number;
  /** How many milliseconds a statement waits for one at most; then it fails. */
  readonly waitMaxMs: number;
  /** How many there are, and how many of them run no statement. */
  readonly open: number;
  readonly idle: number;
  /** Statements that wait for one, and for how many milliseconds the first of them has waited. */
  readonly waiting: number;
  readonly waitedMs: number;
}

export interface DatabaseOptions {
  /** With `pgbouncer=true` no statement is prepared, so that a pooler may run each on another connection. */
  url: string;
  /** Maximum number of connections. A slower disk needs more: 10 on a fast one, 40 where a flush takes 2 ms. */
  connections?: number;
  /** How many milliseconds a statement waits for a connection and for a lock. Short, because a person is waiting. */
  waitMaxMs?: number;
  /** Called when an idle connection breaks, as when the database restarts. */
  onIdleError?: (error: Error) => void;
}

const DEFAULT_CONNECTIONS = 20;
const DEFAULT_WAIT_MAX_MS = 5_000;
/** The connection of health checks and metrics is closed between two of them if they are rare. */
const PROBE_IDLE_TIMEOUT_MS = 30_000;
/**
 * Every statement looks rows up by a key, so one plan suits all arguments, and planning costs more than running.
 * Without sequential scans, a plan made on empty tables stays good on full ones.
 */
const PLANNER_SETTINGS = ['plan_cache_mode = force_generic_plan', 'enable_seqscan = off'];
/**
 * Sent once on every new connection, in one message, because poolers refuse them in the start-up packet. In
 * transaction mode they stick to the server connection that the pooler happens to pick, and last as long as it does.
 * The pooler shares it only among clients with the same user and database, which are the api and its migration.
 */
const describeSettings = (waitMaxMs: number) =>
  [...PLANNER_SETTINGS, `statement_timeout = ${2 * waitMaxMs}`, `lock_timeout = ${waitMaxMs}`]
    .map((setting) => `SET ${setting}`)
    .join('; ');

/**
 * Prepares a new connection. A server that takes no writes, as an old primary after a failover, answers with the past:
 * a session that it does not know yet would seem to have ended. So it is refused altogether, like libpq's
 * `target_session_attrs=read-write`.
 *
 * @throws ReadOnlyServer
 */
async function prepareConnection(client: pg.ClientBase, settings: string): Promise<void> {
  const results: unknown = await client.query(`${settings}; SHOW transaction_read_only`);
  const shown = (results as pg.QueryResult[]).at(-1); // one for each statement, though the types say otherwise
  if (shown?.rows[0]?.transaction_read_only === 'on') throw new ReadOnlyServer('the server is read-only');
}
/** At most ten concurrent failed attempts can each force one more round; 20 leaves a margin. */
const MAX_ROUNDS = 20;
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

/** A query made directly: from a configuration object pg copies every property, which takes 10 µs. */
class PreparedQuery extends pg.Query {
  /** undefined: the statement is not prepared. */
  readonly name: string | undefined;

  constructor(name: string | undefined, text: string, values: unknown[]) {
    super(text, values);
    this.name = name;
  }
}

/** Connects lazily: nothing is opened before the first statement. */
export function connectDatabase({
  url,
  connections = DEFAULT_CONNECTIONS,
  waitMaxMs = DEFAULT_WAIT_MAX_MS,
  onIdleError,
}: DatabaseOptions): Database {
  const settings = describeSettings(waitMaxMs);
  const openPool = (max: number, idleTimeoutMillis: number) =>
    new pg.Pool({
      connectionString: url,
      max,
      types,
      idleTimeoutMillis,
      keepAlive: true,
      fallback_application_name: 'raqam-api',
      onConnect: (client) => prepareConnection(client, settings), // the pool waits for it
      connectionTimeoutMillis: waitMaxMs,
      // if the network goes silent, the server's timeouts never arrive; the bot waits for 12 s
      query_timeout: 2 * waitMaxMs + 1_000,
    }).on('error', (error) => onIdleError?.(error)); // without a listener it would end the process
  const pool = openPool(connections, 0);
  const probePool = openPool(1, PROBE_IDLE_TIMEOUT_MS);
  const hasPrepared = !isBehindPooler(url);

  const runOn =
    (chosen: pg.Pool): RunStatement =>
    async (statement, args) => {
      const { text, parameters } = statement.compile();
      const query = new PreparedQuery(
        hasPrepared ? statement.name : undefined,
        text,
        parameters.map((parameter) => args[parameter]),
      );
      try {
        const result: unknown = await chosen.query(query); // a promise here too, though the types say otherwise
        return (result as pg.QueryResult).rows;
      } catch (error) {
        throw explain(error);
      }
    };

  const runOnPool = runOn(pool);
  /** When the statements began to wait that still do. The pool serves them in this order. */
  const waitingSince: number[] = [];
  const forgetServed = () => void waitingSince.splice(0, waitingSince.length - pool.waitingCount);

  return {
    run(statement, args) {
      const running = runOnPool(statement, args);
      waitingSince.push(performance.now());
      forgetServed();
      return running;
    },
    probe: runOn(probePool),
    pool: {
      max: connections,
      waitMaxMs,
      get open() {
        return pool.totalCount;
      },
      get idle() {
        return pool.idleCount;
      },
      get waiting() {
        return pool.waitingCount;
      },
      get waitedMs() {
        forgetServed();
        const [first] = waitingSince;
        return first === undefined ? 0 : performance.now() - first;
      },
    },
    async close() {
      await Promise.all([pool.end(), probePool.end()]);
    },
  };
}

/**
 * Retries `work`, which reads, decides, and writes only if nothing that it read has changed. It returns undefined
 * when the write did not happen, or fails when PostgreSQL found a conflict with a concurrent write. Each conflict
 * means that another write succeeded, so the retries end.
 *
 * @throws the error of `work`, or an Error after 20 conflicts
 */
export async function untilUnchanged<Result>(work: () => Promise<Result | undefined>): Promise<Result> {
  for (let round = 1; ; round++) {
    try {
      const result = await work();
      if (result !== undefined) return result;
      if (round === MAX_ROUNDS) throw new Error('Concurrent writes did not end');
    } catch (error) {
      if (round === MAX_ROUNDS || !isConcurrencyError(error)) throw error;
    }
  }
}

/** Runs `work`; returns no rows if a concurrent write was in the way. */
export async function ignoreConflicts<Row>(work: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await work();
  } catch (error) {
    if (isConcurrencyError(error)) return [];
    throw error;
  }
}

/** A concurrent transaction was in the way: a deadlock, or a row that it inserted first. */
function isConcurrencyError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && CONCURRENCY_ERRORS.includes(error.code ?? '');
}

/**
 * The database can't serve: out of reach, starting, stopping, read-only, or behind a pooler that loses prepared
 * statements. The request may be sent again.
 */
export class DatabaseUnavailable extends Error {}

/** The server takes no writes. */
export class ReadOnlyServer extends Error {}

/** PostgreSQL's invalid_sql_statement_name and duplicate_prepared_statement: another connection has the statement. */
export const LOST_STATEMENT_ERRORS = ['26000', '42P05'];

/**
 * PostgreSQL's classes 08 (connection), 53 (resources), 57 (timeout, shutdown), its codes 55P03 (a lock's timeout),
 * 25006 (read-only), 42501 (permission) and those of lost statements, and every error of the connection itself.
 */
function explain(error: unknown): unknown {
  const isAnswer =
    error instanceof pg.DatabaseError &&
    !/^(?:08|53|57|55P03|25006|42501)/.test(error.code ?? '') &&
    !LOST_STATEMENT_ERRORS.includes(error.code ?? '');
  if (isAnswer || !(error instanceof Error)) return error;
  return new DatabaseUnavailable(nameFailure(error), { cause: error });
}

/**
 * Describes the failure for the log without any part of DATABASE_URL: PostgreSQL quotes names, and system messages
 * hold host and port.
 */
export function nameFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof pg.DatabaseError) return error.message.replaceAll(/"[^"]*"/g, '"…"');
  return 'code' in error ? String(error.code) : error.message;
}
