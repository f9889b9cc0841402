// @vitest-environment node
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { uz } from '@raqam/shared/messages/uz';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const HINT = 'no Caddy here: apt-get install caddy';
const repository = join(import.meta.dirname, '../../..');
const found = spawnSync('caddy', ['version']).status === 0;

/** What the API behind Caddy was asked last. */
let asked: { path: string; headers: IncomingHttpHeaders } | undefined;
let directory: string;
let api: Server;
let site: Site;
let siteAlone: Site;

interface Site {
  port: number;
  process: ChildProcess;
}

beforeAll(async () => {
  // biome-ignore lint/style/noProcessEnv: CI says by this variable that it is one
  if (!found && process.env['CI'] === 'true') throw new Error(HINT);
  if (!found) return;
  directory = await mkdtemp(join(tmpdir(), 'raqam-caddy-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), `<title>the app</title>${' '.repeat(2_000)}`);
  for (const language of ['uz', 'uz-Cyrl', 'ru', 'en'])
    await writeFile(
      join(directory, `register.${language}.html`),
      `<title>the app</title>in ${language}${' '.repeat(2_000)}`,
    );
  await writeFile(join(directory, 'assets/index-1a2b.js'), `// ${'the script '.repeat(500)}`);
  api = createServer(({ url = '', headers }, response) => {
    asked = { path: url, headers };
    response.end('the API');
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  site = await startCaddy({ API_UPSTREAM: `http://127.0.0.1:${portOf(api)}` });
  siteAlone = await startCaddy({});
});
beforeEach(({ skip }) => skip(!found, HINT));
afterAll(async () => {
  for (const { process: caddy } of [site, siteAlone].filter(Boolean)) {
    caddy.kill('SIGTERM');
    await once(caddy, 'exit');
  }
  api?.close();
  if (directory) await rm(directory, { recursive: true });
});

describe('pages', () => {
  test.for(['/', '/register', '/account', '/somewhere/deep'])(
    '%s is the app, asked for anew every time',
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
        expect(page.text, path).toContain(`in ${language} `);
        expect(page.headers.vary).toContain('Accept-Language');
      }
      expect((await ask('/account', { 'accept-language': accept })).text).not.toContain('in ');
    },
  );

  test('scripts are kept for a year, under names that change; one that is gone is not', async () => {
    const script = await ask('/assets/index-1a2b.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const gone = await ask('/assets/index-0000.js');
    expect(gone.status).toBe(404);
    expect(gone.headers['cache-control']).toBe('no-store');
    expect(gone.text).not.toContain('the app');
  });

  test.for(['gzip', 'zstd'])('what is large goes out as %s', async (encoding) => {
    for (const path of ['/register', '/assets/index-1a2b.js'])
      expect((await ask(path, { 'accept-encoding': encoding })).headers['content-encoding'], path).toBe(encoding);
  });

  test('nothing inline may run, nobody may frame it, and https stays https', async () => {
    const { headers } = await ask('/register');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(headers['server']).toBeUndefined();
  });
});

describe('the API behind the same name', () => {
  test('gets what is below /api, with the host that the browser asked for', async () => {
    expect((await ask('/api/v1/auth/me/?a=b')).text).toBe('the API');
    expect(asked).toMatchObject({ path: '/api/v1/auth/me/?a=b', headers: { host: `localhost:${site.port}` } });
  });

  test('is told the client by whoever stands before this server, else by this server', async () => {
    await ask('/api/v1/', { 'x-real-ip': '198.51.100.7' });
    expect(asked?.headers['x-real-ip']).toBe('198.51.100.7');
    await ask('/api/v1/');
    expect(asked?.headers['x-real-ip']).toBe('127.0.0.1');
    await ask('/api/v1/', { 'x-real-ip': '' });
    expect(asked?.headers['x-real-ip']).toBe('127.0.0.1');
    await ask('/api/v1/', { 'x-real-ip': '198.51.100.7', connection: 'X-Real-IP' });
    expect(asked?.headers['x-real-ip']).toBe('198.51.100.7');
  });

  test('that is down has the shape of the API’s own errors, and the headers of the site', {
    timeout: 20_000,
  }, async () => {
    const down = await startCaddy({ API_UPSTREAM: 'http://127.0.0.1:9' });
    const answer = await ask('/api/v1/auth/me/', {}, down);
    down.process.kill('SIGTERM');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['x-frame-options']).toBe('DENY');
    const { error, detail } = JSON.parse(answer.text);
    expect(error).toMatchObject({ code: 'not_ready', retry_after: 5 });
    expect(detail).toBe(uz.errors.not_ready);
    expect(error.message).toBe(detail);
  });

  test('without API_UPSTREAM is not there, which is said', async () => {
    const answer = await ask('/api/v1/auth/me/', {}, siteAlone);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('API_UPSTREAM');
  });
});

async function startCaddy(environment: Record<string, string>): Promise<Site> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const port = portOf(probe);
  probe.close();
  await once(probe, 'close');
  // biome-ignore lint/style/noProcessEnv: where programs are
  const { PATH = '', HOME = '' } = process.env;
  const caddy = spawn('caddy', ['run'], {
    cwd: repository,
    env: { PATH, HOME, PORT: String(port), WEB_ROOT: directory, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  for await (const line of createInterface(caddy.stderr)) {
    said.push(line);
    if (!line.includes('serving initial configuration')) continue;
    caddy.stderr.resume();
    return { port, process: caddy };
  }
  throw new Error(`Caddy ended: ${said.join('\n')}`);
}

function portOf(server: Server): number {
  const address = server.address() as AddressInfo; // a TCP server's address, once it listens
  return address.port;
}

async function ask(path: string, headers: Record<string, string> = {}, { port } = site) {
  const request = get({ host: 'localhost', port, path, headers });
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers as IncomingHttpHeaders, text };
}
