import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { writeApiEnvironment } from '../src/development-environment.ts';
import { readPorts } from '../src/ports.ts';

test('the variables for commands are written into a folder that is not there yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raqam-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, '.local', 'development.env');
  writeApiEnvironment(file, readPorts({}), 'postgres://raqam@127.0.0.1:5499/raqam');
  expect(parseEnv(readFileSync(file, 'utf8'))).toMatchObject({
    DATABASE_URL: 'postgres://raqam@127.0.0.1:5499/raqam',
  });
});
