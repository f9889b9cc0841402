import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads it
export default defineConfig({
  test: {
    globalSetup: [
      './test/support/database/postgres.ts',
      './test/support/redis/find-redis.ts',
      './test/pooler/find-pgbouncer.ts',
      './test/tokens/find-python.ts',
    ],
    expect: { poll: { timeout: 60_000 } }, // events are waited for, also on a busy machine
    provide: { fuzz: { requestsPerOperation: 12, seed: 1 } }, // `pnpm prove fuzz` sends others
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
