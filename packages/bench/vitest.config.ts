import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads it
export default defineConfig({ test: { testTimeout: 300_000, hookTimeout: 300_000 } });
