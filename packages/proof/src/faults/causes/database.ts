import pg from 'pg';
import type { Fault } from '../fault.ts';

/** A second for the load to run into the outage. */
const OUTAGE_MS = 3_000;

/** PostgreSQL's too_many_connections. */
const TOO_MANY = '53300';

export const databaseFaults: Record<string, Fault> = {
  'database-stop': {
    shows: 'PostgreSQL stopped at once (immediate shutdown), then started',
    times: 3,
    async cause({ world, last, untilReadyzSays }, times) {
      for (let n = 0; n < times; n++) {
        await last(1_000);
        await world.database.stopAtOnce();
        await untilReadyzSays('503 database');
        await last(OUTAGE_MS);
        await world.database.startAgain();
      }
    },
  },
  'database-crash': {
    shows: 'PostgreSQL and its processes killed (kill -9, as a power cut), then started',
    times: 3,
    async cause({ world, last, untilReadyzSays }, times) {
      for (let n = 0; n < times; n++) {
        await last(1_000);
        await world.database.crash();
        await untilReadyzSays('503 database');
        await world.database.startAgain();
      }
    },
  },
  'database-freeze': {
    shows: 'PostgreSQL frozen (SIGSTOP) for 25 s, connections open, then thawed',
    times: 1,
    async cause({ world, last, untilReadyzSays }) {
      await world.database.freeze();
      await untilReadyzSays('503 database');
      await last(25_000);
      await world.database.thaw();
    },
  },
  'database-slow': {
    shows: 'every packet to and from PostgreSQL takes 400 ms for 15 s',
    times: 1,
    async cause({ world, last }) {
      world.proxy.delay(400);
      await last(15_000);
      world.proxy.delay(0);
    },
  },
  'database-locked': {
    shows: 'another session locks the tables users and sessions for 12 s',
    times: 1,
    async cause({ world, last }) {
      const other = new pg.Client({ connectionString: world.database.url });
      await other.connect();
      await other.query('BEGIN; LOCK TABLE users, sessions IN ACCESS EXCLUSIVE MODE');
      await last(12_000);
      await other.query('ROLLBACK');
      await other.end();
    },
  },
  'out-of-connections': {
    shows: 'others take all connections of PostgreSQL for 8 s',
    times: 1,
    async cause({ world, last, untilReadyzSays }) {
      const others: pg.Client[] = [];
      const take = async (): Promise<boolean> => {
        const other = new pg.Client({ connectionString: world.database.url });
        other.on('error', () => {});
        try {
          await other.connect();
          others.push(other);
          return true;
        } catch (error) {
          if (Reflect.get(Object(error), 'code') === TOO_MANY) return false;
          throw error;
        }
      };
      while (await take());
      const [first] = others;
      const own = async () =>
        Number(
          (await first?.query("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'raqam-api%'"))
            ?.rows[0].count,
        );
      while ((await own()) > 0) {
        await first?.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'raqam-api%'",
        );
        while (await take());
      }
      await untilReadyzSays('503 database');
      await last(8_000);
      await Promise.all(others.map((other) => other.end()));
    },
  },
  'lost-acknowledgements': {
    shows: 'every tenth answer of PostgreSQL gets lost after its commit, and the connection breaks, for 15 s',
    times: 1,
    async cause({ world, last }) {
      world.proxy.loseAnswers(0.1);
      do await last(15_000);
      while (world.proxy.lost() === 0);
      world.proxy.loseAnswers(0);
    },
  },
};
