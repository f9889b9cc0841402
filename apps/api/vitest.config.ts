import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads it
export default defineConfig({
  test: {
    globalSetup: './test/support/postgres.ts',
    testTimeout: 20_000,
  },
});
