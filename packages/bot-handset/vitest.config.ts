import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (file: string) => fileURLToPath(new URL(`src/testing/${file}`, import.meta.url));

// biome-ignore lint/style/noDefaultExport: vitest reads it
export default defineConfig({
  // The examples import the package by its name, as its users do
  resolve: {
    alias: { 'bot-handset/testing': source('start-telegram.ts'), 'bot-handset/vitest': source('vitest.ts') },
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
