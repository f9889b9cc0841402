import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { findFreePort } from '@raqam/local-stack/free-port';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPoster } from '../../src/features/webhooks/post-webhook.ts';
import { isPublicAddress, lookupPublic, PrivateAddress } from '../../src/features/webhooks/public-address.ts';
import { type Certificates, makeCertificates } from '../pooler/certificates.ts';

const stopping = new AbortController();
const open = { version: '1.2.3', signal: stopping.signal };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
  return () => {
    stopping.abort();
    return certificates.remove();
  };
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await once(server.listen(0), 'listening');
  return (server.address() as AddressInfo).port; // it listens on a port
}

const serve = (answer: (response: ServerResponse) => void) => listen(createServer((_, response) => answer(response)));

describe('a receiver that', () => {
  const createOpen = (timeoutMs?: number) =>
    createPoster({ ...open, allowPrivate: true, ...(timeoutMs && { timeoutMs }) });
  const post = (url: string, timeoutMs?: number) => createOpen(timeoutMs)(url, {}, '{}');

  test.for([
    [200, 'accepted', 'answered 200'],
    [299, 'accepted', 'answered 299'],
    [302, 'refused', 'answered 302: redirects are not followed'],
    [404, 'refused', 'answered 404'],
    [410, 'gone', 'answered 410, so the webhook was disabled'],
    [500, 'refused', 'answered 500'],
  ] as const)('answers %i', async ([status, kind, outcome]) => {
    const port = await serve((response) => response.writeHead(status, { location: '/' }).end('any text'));
    expect(await post(`http://localhost:${port}/`)).toEqual({ kind, outcome });
  });

  test('does not answer', async () => {
    const port = await serve(() => {});
    expect(await post(`http://localhost:${port}/`, 300)).toEqual({
      kind: 'refused',
      outcome: 'no answer within 0.3 s',
    });
  });

  test('answers without an end is asked no longer than for its status', async () => {
    const port = await serve((response) => response.writeHead(200).write('{'));
    expect(await post(`http://localhost:${port}/`)).toEqual({ kind: 'accepted', outcome: 'answered 200' });
  });

  test('answers with another protocol', async () => {
    // Node.js closes such a connection without an error
    const port = await serve((response) =>
      response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: raqam\r\n\r\n'),
    );
    expect(await post(`http://localhost:${port}/`)).toEqual({ kind: 'refused', outcome: 'the connection was reset' });
  });

  test('sends its headers byte by byte', async () => {
    const port = await serve(({ socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const timer = setInterval(() => socket?.write('x'), 20);
      socket?.on('close', () => clearInterval(timer));
    });
    expect(await post(`http://localhost:${port}/`, 300)).toEqual({
      kind: 'refused',
      outcome: 'no answer within 0.3 s',
    });
  });

  test('sends endless headers, or no HTTP', async () => {
    const endless = await serve(({ socket }) => socket?.write(`HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(100_000)}`));
    expect(await post(`http://localhost:${endless}/`)).toMatchObject({ kind: 'refused' });
    const other = await serve(({ socket }) => socket?.end('220 mail.example\r\n'));
    expect(await post(`http://localhost:${other}/`)).toMatchObject({ kind: 'refused' });
  });

  test('resets the connection', async () => {
    const port = await serve(({ socket }) => socket?.resetAndDestroy());
    expect(await post(`http://localhost:${port}/`)).toEqual({ kind: 'refused', outcome: 'the connection was reset' });
  });

  test('has closed a connection that was kept open gets the request on a new one', async () => {
    const answered = new Set<unknown>();
    const port = await serve((response) => {
      if (answered.has(response.socket)) response.socket?.resetAndDestroy();
      else answered.add(response.socket) && response.end();
    });
    const poster = createPoster({ ...open, allowPrivate: true });
    for (let request = 0; request < 3; request++)
      expect(await poster(`http://localhost:${port}/`, {}, '{}')).toEqual({
        kind: 'accepted',
        outcome: 'answered 200',
      });
    expect(answered.size).toBe(3);
  });

  test('is not there', async () => {
    const outcome = 'the connection was refused';
    expect(await post(`http://127.0.0.1:${await findFreePort()}/`)).toEqual({ kind: 'refused', outcome });
  });

  test('has no address', async () => {
    const { kind, outcome } = await createPoster({ ...open, allowPrivate: true })('https://nowhere.invalid/', {}, '{}');
    expect(kind).toBe('refused');
    expect(outcome).toMatch(/DNS/);
  });

  test('has an untrusted certificate, or speaks no TLS', async () => {
    const [cert, key] = await Promise.all([readFile(certificates.client.cert), readFile(certificates.client.key)]);
    const port = await listen(createTlsServer({ cert, key }, (_, response) => response.end()));
    expect(await post(`https://localhost:${port}/`)).toMatchObject({
      kind: 'refused',
      outcome: expect.stringMatching(/^the TLS certificate /),
    });
    const plain = await serve((response) => response.end());
    expect(await post(`https://localhost:${plain}/`)).toEqual({
      kind: 'refused',
      outcome: 'the host does not speak TLS',
    });
  });
});

describe('a webhook to a private address', () => {
  const post = createPoster({ ...open, allowPrivate: false });
  const isPrivate = { kind: 'refused', outcome: 'the host has a private address' };

  test.for([
    'https://127.0.0.1:%/',
    'https://127.1:%/',
    'https://2130706433:%/',
    'https://0x7f.0.0.1:%/',
    'https://0.0.0.0:%/',
    'https://[::1]:%/',
    'https://[::]:%/',
    'https://[::ffff:127.0.0.1]:%/',
    'https://[::ffff:7f00:1]:%/',
    'https://[::127.0.0.1]:%/',
    'https://[64:ff9b::7f00:1]:%/',
    'https://localhost:%/',
    'https://169.254.169.254:%/latest/meta-data/',
  ])('%s is refused, and nothing connects to it', async (url) => {
    let connections = 0;
    const port = await listen(createServer().on('connection', () => connections++));
    expect(await post(url.replace('%', String(port)), {}, '{}')).toEqual(isPrivate);
    expect(connections).toBe(0);
  });

  test('plain http is refused', async () => {
    expect(await post('http://93.184.215.14/', {}, '{}')).toEqual({
      kind: 'refused',
      outcome: 'the URL is not https',
    });
  });

  test('the addresses that are checked are those that the socket gets', async () => {
    // the socket asks nobody else: so no second answer of DNS can differ from the first
    const looked = await new Promise((resolve) =>
      lookupPublic('localhost', { all: true }, (error, addresses) => resolve([error, addresses])),
    );
    expect(looked).toEqual([expect.any(PrivateAddress), []]);
  });
});

test.for([
  ['0.1.2.3', false],
  ['10.0.0.1', false],
  ['100.64.0.1', false],
  ['100.128.0.1', true],
  ['127.255.255.255', false],
  ['169.254.169.254', false],
  ['172.15.255.255', true],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['192.0.0.8', false],
  ['192.168.1.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['239.255.255.250', false],
  ['255.255.255.255', false],
  ['93.184.215.14', true],
  ['::', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:93.184.215.14', false],
  ['64:ff9b::a00:1', false],
  ['64:ff9b:1::a00:1', false],
  ['100::1', false],
  ['2001::1', false],
  ['2001:db8::1', false],
  ['2002:a00:1::', false],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
  ['3fff::1', false],
  ['fc00::1', false],
  ['fd12:3456::1', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['example.uz', false],
] as const)('%s is public: %s', ([ip, isPublic]) => {
  expect(isPublicAddress(ip)).toBe(isPublic);
});
