import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

test('docs/events.md lists every type of events, and every reason why a session ends', async () => {
  const source = await read('apps/api/src/features/events/events.ts');
  const document = await read('docs/events.md');
  const [, types = ''] = /type EventType =([^;]+);/.exec(source) ?? [];
  const rows = document.split('\n').filter((line) => line.startsWith('| `') && line.includes('.'));
  const listed = rows.flatMap((row) => namesIn(row.split(' | ')[0] ?? '', /`([a-z]+\.[a-z_]+)`/g));
  expect(listed.sort()).toEqual(namesIn(types, /'([^']+)'/g).sort());

  const [, reasons = ''] = /type EndReason =([^;]+);/.exec(source) ?? [];
  const ended = rows.find((row) => row.startsWith('| `session.ended`')) ?? '';
  for (const reason of namesIn(reasons, /'([^']+)'/g)) expect(ended).toContain(`\`${reason}\``);
});

test('the page has words for every type of events', async () => {
  const source = await read('apps/api/src/features/events/events.ts');
  const [, types = ''] = /type EventType =([^;]+);/.exec(source) ?? [];
  const words = await read('apps/web/src/messages/admin/audit/audit.types.ts');
  const [, listed = ''] = /EVENT_TYPES = \[([^\]]+)\]/.exec(words) ?? [];
  expect(namesIn(listed, /'([^']+)'/g).sort()).toEqual(namesIn(types, /'([^']+)'/g).sort());
});
