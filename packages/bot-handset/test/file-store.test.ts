import { expect, test } from 'vitest';
import { createFileStore } from '../src/files/file-store.ts';

test('the oldest files go when there are too many bytes; shared bytes count once, and no path is given twice', () => {
  const store = createFileStore(10);
  const add = (bytes: Buffer) => store.add({ kind: 'document', bytes, mimeType: 'text/plain' });
  const first = add(Buffer.alloc(4));
  const shared = Buffer.alloc(4);
  const [second, third] = [add(shared), add(shared)];
  const path = store.pathOf(first);
  expect(store.findByPath(path)).toBe(first);
  const fourth = add(Buffer.alloc(4));
  expect([first, second, third, fourth].map(({ file_id }) => store.find(file_id) !== undefined)).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(store.findByPath(path)).toBeUndefined();
  expect(store.pathOf(fourth)).not.toBe(path);
  add(Buffer.alloc(10));
  expect(store.find(second.file_id) ?? store.find(third.file_id)).toBeUndefined();
});
