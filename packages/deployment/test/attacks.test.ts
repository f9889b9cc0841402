import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** The rows of the tables in SECURITY.md, which is the only list of attacks. */
const rows = [...read('SECURITY.md').matchAll(/^\| (.+?) \| .+ \| (.+) \|$/gm)]
  .map(([, attack = '', tests = '']) => ({
    attack: attack.replaceAll('`', ''),
    files: [...tests.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file),
  }))
  .filter(({ attack }) => attack !== 'attack');

test('SECURITY.md lists each attack once', () => {
  const attacks = rows.map(({ attack }) => attack);
  expect(attacks.length).toBeGreaterThan(60);
  expect(attacks.filter((attack, index) => attacks.indexOf(attack) !== index)).toEqual([]);
});

test.for(rows)('the attack “$attack” has a test of that name in each file of its row', ({ attack, files }) => {
  expect(files.length).toBeGreaterThan(0);
  const escaped = attack.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // Not of `test.skip` or `test.todo`: an attack that is not tried proves nothing.
  const named = new RegExp(String.raw`(?:(?<!\.)\b(?:test|describe)\(|\]\)\(|\)\()\s*['"\`]${escaped}`);
  for (const file of files) {
    expect(existsSync(path.join(ROOT, file)), file).toBe(true);
    expect(titlesOf(read(file)), file).toMatch(named);
  }
});

test('each file of tests that is about attacks is in a row', () => {
  const files = String(execFileSync('git', ['ls-files', '*.test.ts'], { cwd: ROOT })).split('\n');
  const about = files.filter((file) => /(?:^|\/)attacks(?:\/|\.)/.test(file) && existsSync(path.join(ROOT, file)));
  const listed = new Set(rows.flatMap((row) => row.files));
  expect(about.filter((file) => !listed.has(file) && file !== 'packages/deployment/test/attacks.test.ts')).toEqual([]);
});

/** The source with its string literals as they read. */
function titlesOf(source: string): string {
  return source.replaceAll(/\\(['"`\\])/g, '$1');
}
