import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLocalStack } from '../src/server.ts';
import { AZIZA, openStack, TOKEN } from './support/open-stack.ts';

test('the error names a port in use', async () => {
  const stack = await openStack();
  await expect(startLocalStack({ port: stack.port, bots: [] })).rejects.toThrow(`port ${stack.port}`);
});

test('a malformed bot ends the start', async () => {
  await expect(startLocalStack({ port: 0, bots: [{ token: 'x', username: 'some_bot' }] })).rejects.toThrow('token');
});

test('closing ends long polls, waits and streams', async () => {
  const stack = await openStack();
  const poll = stack.api('getUpdates', { timeout: 50 });
  const wait = stack.handset(`/users/${AZIZA}/messages?wait=30`);
  const stream = await fetch(`${stack.url}/handset/events`);
  await stack.api('getMe');
  await stack.close();
  await Promise.allSettled([poll, wait, stream.text()]);
  await expect(fetch(stack.url)).rejects.toThrow();
});

describe('the page', () => {
  test('has a policy that allows no foreign code', async () => {
    const stack = await openStack();
    const page = await fetch(`${stack.url}/?bot=x&start=y`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const files = [...html.matchAll(/(?:src|href)="(\/[\w.-]+)"/g)].map((match) => match[1]);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect((await fetch(stack.url + file)).status).toBe(200);
  });

  test('has every module that its scripts import, and never writes HTML', async () => {
    const stack = await openStack();
    const seen = new Set<string>();
    const pending = ['/handset.js'];
    for (const path of pending) {
      if (seen.has(path)) continue;
      seen.add(path);
      const response = await fetch(stack.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      const script = await response.text();
      expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
      pending.push(...[...script.matchAll(/from '\.(\/[\w.-]+)'/g)].flatMap((match) => match[1] ?? []));
    }
    expect(seen.size).toBeGreaterThan(3);
  });

  test('only its files are served', async () => {
    const stack = await openStack();
    for (const path of ['/page-routes.ts', '/..%2fpage-routes.ts', '/package.json']) {
      expect((await fetch(stack.url + path)).status).toBe(404);
    }
  });

  test('gets a stream of events', async () => {
    const stack = await openStack();
    const response = await fetch(`${stack.url}/handset/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await stack.write(AZIZA, 'hello');
    stack.sms.add('+998901234567', 'code');
    let text = '';
    while (!text.includes('"type":"sms"')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/data: \{"type":"message","bot":"first_test_bot","chat_id":1001,"message":\{.*"text":"hello"/);
    await reader?.cancel();
  });
});

test('started from the command line it prints its URL, and ends on SIGTERM during a poll', async () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0', '--bot', `${TOKEN}@shell_bot`]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface(child.stdout), 'line');
  const url = /http:\S+/.exec(String(line))?.[0];
  const me = await fetch(`${url}bot${TOKEN}/getMe`);
  expect(await me.json()).toMatchObject({ ok: true, result: { username: 'shell_bot' } });
  const poll = fetch(`${url}bot${TOKEN}/getUpdates?timeout=50`);
  await fetch(`${url}bot${TOKEN}/getMe`);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await Promise.allSettled([poll]);
});

test('a wrong port on the command line is an error, not a stack trace', async () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', 'many']);
  const chunks: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  expect([code, chunks.join('')]).toEqual([1, 'local stack: port "many" is not a number from 0 to 65535\n']);
});
