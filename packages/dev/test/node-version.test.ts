import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('pnpm checks packages against the pinned Node.js, so an older one that starts pnpm gets no engine warnings', () => {
  const workspace = readFileSync(new URL('../../../pnpm-workspace.yaml', import.meta.url), 'utf8');
  expect(/^nodeVersion: (\S+)$/m.exec(workspace)?.[1]).toBe(process.versions.node);
});
