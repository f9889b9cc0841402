import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePort } from '@raqam/local-stack/free-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApi, startApi } from './support/start-api.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** A project outside of the workspace that has the package from its tarball, as npm installs it. */
let project: string;
let tarball: { filename: string; files: { path: string }[] };
let api: RunningApi;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'raqam-client-'));
  const packed = await run('npm', ['pack', '--json', '--silent', '--pack-destination', project], {
    cwd: packageFolder,
  });
  tarball = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[')))[0]; // the build before it may print lines
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  const frameworks = await Promise.all(['express', 'fastify'].map(async (name) => `${name}@${await versionOf(name)}`));
  const quickly = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  await run('npm', ['install', ...quickly, `./${tarball.filename}`, ...frameworks], { cwd: project });
  api = await startApi(await findFreePort());
});
afterAll(async () => {
  await api?.stop();
  await rm(project, { recursive: true });
});

/** The version that the workspace has. */
async function versionOf(name: string): Promise<string> {
  return JSON.parse(await readFile(join(packageFolder, 'node_modules', name, 'package.json'), 'utf8')).version;
}

test('the tarball has JavaScript and declarations, and no other TypeScript', () => {
  const paths = tarball.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
  );
  expect(paths.filter((path) => !/^(?:dist\/.*\.(?:js|d\.ts)|package\.json|README\.md|LICENSE)$/.test(path))).toEqual(
    [],
  );
});

test('its declarations need nothing else: a strict TypeScript project compiles, and a wrong one does not', async () => {
  const right = `
    import { createRaqam, type RaqamUser, RaqamError, verifyWebhook } from '@raqam/client';
    import { requireUser, userOf } from '@raqam/client/express';
    import { requireUser as requireUserInFastify } from '@raqam/client/fastify';
    const raqam = createRaqam({ url: 'https://shop.uz', serviceKey: 'rqk_1' });
    const user: RaqamUser | undefined = await raqam.users.find({ phone: '+998901234567' });
    for await (const { type, cursor } of raqam.events.list({ type: 'user.created' })) type.at(0) ?? cursor.at(0);
    const { type } = verifyWebhook({ 'webhook-id': '1' }, '{}', ['whsec_1']);
    export { user, type, RaqamError, userOf };
    export default [requireUser(raqam), requireUserInFastify(raqam, { origins: [] })];`;
  await writeFile(join(project, 'right.ts'), right);
  await writeFile(join(project, 'wrong.ts'), right.replace("{ phone: '+998901234567' }", '{ phone: 998901234567 }'));
  const compile = (file: string) => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'false'];
    const tsc = join(packageFolder, 'node_modules/typescript/bin/tsc');
    return run(process.execPath, [tsc, ...options, file], { cwd: project }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  expect(await compile('right.ts')).toBe('');
  expect(await compile('wrong.ts')).toContain("Type 'number' is not assignable to type 'string'");
});

test.for(['express', 'fastify'])('the example of %s protects its route', async (framework) => {
  const file = `${framework}.mjs`;
  await copyFile(join(packageFolder, 'examples', file), join(project, file));
  const example = spawn(process.execPath, [file], { cwd: project, env: { RAQAM_URL: api.url, PORT: '0' } });
  try {
    const [line] = await once(createInterface(example.stdout), 'line');
    const url = `${line}/orders`;
    expect((await fetch(url)).status).toBe(401);
    const { userId, access } = await api.signIn();
    const answer = await fetch(url, { headers: { authorization: `Bearer ${access}` } });
    expect(await answer.json()).toEqual({ user: userId, orders: [] });
  } finally {
    example.kill();
    await once(example, 'close');
  }
});
