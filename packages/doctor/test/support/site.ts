import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../../../apps/web', import.meta.url));
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml',
};

/** Builds the web app with these variables; returns the directory, which the caller deletes. */
export async function buildSite(environment: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'raqam-doctor-'));
  const vite = join(web, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', directory, '--emptyOutDir', '--logLevel', 'error'];
  const [code] = await once(spawn(process.execPath, args, { cwd: web, env: environment }), 'close');
  if (code !== 0) throw new Error('The web app could not be built');
  return directory;
}

/** A build of the web app, served as the repository's Caddyfile serves it. */
export async function serveBuild(
  environment: Record<string, string>,
): Promise<{ url: string; close(): Promise<void> }> {
  const directory = await buildSite(environment);

  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://localhost').pathname;
    const file = read(join(directory, path));
    const type = (file && types[path.split('.').at(-1) ?? '']) ?? 'text/html; charset=utf-8';
    response.setHeader('content-type', type);
    response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
    const isAsset = path.startsWith('/assets/');
    response.setHeader('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.end(file ?? read(join(directory, 'index.html')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await rm(directory, { recursive: true });
    },
  };
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // not a file: the page handles the path
  }
}
