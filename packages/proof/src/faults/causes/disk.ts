import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Fault } from '../fault.ts';
import { findNoSmallDisk } from '../small-disk.ts';

const CHUNK_BYTES = 1_048_576;
const LAST_CHUNK_BYTES = 4_096;

/** Writes until the disk is full. */
async function fill(file: FileHandle): Promise<void> {
  for (const size of [CHUNK_BYTES, LAST_CHUNK_BYTES]) {
    const chunk = Buffer.alloc(size, 1);
    try {
      for (;;) await file.appendFile(chunk);
    } catch (error) {
      if (Reflect.get(Object(error), 'code') !== 'ENOSPC') throw error;
    }
  }
}

export const diskFaults: Record<string, Fault> = {
  'disk-full': {
    shows: 'PostgreSQL’s disk is full for 15 s: first for tables, then for its log too, which ends PostgreSQL',
    times: 1,
    needsSmallDisk: true,
    world: { postgres: { max_wal_size: '48MB', min_wal_size: '32MB' } },
    skip: findNoSmallDisk,
    async cause({ world: { database }, last }) {
      const path = join(dirname(database.dataDirectory), 'ballast');
      const file = await open(path, 'w');
      await fill(file);
      await last(8_000);
      await fill(file); // what PostgreSQL freed meanwhile
      // each switch needs another file for the log
      for (let n = 0; n < 6; n++) {
        const client = new pg.Client({ connectionString: database.url });
        client.on('error', () => {});
        await client
          .connect()
          .then(() => client.query('CREATE TABLE IF NOT EXISTS filler (); DROP TABLE filler; SELECT pg_switch_wal()'))
          .catch(() => {}); // out of disk, or PostgreSQL has ended
        await client.end().catch(() => {});
      }
      await last(7_000);
      await file.close();
      await rm(path);
      if (!(await database.isRunning())) await database.startAgain();
    },
  },
};
