import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answerHandsetErrors } from '../src/handset/answer-errors.ts';
import { notFound } from '../src/handset/input/handset-error.ts';
import { readOptions } from '../src/read-options.ts';
import { startHandset } from '../src/start-handset.ts';
import { AZIZA, call, openHandset, TOKEN } from './support/open-handset.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('the error names a port in use', async () => {
  const tg = await openHandset();
  await expect(startHandset({ port: tg.port })).rejects.toThrow(`port ${tg.port}`);
});

test('a malformed bot ends the start', async () => {
  await expect(startHandset({ port: 0, bots: [{ token: 'x', username: 'some_bot' }] })).rejects.toThrow('token');
});

test('closing ends long polls, waits and streams', async () => {
  const tg = await openHandset();
  const poll = tg.api('getUpdates', { timeout: 50 });
  const wait = tg.handset(`/users/${AZIZA}/messages?wait=30`);
  const stream = await fetch(`${tg.url}/handset/events`);
  await tg.api('getMe');
  await tg.close();
  await Promise.allSettled([poll, wait, stream.text()]);
  await expect(fetch(tg.url)).rejects.toThrow();
});

describe('without bots', () => {
  test('every token is a bot from its first call on, with a username of its id', async () => {
    const tg = await openHandset({ bots: undefined });
    expect((await tg.handset('/bots')).body).toEqual([]);
    const me = await call(`${tg.url}/bot77:secret/getMe`);
    expect(me).toMatchObject({ status: 200, body: { result: { id: 77, is_bot: true, username: 'handset_77_bot' } } });
    expect((await tg.handset('/bots')).body).toHaveLength(1);
    await tg.write(AZIZA, 'hello');
    const updates = await call(`${tg.url}/bot77:secret/getUpdates`);
    expect(updates.body.result).toMatchObject([{ message: { text: 'hello' } }]);
  });

  test('one id has one token, and a token has Telegram’s form', async () => {
    const tg = await openHandset({ bots: undefined });
    await call(`${tg.url}/bot77:secret/getMe`);
    expect((await call(`${tg.url}/bot77:other/getMe`)).status).toBe(401);
    expect((await call(`${tg.url}/botsecret/getMe`)).status).toBe(404);
  });

  test('people are there before it, and cannot write yet', async () => {
    const tg = await openHandset({ bots: undefined });
    expect(await tg.handset('/users', { telegram_id: 5, first_name: 'Dilnoza' })).toMatchObject({ status: 201 });
    expect((await tg.handset('/users')).body).toMatchObject([{}, {}, { first_name: 'Dilnoza', blocked: false }]);
    expect(await tg.handset('/users/5/messages', { text: '/start' })).toMatchObject({
      status: 404,
      body: { error: { message: 'there is no bot' } },
    });
    expect((await tg.handset('/users?bot=nobody_bot')).status).toBe(404);
  });
});

