import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { AZIZA, callsTo } from './support/open-handset.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** An empty folder outside of the workspace that has the package from its tarball, a bot by another library, and Node.js 20. */
let project: string;
/** Node.js 20, the oldest one that the package promises; npx takes it too, because it is in the project. */
let oldNode: string;
let tarball: { filename: string; files: { path: string }[] };

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'bot-handset-'));
  const packed = await run('npm', ['pack', '--json', '--silent', '--pack-destination', project], {
    cwd: packageFolder,
  });
  tarball = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[')))[0]; // the build before it may print lines
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  const quickly = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  await run('npm', ['install', ...quickly, `./${tarball.filename}`, 'grammy@1', 'node@20'], {
    cwd: project,
  });
  oldNode = join(project, 'node_modules/.bin/node');
}, 300_000); // npm installs the package from a busy registry
afterAll(() => rm(project, { recursive: true }));

test('the tarball has JavaScript, declarations, the page, the specification and the examples, and no other TypeScript', () => {
  const paths = tarball.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'COVERAGE.md', 'dist/main.js', 'dist/start-handset.d.ts']),
  );
  const others = paths.filter(
    (path) => !/^(?:dist\/.*\.(?:js|d\.ts)|examples\/|src\/page\/|[A-Z]+(?:\.md)?$)/.test(path),
  );
  expect(others).toEqual(['package.json', 'src/bot-api/specification/methods.json']);
});

test('npx runs it on Node.js 20 without options, and a grammY bot answers a person', async () => {
  expect((await run(oldNode, ['--version'])).stdout).toMatch(/^v20\./);
  const bot = `
    import { Bot } from 'grammy';
    const bot = new Bot('123456:any-secret', { client: { apiRoot: process.argv[2] } });
    bot.command('start', (context) => context.reply('Hello, ' + context.from.first_name));
    bot.start();`;
  await writeFile(join(project, 'bot.js'), bot);
  const url = await readUrl(start('npx', ['--no-install', 'bot-handset'], { BOT_HANDSET_PORT: '0' }));
  start(oldNode, ['bot.js', url]);
  const { handset, write, next } = callsTo(url);
  await expect.poll(async () => (await handset('/bots')).body, { timeout: 60_000 }).toHaveLength(1);
  const { message_id } = await write(AZIZA, '/start');
  expect(await next(AZIZA, message_id)).toMatchObject({
    text: 'Hello, Aziza',
    from: { id: 123456, username: 'handset_123456_bot' },
  });
  expect((await fetch(url)).headers.get('content-type')).toContain('text/html');
});

test('its helpers play a person for a bot by webhook, in the same process, on Node.js 20', async () => {
  const program = `
    import { Bot, webhookCallback } from 'grammy';
    import { createServer } from 'node:http';
    import { startTelegram } from 'bot-handset/testing';
    const tg = await startTelegram({ limitMs: 60_000 });
    const bot = new Bot(tg.token, { client: { apiRoot: tg.apiRoot } });
    bot.command('start', (context) => context.reply('Hello, ' + context.from.first_name));
    const server = createServer(webhookCallback(bot, 'http')).listen(0, '127.0.0.1', async () => {
      await bot.api.setWebhook('http://127.0.0.1:' + server.address().port);
      const answer = await tg.person({ name: 'Bobur' }).send('/start');
      console.log(answer.text);
      server.close();
      await tg.close();
    });`;
  await writeFile(join(project, 'helpers.js'), program);
  const { stdout } = await run(oldNode, ['helpers.js'], { cwd: project });
  expect(stdout).toBe('Hello, Bobur\n');
});

test('its declarations compile in a strict TypeScript project, and a wrong call does not', async () => {
  const right = `
    import { startHandset, type Handset } from 'bot-handset';
    import { telegramFixtures } from 'bot-handset/playwright';
    import { startTelegram, type ChatMessage } from 'bot-handset/testing';
    const tg = await startTelegram();
    const answer: ChatMessage = await tg.person({ language: 'uz' }).send('/start');
    console.log(answer.text, telegramFixtures());
    const handset: Handset = await startHandset({ port: 0, bots: [{ token: '1:a', username: 'a_bot' }] });
    await handset.close();`;
  await mkdir(join(project, 'node_modules/@types'), { recursive: true });
  await symlink(join(packageFolder, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'));
  await writeFile(join(project, 'right.ts'), right);
  await writeFile(join(project, 'wrong.ts'), right.replace("'a_bot'", '1'));
  const compile = (file: string) => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck'];
    const tsc = join(packageFolder, 'node_modules/typescript/bin/tsc');
    return run(process.execPath, [tsc, ...options, file], { cwd: project }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  expect(await compile('right.ts')).toBe('');
  expect(await compile('wrong.ts')).toContain("Type 'number' is not assignable to type 'string'");
});

/** Starts a program of the project, and ends it with the test. */
function start(command: string, args: string[], variables: Record<string, string> = {}) {
  const child = spawn(command, args, {
    cwd: project,
    // biome-ignore lint/style/noProcessEnv: npx finds node there
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(async () => {
    const closed = once(child, 'close');
    process.kill(-(child.pid ?? 0)); // the group: npx has a child of its own
    await closed;
  });
  return child;
}

/** The first URL that a program prints. */
async function readUrl({ stdout }: { stdout: Readable }): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const [url] = /http:\/\/[\d.:]+\d/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('the program ended without printing a URL');
}
