import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');

test('the example in the README is the test that runs', async () => {
  expect(await read('README.md')).toContain(`\`\`\`ts\n${await read('examples/readme.test.ts')}\`\`\`\n`);
});
