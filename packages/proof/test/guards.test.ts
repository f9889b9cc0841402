import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allGuards } from '../src/guards/all-guards.ts';
import { partsOf } from '../src/guards/guard.ts';
import { judgeRun } from '../src/guards/judge-run.ts';
import type { TestRun } from '../src/guards/run-tests.ts';

const ROOT = join(import.meta.dirname, '../../..');
const texts = new Map<string, string>();
const read = (file: string) => {
  const text = texts.get(file) ?? readFileSync(join(ROOT, file), 'utf8');
  texts.set(file, text);
  return text;
};

test.for(allGuards)('$name is in its file once, and its test is there', ({ file, find, replace, test: own }) => {
  expect(read(file).split(find)).toHaveLength(2);
  expect(replace).not.toBe(find);
  const source = read(join(own.package, own.file));
  for (const part of partsOf(own)) expect(source).toContain(part);
});

test('each has a name of its own, and there are at least 45', () => {
  expect(new Set(allGuards.map(({ name }) => name)).size).toBe(allGuards.length);
  expect(allGuards.length).toBeGreaterThanOrEqual(45);
});

const ran = (...failures: string[]): TestRun => ({ kind: 'ran', tests: [{ file: 'x.test.ts', name: 'x', failures }] });

test.for<[string, TestRun, object]>([
  ['by an assertion', ran('AssertionError: expected 200 to be 400'), { kind: 'killed' }],
  ['not at all', ran(), { kind: 'survived' }],
  ['by the time limit', ran('Error: Test timed out in 90000ms'), { kind: 'error' }],
  ['by a busy machine', ran('AssertionError: {"error":{"code":"overloaded"}}: expected 503'), { kind: 'error' }],
  ['by an error of the code', ran('TypeError: x is not a function'), { kind: 'error' }],
  ['before it ran', { kind: 'broken', reason: 'SyntaxError' }, { kind: 'error', reason: 'SyntaxError' }],
  ['by another name', { kind: 'ran', tests: [] }, { kind: 'error', reason: 'no test has this name' }],
])('a test that fails %s', ([, run, verdict]) => {
  expect(judgeRun(run)).toMatchObject(verdict);
});
