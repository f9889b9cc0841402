import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from '@raqam/local-stack/compile-cache';
import { afterEach, expect, inject, test } from 'vitest';
import { databaseUrl, execute, TEMPLATE } from '../support/database/postgres.ts';
import { BOT_SECRET, SECRET_KEY, WEB_ORIGIN } from '../support/test-api.ts';

let child: ChildProcess;
afterEach(() => void child.kill('SIGKILL'));

/** The api as a process of its own; resolves to its port, once it listens. */
async function start(environment: Record<string, string> = {}, log: string[] = []): Promise<number> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(inject('postgresUrl'), `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  child = spawn(process.execPath, ['src/server.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...compileCache,
      DATABASE_URL: databaseUrl(inject('postgresUrl'), name),
      SECRET_KEY,
      TELEGRAM_BOT_SECRET: BOT_SECRET,
      CORS_ALLOWED_ORIGINS: WEB_ORIGIN,
      HOST: '127.0.0.1',
      PORT: '0',
      ...environment,
    },
  });
  if (!child.stdout) throw new Error('It has an output');
  for await (const line of createInterface(child.stdout)) {
    log.push(line);
    const port = /listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port) return Number(port);
  }
  throw new Error('The api did not listen');
}

/** Begins a request, sends SIGTERM, then finishes the request; resolves to the answer. */
async function finishAfterSigterm(begin: string, rest: string): Promise<string> {
  const socket = connect({ port: await start(), host: '127.0.0.1' });
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  await once(socket, 'connect');
  socket.write(begin);
  const { remotePort } = socket;
  child.kill('SIGTERM');
  const isOpen = () =>
    fetch(`http://127.0.0.1:${remotePort}/healthz`).then(
      () => true,
      () => false,
    );
  await expect.poll(isOpen).toBe(false);
  socket.write(rest);
  await once(socket, 'close');
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  return received;
}

test('at SIGTERM a request in progress is answered, its connection closed, and the process ends with 0', async () => {
  const body = JSON.stringify({ phone: '+998901234567', code: '123456' });
  const head = `POST /api/v1/auth/register/telegram/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const answer = await finishAfterSigterm(head + body.slice(0, 5), body.slice(5));
  expect(answer).toContain('"code":"code_incorrect"');
  expect(answer).toMatch(/connection: close/i);
});

test('readyz answers 503 in the one shape while the process ends', async () => {
  const answer = await finishAfterSigterm('GET /readyz HTTP/1.1\r\nHost: x\r\n', '\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toContain('"code":"not_ready"');
  expect(answer).toContain('"reason":"closing"');
  expect(answer).toMatch(/retry-after: \d/i);
});

test('a client that never finishes its request does not keep the process alive', async () => {
  const socket = connect({ port: await start(), host: '127.0.0.1' });
  socket.on('error', () => {}); // it will be cut off
  await once(socket, 'connect');
  socket.write(
    'POST /api/v1/auth/register/telegram/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"',
  );
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});

test('with an unreachable Redis the process starts, logs that without the password, and ends', async () => {
  const log: string[] = [];
  const port = await start({ REDIS_URL: 'redis://default:hunter2@localhost:1' }, log);
  expect(log).toContainEqual(expect.stringMatching(/ECONNREFUSED.*Redis is out of reach.*REDIS_URL \(service api\)/));
  expect(log.join()).not.toContain('hunter2');
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});
