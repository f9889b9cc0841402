import pg from 'pg';
import type { Statement } from './prepare.ts';

/** What runs statements: the pool, each on its own, or one transaction. */
export interface Runner {
  run<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]>;
}

export interface Transaction extends Runner {
  /**
   * Sends COMMIT right behind the statements before it, without waiting for their answers. A transaction
   * that ends without it is rolled back.
   */
  commit(): void;
}

export interface Database extends Runner {
  /**
   * Runs `work` in one transaction, and again from the start (at most three times) where PostgreSQL found
   * that a concurrent one was in the way: a deadlock, or a row that the other inserted first.
   *
   * Statements are pipelined: one that needs no answer of the one before it costs no round trip of its own.
   */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections at most. The slower the disk's flush, the more pay: 10 on a fast one, 40 at 2 ms. */
  connections?: number;
  /** Hears of connections that broke while idle, as when the database restarts. */
  onIdleError?: (error: Error) => void;
}

const DEFAULT_CONNECTIONS = 20;
/** Milliseconds. A person is waiting: better a clear error than a long silence. */
const TIMEOUTS = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
};
const ATTEMPTS = 3;
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
  const options: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    max: connections,
    pipeline: true,
    types,
    keepAlive: true,
    ...TIMEOUTS,
  };
  const pool = new pg.Pool(options);
  pool.on('error', (error) => onIdleError?.(error)); // without a listener it would end the process

  return {
    run: (statement, args) => query(pool, statement, args),
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await runTransaction(pool, work);
        } catch (error) {
          if (attempt === ATTEMPTS || !isConcurrencyError(error)) throw error;
        }
      }
    },
    close: () => pool.end(),
  };
}

async function runTransaction<Result>(pool: pg.Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const sent: Promise<unknown>[] = [];
  let ended = false;
  const send = <Answer>(answer: Promise<Answer>) => {
    sent.push(answer);
    answer.catch(() => {}); // told below, by whoever comes first
    return answer;
  };
  const end = (how: 'COMMIT' | 'ROLLBACK') => {
    ended = true;
    void send(client.query(how));
  };

  let broken = false;
  try {
    void send(client.query('BEGIN'));
    const result = await work({
      run: (statement, args) => send(query(client, statement, args)),
      commit: () => end('COMMIT'),
    });
    if (!ended) end('ROLLBACK');
    await Promise.all(sent);
    return result;
  } catch (error) {
    if (!ended) end('ROLLBACK');
    broken = !(error instanceof pg.DatabaseError);
    throw firstCause(await Promise.allSettled(sent)) ?? error;
  } finally {
    client.release(broken);
  }
}

/** The statements behind a failed one fail too, with less to say. */
function firstCause(settled: PromiseSettledResult<unknown>[]): unknown {
  return settled.find((result) => result.status === 'rejected')?.reason;
}

async function query<Args, Row>(
  client: pg.Pool | pg.PoolClient,
  statement: Statement<Args, Row>,
  args: Args,
): Promise<Row[]> {
  const { text, parameters } = statement.compile();
  const values = parameters.map((parameter) => args[parameter]);
  return (await client.query({ name: statement.name, text, values })).rows;
}

/** A concurrent transaction was in the way: a deadlock, or a row that it inserted first. */
export function isConcurrencyError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && CONCURRENCY_ERRORS.includes(error.code ?? '');
}

/** The database could not be reached or is shutting down: the request may be sent again. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(?:08|57P|53)/.test(error.code ?? '');
  return (
    error instanceof Error &&
    /ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|timeout|terminated|not queryable|Connection/.test(
      `${Reflect.get(error, 'code')} ${error.message}`,
    )
  );
}
