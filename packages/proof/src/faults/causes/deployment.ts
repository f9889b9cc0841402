import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Fault } from '../fault.ts';
import type { SourceChange } from '../world/change-source.ts';
import { describeChanges, runApiScript } from '../world/start-world.ts';

/** Far shorter than that of a platform (.railway/railway.ts), so that requests are still in progress. */
const OVERLAP_MS = 500;

/** A build with `count` more migrations than this one, which change tables that every sign-in writes. */
function addMigrations(count: number): SourceChange[] {
  const end = '};\n\n/** The last migration of this build';
  const migrations = Array.from(
    { length: count },
    (_, n) => `  '9999-proof-${n}': {
    async up(db) {
      await sql\`ALTER TABLE users ADD COLUMN proof_${n} int NOT NULL DEFAULT 0\`.execute(db);
      await sql\`ALTER TABLE sessions ADD COLUMN proof_${n} text\`.execute(db);
      await sql\`CREATE INDEX ON challenges (expires_at, tries)\`.execute(db);
    },
  },\n`,
  );
  return [{ file: 'api/src/database/migrate.ts', from: end, to: migrations.join('') + end }];
}

export const deploymentFaults: Record<string, Fault> = {
  'rolling-restart': {
    shows:
      'a build with a new migration: it migrates while the old build serves, then replaces one replica after the other',
    times: 3,
    async cause({ world, last, report }, times) {
      for (let n = 1; n <= times; n++) {
        const env = describeChanges(addMigrations(n));
        const migration = spawn(process.execPath, runApiScript('database/migrate.main.ts', true), {
          env: { ...world.apiEnv, ...env },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        const [code] = await once(migration, 'exit');
        if (code !== 0) report(`the migration ended with ${code}`);
        await last(1_000);
        for (const replica of world.replicas) {
          replica.isServing = false; // the platform sends new requests elsewhere, and a while later it ends the process
          await last(OVERLAP_MS);
          const exitCode = await replica.stop();
          if (exitCode !== 0) report(`a replica that was told to stop ended with ${exitCode}`);
          await replica.start({ env, args: ['--max-semi-space-size=8', ...runApiScript('server.ts', true)] });
          replica.isServing = true;
        }
      }
    },
  },
};
