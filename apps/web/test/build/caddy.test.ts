// @vitest-environment node
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text as textOf } from 'node:stream/consumers';
import { uz } from '@raqam/shared/messages/uz';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const HINT = 'Caddy is not installed: apt-get install caddy';
const MINUTE_MS = 60_000;
const repository = join(import.meta.dirname, '../../../..');
const found = spawnSync('caddy', ['version']).status === 0;

/** The last request that reached the API behind Caddy. */
let asked: { path: string; headers: IncomingHttpHeaders } | undefined;
let directory: string;
let api: Server;
let site: Site;
const started: ChildProcess[] = [];

interface Site {
  port: number;
}

beforeAll(async () => {
  // biome-ignore lint/style/noProcessEnv: CI says by this variable that it is one
  if (!found && process.env['CI'] === 'true') throw new Error(HINT);
  if (!found) return;
  directory = await mkdtemp(join(tmpdir(), 'raqam-caddy-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), `<title>the app</title>${' '.repeat(2_000)}`);
  for (const screen of ['register', 'signed-in'])
    for (const language of ['uz', 'uz-Cyrl', 'ru', 'en'])
      await writeFile(
        join(directory, `${screen}.${language}.html`),
        `<title>the app</title>${screen} in ${language}${' '.repeat(2_000)}`,
      );
  await writeFile(join(directory, 'assets/index-1a2b.js'), `// ${'the script '.repeat(500)}`);
  api = createServer(({ url = '', headers }, response) => {
    asked = { path: url, headers };
    response.end('the API');
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  site = await startCaddy({ API_UPSTREAM: urlOf(api) });
});
beforeEach(({ skip }) => skip(!found, HINT));
afterAll(async () => {
  // Not SIGTERM: after a failed test it would wait for the connections that are still open.
  for (const caddy of started) caddy.kill('SIGKILL');
  api?.close();
  if (directory) await rm(directory, { recursive: true });
});

describe('pages', () => {
  test.for(['/', '/register', '/account', '/admin/people/0197b0a4-5d6c-7000-8000-000000000011'])(
    '%s is the app and is never cached',
    async (path) => {
      const page = await ask(path);
      expect(page.status).toBe(200);
      expect(page.text).toContain('<title>the app</title>');
      expect(page.headers['cache-control']).toBe('no-cache');
    },
  );

  test.for([
    ['', '', 'uz'],
    ['ru-RU,ru;q=0.9,en;q=0.8', '', 'ru'],
    ['de-DE,de;q=0.9,en;q=0.8,ru;q=0.7', '', 'en'],
    ['uz-Cyrl-UZ,ru;q=0.9', '', 'uz-Cyrl'],
    ['uz-Latn-UZ', '', 'uz'],
    ['rum,ent;q=0.9', '', 'uz'],
    ['ru', 'raqam-language=en', 'en'],
    ['ru', 'raqam-language=../../etc', 'ru'],
  ] as const)(
    'a browser that asks for “%s”, with the cookie “%s”, gets the first screen in %s',
    async ([accept, cookie, language]) => {
      for (const path of ['/', '/register', '/signup/']) {
        const page = await ask(path, { 'accept-language': accept, cookie });
        expect(page.text, path).toContain(`register in ${language} `);
        expect(page.headers.vary).toContain('Accept-Language');
      }
      expect((await ask('/account', { 'accept-language': accept })).text).not.toContain('in ');
    },
  );

  test.for([
    ['raqam-signed-in=1', 'signed-in in ru'],
    ['raqam-signed-in=1; raqam-language=en', 'signed-in in en'],
    ['raqam-signed-in=../register', 'register in ru'],
    ['raqam-signed-in=', 'register in ru'],
  ] as const)('a browser with the cookie “%s” gets the screen “%s”', async ([cookie, screen]) => {
    for (const path of ['/', '/register', '/signup/']) {
      const page = await ask(path, { 'accept-language': 'ru', cookie });
      expect(page.text, path).toContain(`${screen} `);
      expect(page.headers.vary).toContain('Cookie');
    }
  });

  test('scripts are cached for a year; a missing one is a 404 that is not cached', async () => {
    const script = await ask('/assets/index-1a2b.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const gone = await ask('/assets/index-0000.js');
    expect(gone.status).toBe(404);
    expect(gone.headers['cache-control']).toBe('no-store');
    expect(gone.text).not.toContain('the app');
  });

  test.for(['gzip', 'zstd'])('large files are compressed with %s', async (encoding) => {
    for (const path of ['/register', '/assets/index-1a2b.js'])
      expect((await ask(path, { 'accept-encoding': encoding })).headers['content-encoding'], path).toBe(encoding);
  });

  test('inline scripts, framing, plain http and a foreign opener are refused', async () => {
    const { headers } = await ask('/register');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(headers['server']).toBeUndefined();
  });

  test.for(['/telegram', '/telegram/'])('only Telegram Web may frame the Mini App: %s', async (path) => {
    const { text, headers } = await ask(path);
    expect(text).toContain('<title>the app</title>');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/; frame-ancestors https:\/\/web\.telegram\.org$/);
    expect(headers['x-frame-options']).toBeUndefined();
    const { headers: others } = await ask('/register');
    expect(policy.replace(/frame-ancestors.*/, '')).toBe(
      String(others['content-security-policy']).replace(/frame-ancestors.*/, ''),
    );
  });

  test.for(['/', '/account', '/telegrams', '/telegram/x', '/x/telegram', '/TELEGRAM', '/api/v1/telegram'])(
    'nothing may frame %s',
    async (path) => {
      const { headers } = await ask(path);
      expect(headers['content-security-policy']).toMatch(/; frame-ancestors 'none'$/);
      expect(headers['x-frame-options']).toBe('DENY');
    },
  );
});

describe('the API on the same origin', () => {
  test.for(['/oidc/auth?client_id=shop', '/oidc/.well-known/openid-configuration', '/.well-known/jwks.json'])(
    'answers %s',
    async (path) => {
      expect((await ask(path)).text).toBe('the API');
      expect(asked?.path).toBe(path);
    },
  );

  test.for(['/oidcs', '/sign-in?interaction=abc', '/.well-known/others'])('does not answer %s', async (path) => {
    expect((await ask(path)).text).toContain('<title>the app</title>');
  });

  test('may send the browser from a page of OpenID Connect on to a client, by a form and its script', async () => {
    const { headers } = await ask('/oidc/session/end');
    expect(headers['content-security-policy']).toBe("object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    expect(headers['x-frame-options']).toBe('DENY');
    expect((await ask('/sign-in')).headers['content-security-policy']).toContain("form-action 'self'");
  });

  test('gets every path below /api, with the host that the browser asked for', async () => {
    expect((await ask('/api/v1/auth/me/?a=b')).text).toBe('the API');
    expect(asked).toMatchObject({ path: '/api/v1/auth/me/?a=b', headers: { host: `localhost:${site.port}` } });
  });

  test('gets the client’s IP from a proxy in front of Caddy, or from Caddy', async () => {
    await ask('/api/v1/', { 'x-real-ip': '198.51.100.7' });
    expect(asked?.headers['x-real-ip']).toBe('198.51.100.7');
    await ask('/api/v1/');
    expect(asked?.headers['x-real-ip']).toBe('127.0.0.1');
    await ask('/api/v1/', { 'x-real-ip': '' });
    expect(asked?.headers['x-real-ip']).toBe('127.0.0.1');
    await ask('/api/v1/', { 'x-real-ip': '198.51.100.7', connection: 'X-Real-IP' });
    expect(asked?.headers['x-real-ip']).toBe('198.51.100.7');
  });

  test('gets no CDN header from a client', async () => {
    await ask('/api/v1/', { 'cf-connecting-ip': '198.51.100.7' });
    expect(asked?.headers['x-real-ip']).toBe('127.0.0.1');
  });

  test('gets the client’s IP from a CDN, but only from its networks and only an IP', async () => {
    const API_UPSTREAM = urlOf(api);
    const behind = await startCaddy({ API_UPSTREAM, EDGE_NETWORKS: '10.0.0.0/8', CDN_NETWORKS: '127.0.0.0/8 ::1' });
    await ask('/api/v1/', { 'cf-connecting-ip': '198.51.100.7', 'x-real-ip': '203.0.113.9' }, behind);
    expect(asked?.headers['x-real-ip']).toBe('198.51.100.7');
    await ask('/api/v1/', { 'cf-connecting-ip': 'somebody', 'x-real-ip': '203.0.113.9' }, behind);
    expect(asked?.headers['x-real-ip']).toBe('127.0.0.1');

    const elsewhere = { API_UPSTREAM, EDGE_NETWORKS: '10.0.0.0/8', CDN_NETWORKS: '10.0.0.0/8' };
    await ask('/api/v1/', { 'cf-connecting-ip': '198.51.100.7' }, await startCaddy(elsewhere));
    expect(asked?.headers['x-real-ip']).toBe('127.0.0.1');

    const other = { ...elsewhere, CDN_NETWORKS: '127.0.0.0/8', CDN_CLIENT_HEADER: 'Fastly-Client-IP' };
    await ask('/api/v1/', { 'fastly-client-ip': '2001:db8::7' }, await startCaddy(other));
    expect(asked?.headers['x-real-ip']).toBe('2001:db8::7');
  });

  test('gets every POST that came while it restarted, each with its own body', { timeout: MINUTE_MS }, async () => {
    const port = await chooseFreePort();
    const restarting = await startCaddy({ API_UPSTREAM: `http://127.0.0.1:${port}` });
    const bodies = Array.from({ length: 60 }, (_, index) => JSON.stringify({ number: 'x'.repeat(index) }));
    const posts = bodies.map((body) => send('POST', '/api/v1/auth/register/telegram/', body, {}, restarting));
    // Pages pass meanwhile, so Caddy has met the closed port.
    await Promise.all(Array.from({ length: 20 }, () => ask('/register', {}, restarting)));
    const echo = createServer((incoming, response) => void incoming.pipe(response)).listen(port, '127.0.0.1');
    const answers = await Promise.all(posts);
    echo.close();
    expect(answers.map(({ status, text }) => ({ status, text }))).toEqual(
      bodies.map((text) => ({ status: 200, text })),
    );
  });

  test('while it is down, Caddy’s errors have the API’s shape and the site’s headers', {
    timeout: MINUTE_MS,
  }, async () => {
    const down = await startCaddy({ API_UPSTREAM: `http://127.0.0.1:${await chooseFreePort()}` });
    const [answer, discovery] = await Promise.all([
      ask('/api/v1/auth/me/', {}, down),
      ask('/oidc/.well-known/openid-configuration', {}, down),
    ]);
    expect(discovery.text).toBe(answer.text);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['x-frame-options']).toBe('DENY');
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const { error, detail } = JSON.parse(answer.text);
    expect(error).toMatchObject({ code: 'not_ready', retry_after: 5 });
    expect(detail).toBe(uz.errors.not_ready);
    expect(error.message).toBe(detail);
  });

  test.for(['GET', 'POST'])('without API_UPSTREAM a %s is a 404 that names the variable', async (method) => {
    const answer = await send(method, '/api/v1/auth/me/', '', {}, await startCaddy({}));
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('API_UPSTREAM');
  });
});

describe('connections', () => {
  test('with HOST, Caddy listens only on that IP', async () => {
    const { port } = await startCaddy({ HOST: '127.0.0.1' });
    expect(await canConnect('127.0.0.1', port)).toBe(true);
    expect(await canConnect('::1', port)).toBe(false);
  });

  test('a client that never finishes its headers or its body is disconnected', { timeout: MINUTE_MS }, async () => {
    const begun = [
      'POST /api/v1/ HTTP/1.1\r\nHost: localhost\r\nX-',
      'POST /api/v1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{',
    ];
    const clients = begun.map((start) => {
      const client = connect(site.port, '127.0.0.1', () => client.write(start)).resume();
      client.on('error', () => {}); // a reset is as good
      return once(client, 'close');
    });
    await Promise.all(clients);
  });
});

test('with SITE_DOMAIN it serves only that host, by https', () => {
  const { stdout } = spawnSync('caddy', ['adapt'], {
    cwd: repository,
    env: { ...programs(), SITE_DOMAIN: 'example.uz', PORT: '443' },
  });
  const [server] = Object.values(JSON.parse(String(stdout)).apps.http.servers);
  expect(server).toMatchObject({ listen: ['[::]:443'], routes: [{ match: [{ host: ['example.uz'] }] }] });
});

async function startCaddy(environment: Record<string, string>): Promise<Site> {
  const port = await chooseFreePort();
  const caddy = spawn('caddy', ['run'], {
    cwd: repository,
    env: { ...programs(), PORT: String(port), WEB_ROOT: directory, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(caddy);
  const lines: string[] = [];
  for await (const line of createInterface(caddy.stderr)) {
    lines.push(line);
    if (!line.includes('serving initial configuration')) continue;
    caddy.stderr.resume();
    return { port };
  }
  throw new Error(`Caddy ended: ${lines.join('\n')}`);
}

function programs(): { PATH: string; HOME: string } {
  // biome-ignore lint/style/noProcessEnv: where programs are
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME };
}

/** Below the ports that a system gives out by itself, so that nobody gets it before it is used. */
async function chooseFreePort(): Promise<number> {
  const probe = createServer().listen(randomInt(11_000, 32_768), '127.0.0.1');
  await once(probe, 'listening');
  const port = portOf(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}

function portOf(server: Server): number {
  const address = server.address() as AddressInfo; // a TCP server's address, once it listens
  return address.port;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${portOf(server)}`;
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function ask(path: string, headers: Record<string, string> = {}, { port }: Site = site) {
  return await send('GET', path, '', headers, { port });
}

async function send(method: string, path: string, body: string, headers: Record<string, string>, { port }: Site) {
  const sent = request({ host: 'localhost', port, method, path, headers, agent: false });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return {
    status: response.statusCode,
    headers: response.headers as IncomingHttpHeaders, // of an HTTP response
    text: await textOf(response),
  };
}
