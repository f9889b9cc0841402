import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads it
export default defineConfig({
  test: {
    globalSetup: ['./test/support/postgres.ts', './test/support/find-redis.ts'],
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 20_000,
  },
});
