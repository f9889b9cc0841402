import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLocalStack } from '../src/server.ts';
import { openStack, TOKEN } from './support/open-stack.ts';

test('the error names a port in use', async () => {
  const stack = await openStack();
  await expect(startLocalStack({ port: stack.port, bots: [] })).rejects.toThrow(`port ${stack.port}`);
});

test('a malformed bot ends the start', async () => {
  await expect(startLocalStack({ port: 0, bots: [{ token: 'x', username: 'some_bot' }] })).rejects.toThrow('token');
});

describe('the page', () => {
  test('has the modules and styles of this stack', async () => {
    const stack = await openStack();
    const { body } = await stack.handset('/page-extension');
    expect(body.modules).toHaveLength(3);
    for (const path of [...body.modules, ...body.styles]) expect((await fetch(stack.url + path)).status).toBe(200);
  });

  test('gets a stream of events', async () => {
    const stack = await openStack();
    const response = await fetch(`${stack.url}/handset/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    stack.sms.add('+998901234567', 'code');
    let text = '';
    while (!text.includes('"type":"sms"')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/data: \{"type":"sms","sms":\{.*"text":"code"/);
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
