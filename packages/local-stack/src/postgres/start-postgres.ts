import { type ChildProcessByStdio, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { findFreePort, isFree } from '../free-port.ts';
import { untilStdinEnds } from '../until-stdin-ends.ts';
import { choosePlace, type Place } from './choose-place.ts';

export interface PostgresOptions {
  /** Keeps the data between runs. Without it the data is temporary and deleted when the server stops. */
  dataDirectory?: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Drops the data of earlier runs in `dataDirectory`. */
  fresh?: boolean;
  /** Settings for `postgresql.conf`, such as `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  /** `postgres://…` of the superuser in the default database. */
  url: string;
  port: number;
  /** The actual data directory, which for root differs from the requested one. */
  dataDirectory: string;
  /** Process id of the postmaster, whose children serve the connections. */
  pid: number;
  /** Stops the server (fast shutdown) and removes temporary data. */
  stop(): Promise<void>;
}

const SUPERUSER = 'raqam';
/** What a killed server leaves for as long as one of its processes lives. */
const HAS_ORPHANS = /pre-existing shared memory block/;
const ORPHANS_END_MS = 60_000;
/** The second is a standby's. */
const READY = /database system is ready to accept (?:connections|read-only connections)/;

/**
 * Starts a real PostgreSQL on 127.0.0.1 from the binaries that the package manager installed. Keeps the data of an
 * earlier run, and first stops a server that a killed run left running on the same data.
 *
 * @throws when the port is taken (the error names it) or the server ends before it is ready.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const { dataDirectory, fresh = false, settings = {} } = options;
  const place = await choosePlace(dataDirectory);
  await endLeftover(place.data);
  if (fresh) await rm(place.data, { recursive: true, force: true });
  const port = options.port ? await claimPort(options.port) : await findFreePort();
  if (!existsSync(join(place.data, 'PG_VERSION'))) await initialise(place);

  const postgres = [
    join(place.binaries, 'postgres'),
    '-D',
    place.data,
    ...configure({ port: String(port), ...settings }),
  ];
  const server = await startServer(place, postgres);

  return {
    url: `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`,
    port,
    dataDirectory: place.data,
    pid: await readPid(place.data),
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.stdin.end();
        await once(server, 'exit');
      }
      if (!dataDirectory) await rm(place.data, { recursive: true, force: true });
    },
  };
}

function configure(settings: Record<string, string>): string[] {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function initialise(place: Place): Promise<void> {
  await rm(place.data, { recursive: true, force: true }); // of an interrupted start
  await mkdir(place.data, { recursive: true, mode: 0o700 });
  if (place.owner) await chown(place.data, place.owner.uid, place.owner.gid);
  const options = ['--auth=trust', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync'];
  const initdb = spawn(join(place.binaries, 'initdb'), [`--username=${SUPERUSER}`, ...options, '-D', place.data], {
    ...runAs(place),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  initdb.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const [code] = await once(initdb, 'close');
  if (code !== 0) throw new Error(`initdb failed: ${complaint.trim()}`);
}

/** Runs a program as PostgreSQL's user, in a working directory that this user may enter. */
function runAs({ owner, binaries }: Place): SpawnOptions {
  return { cwd: binaries, env: { LC_ALL: 'C' }, ...owner };
}

/** Starts the server, again while the last processes of a killed one are still ending. */
async function startServer(place: Place, postgres: string[]): Promise<ChildProcessByStdio<Writable, null, Readable>> {
  const deadline = performance.now() + ORPHANS_END_MS;
  for (;;) {
    // SIGINT is PostgreSQL's fast shutdown.
    const server = spawn('/bin/sh', untilStdinEnds('INT', postgres), {
      ...runAs(place),
      detached: true, // Ctrl-C in a terminal reaches only this process, so that the services stop before the database
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    try {
      await untilReady(server);
      return server;
    } catch (error) {
      if (!HAS_ORPHANS.test(String(error)) || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function untilReady(server: ChildProcessByStdio<Writable, null, Readable>): Promise<void> {
  const said: string[] = [];
  const lines = createInterface(server.stderr);
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line);
      if (READY.test(line)) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said.slice(-10).join('\n')}`)));
  });
  lines.removeAllListeners('line').on('line', () => {}); // keep reading: a full pipe would stop the server
}

/** The process id that the postmaster wrote into the data directory; 0 if there is none. */
async function readPid(data: string): Promise<number> {
  const lock = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return Number(lock.split('\n')[0]);
}

/** Stops the server of a killed run, which may still hold the data and the port. */
async function endLeftover(data: string): Promise<void> {
  const pid = await readPid(data);
  const isRunning = async () =>
    pid > 0 && (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(data);
  if (!(await isRunning())) return;
  process.kill(pid, 'SIGINT');
  while (await isRunning()) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function claimPort(port: number): Promise<number> {
  if (!(await isFree(port))) throw new Error(`Port ${port} (PostgreSQL) is taken by another program`);
  return port;
}
