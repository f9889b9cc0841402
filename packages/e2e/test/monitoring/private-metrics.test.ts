import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startService } from '@raqam/dev/service';
import { expect, inject, onTestFinished, test } from 'vitest';
import { needCaddy } from '../support/caddy.ts';

needCaddy();

/** A path as it is, which `fetch` would normalise. */
async function fetchPath(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, path, host: '127.0.0.1' }, (response) => text(response).then(resolve, reject)).on('error', reject);
  });
}

test('the site passes on no path that leads to the metrics of the api', async () => {
  const { web: port } = await chooseFreePorts();
  const directory = await mkdtemp(join(tmpdir(), 'raqam-site-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'index.html'), 'the page of the site');
  // biome-ignore lint/style/noProcessEnv: Caddy is found by PATH
  const { PATH = '' } = process.env;
  const caddy = startService({
    name: 'web',
    command: 'caddy',
    args: ['run'],
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    env: {
      PATH,
      HOME: directory,
      WEB_ROOT: directory,
      HOST: '127.0.0.1',
      PORT: String(port),
      API_UPSTREAM: new URL(inject('urls').api).host,
    },
    readyUrl: `http://127.0.0.1:${port}/register`,
    print: () => {},
  });
  onTestFinished(async () => void (await caddy.stop()));
  await caddy.ready();

  expect(await fetchPath(port, '/api/v1/healthz')).toContain('ok'); // the api is there
  for (const path of [
    '/metrics',
    '/metrics/',
    '/api/metrics',
    '/api/v1/metrics',
    '/api/../metrics',
    '/api/%2e%2e/metrics',
    '/api/..%2fmetrics',
    '/oidc/../metrics',
    '//metrics',
    '/api//../metrics',
  ]) {
    expect(await fetchPath(port, path), path).not.toContain('# HELP');
  }
});
