import type { WorldOptions } from './world/start-world.ts';

/** Guards that `--without` takes away, so that the proof has to fail. */
export const guards: Record<string, { shows: string; world: WorldOptions }> = {
  durability: {
    shows: 'PostgreSQL acknowledges commits before they are on the disk',
    world: { postgres: { synchronous_commit: 'off', wal_writer_delay: '10000ms' } },
  },
  'used-codes': {
    shows: 'a code that was redeemed is redeemed again',
    world: {
      changes: [
        {
          file: 'features/challenges/judge-attempt.ts',
          from: "const isUsed = challenge.state !== 'waiting';",
          to: 'const isUsed = false;',
        },
      ],
    },
  },
};
