import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgresServer, type PostgresServer, startPostgresServer } from './postgres-server.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const BACKUPS = '/var/lib/raqam-backup';
const secrets = {
  SECRET_KEY: 'secret-key-of-the-backup-0123456789abcdef',
  TELEGRAM_BOT_SECRET: 'bot-secret-of-the-backup-0123456789abcdef',
  FERNET_KEY: 'c2VjcmV0LWZlcm5ldC1rZXktb2YtdGhlLWJhY2t1cDE=',
  CORS_ALLOWED_ORIGINS: 'http://localhost:5173',
};

/** The commands of docs/operate/backup-and-restore.md under a heading. */
function commandsUnder(heading: string): string {
  const text = readFileSync(path.join(ROOT, 'docs/operate/backup-and-restore.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  return commands.replaceAll(/^ {3}/gm, '');
}

describe.skipIf(!hasPostgresServer())('as docs/operate/backup-and-restore.md says', () => {
  let server: PostgresServer;
  let folder: string;
  let api: { origin: string; process: ChildProcess } | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'raqam-backup-'));
    chmodSync(folder, 0o755);
    for (const [name, script] of [
      ['sudo', 'shift 2; exec "$@"'], // the administrator of the server runs the test
      ['systemctl', `echo "$@" >> ${folder}/services`],
    ] as const) {
      writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    server = await startPostgresServer();
  });
  afterAll(async () => {
    await stopApi();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(commands: string, more: Record<string, string> = {}): void {
    const done = spawnSync('sh', ['-e', '-c', `PATH=${folder}:$PATH\n${commands.replaceAll(BACKUPS, folder)}`], {
      env: { ...server.environment, ...more },
      encoding: 'utf8',
    });
    expect({ status: done.status, error: done.stderr }).toEqual({ status: 0, error: '' });
  }

  async function startApi(url: string): Promise<void> {
    const environment = { ...secrets, DATABASE_URL: url, HOST: '127.0.0.1', PORT: '0' };
    execFileSync(process.execPath, ['src/database/migrate.main.ts'], { cwd: `${ROOT}/apps/api`, env: environment });
    const child = spawn(process.execPath, ['src/server.ts'], {
      cwd: `${ROOT}/apps/api`,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(child.stdout)) {
      const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (origin) {
        api = { origin, process: child };
        child.stdout.resume();
        return;
      }
    }
    throw new Error('The api ended before it listened');
  }

  async function stopApi(): Promise<void> {
    if (api?.process.exitCode !== null) return;
    api.process.kill('SIGTERM');
    await once(api.process, 'exit');
  }

  async function call(method: string, route: string, { access, body }: { access?: string; body?: object } = {}) {
    const response = await fetch(`${api?.origin}/api/v1/auth/${route}`, {
      method,
      headers: {
        ...(access && { authorization: `Bearer ${access}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    expect(response.status, JSON.stringify(answer)).toBeLessThan(300);
    return answer;
  }

  const requestCode = (phone: string, telegramId: number) =>
    call('POST', 'telegram/otp/create/', {
      body: {
        secret_key: secrets.TELEGRAM_BOT_SECRET,
        telegram_id: telegramId,
        phone_number: phone,
        proof: 'contact',
      },
    });
  const register = (phone: string, code: string) => call('POST', 'register/telegram/', { body: { phone, code } });

  test('a backup is restored elsewhere, and a moved database stays complete: everybody is signed in', async () => {
    await startApi(server.url('raqam'));
    const { code } = await requestCode('+998901234567', 1001);
    const { tokens } = await register('+998901234567', code);
    await call('PATCH', 'me/', { access: tokens.access, body: { passport_id: 'AB1234567' } });
    const { code: unused } = await requestCode('+998901234568', 1002);

    run(commandsUnder('Make a backup'));
    run(commandsUnder('Restore a backup'));
    await stopApi();
    await startApi(server.url('raqam_restored'));
    const restored = await call('GET', 'me/', { access: tokens.access });
    expect(restored).toMatchObject({ phone: '+998901234567', passport_id: 'AB1234567' });
    const refreshed = await call('POST', 'token/refresh/', { body: { refresh: tokens.refresh } });

    const bigger = await startPostgresServer();
    try {
      const move = commandsUnder('Move to a bigger database').replace('custom raqam ', 'custom raqam_restored ');
      const [stop = '', ...copy] = move.split('\n');
      run(stop);
      expect(readFileSync(path.join(folder, 'services'), 'utf8')).toBe('stop raqam-api\n');
      await stopApi(); // as that command does
      run(copy.join('\n'), { NEW_DATABASE_URL: bigger.url('raqam') });
      await startApi(bigger.url('raqam'));
      expect(await call('GET', 'me/', { access: refreshed.access })).toMatchObject({ passport_id: 'AB1234567' });
      await call('POST', 'token/refresh/', { body: { refresh: refreshed.refresh } });
      expect(await register('+998901234568', unused)).toMatchObject({ is_new: true });
    } finally {
      await stopApi();
      await bigger.stop();
    }
  }, 180_000);
});