describe('the page', () => {
  test('has a policy that allows no foreign code', async () => {
    const tg = await openHandset();
    const page = await fetch(`${tg.url}/?bot=x&start=y`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const files = [...html.matchAll(/(?:src|href)="(\/[\w.-]+)"/g)].map((match) => match[1]);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect((await fetch(tg.url + file)).status).toBe(200);
  });

  test('has every module that its scripts import, and never writes HTML', async () => {
    const tg = await openHandset();
    const seen = new Set<string>();
    const pending = ['/handset.js'];
    for (const path of pending) {
      if (seen.has(path)) continue;
      seen.add(path);
      const response = await fetch(tg.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      const script = await response.text();
      expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
      pending.push(...[...script.matchAll(/from '\.(\/[\w.-]+)'/g)].flatMap((match) => match[1] ?? []));
    }
    expect(seen.size).toBeGreaterThan(3);
  });

  test('only its files are served', async () => {
    const tg = await openHandset();
    for (const path of ['/page-routes.ts', '/..%2fpage-routes.ts', '/package.json']) {
      expect((await fetch(tg.url + path)).status).toBe(404);
    }
  });

  test('gets a stream of events', async () => {
    const tg = await openHandset();
    const response = await fetch(`${tg.url}/handset/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await tg.write(AZIZA, 'hello');
    let text = '';
    while (!text.includes('"text":"hello"')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/data: \{"type":"message","bot":"first_test_bot","chat_id":1001,"message":\{/);
    await reader?.cancel();
  });
});

test('an extension adds routes, controls with the errors of the handset API, fields of people and parts of the page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'extension-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'extra.js'), 'export function extendPhone() {}');
  await writeFile(join(folder, 'secret.js'), '');
  const tg = await openHandset({
    extension: {
      readPersonFields: (body) => ({ size: Object(body).size }),
      page: { folder: pathToFileURL(`${folder}/`), modules: ['extra.js'], styles: [] },
      async extend(app, { world }) {
        app.get('/parcels', async () => world.people.size);
        await app.register(async (controls) => {
          answerHandsetErrors(controls);
          controls.get('/handset/parcels', async () => {
            throw notFound('a parcel');
          });
        });
      },
    },
  });
  expect(await call(`${tg.url}/parcels`)).toEqual({ status: 200, body: 2 });
  expect(await tg.handset('/parcels')).toEqual({
    status: 404,
    body: { error: { code: 'not_found', message: 'a parcel' } },
  });
  expect(await tg.handset('/users', { telegram_id: 5, size: 'XL' })).toMatchObject({ body: { size: 'XL' } });
  const { body } = await tg.handset('/page-extension');
  expect(body).toEqual({ modules: ['/extension/extra.js'], styles: [] });
  expect((await fetch(`${tg.url}/extension/extra.js`)).headers.get('content-type')).toContain('javascript');
  expect((await fetch(`${tg.url}/extension/secret.js`)).status).toBe(404);
});

describe('the command', () => {
  test('prints the page, a token and how to point bots at it, and ends on SIGTERM during a poll', async () => {
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--bot', `${TOKEN}@shell_bot`]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      if (line.includes('aiogram')) break;
    }
    const printed = lines.join('\n');
    expect(printed).toContain(`${TOKEN} (@shell_bot)`);
    const url = /Handset page (http:\S+)/.exec(printed)?.[1] ?? '';
    for (const library of ['Telegraf', 'grammY', 'python-telegram-bot', 'aiogram']) {
      expect(lines.find((line) => line.includes(library))).toContain(url.slice(0, -1));
    }
    expect(await call(`${url}bot${TOKEN}/getMe`)).toMatchObject({ body: { result: { username: 'shell_bot' } } });
    expect((await call(`${url}bot77:other/getMe`)).status).toBe(401);
    const poll = fetch(`${url}bot${TOKEN}/getUpdates?timeout=50`);
    await call(`${url}bot${TOKEN}/getMe`);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await Promise.allSettled([poll]);
  });

  test('explains itself, and a wrong option is an error, not a stack trace', async () => {
    const run = promisify(execFile);
    expect((await run(process.execPath, [MAIN, '--help'])).stdout).toContain('BOT_HANDSET_PORT');
    await expect(run(process.execPath, [MAIN, '--port', 'many'])).rejects.toMatchObject({
      code: 1,
      stderr: 'bot-handset: port "many" is not a number from 0 to 65535\n',
    });
  });

  test.each([
    [[], { host: '127.0.0.1', port: 8081, bots: undefined }],
    [['--port', '0', '--host', '::1'], { host: '::1', port: 0 }],
    [
      ['--bot', '1:a@one_bot', '--bot', '2:b@two_bot'],
      { bots: [{ token: '1:a', username: 'one_bot' }, { token: '2:b' }] },
    ],
  ])('reads %j', (argv, options) => {
    expect(readOptions(argv)).toMatchObject(options);
  });

  test('the error of a malformed bot does not show its token', () => {
    expect(() => readOptions(['--bot', '1:secret'])).toThrow(/^a bot must be written as <token>@<username>$/);
  });
});
