import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { choosePlace } from '@raqam/local-stack/postgres/choose-place';

/** Holds PostgreSQL’s binaries too, for root. */
const SIZE = '400m';
const isRoot = process.getuid?.() === 0;

/**
 * A command that sees an empty disk of 400 MB at `directory`, which ends with it. Root needs a mount of its own; other
 * users need a user namespace, inside which they are themselves again.
 */
function describeCommand(directory: string, command: readonly string[]): [string, string[]] {
  const mount = `mount -t tmpfs -o size=${SIZE},mode=755 none "$0"`;
  if (isRoot) return ['unshare', ['--mount', 'sh', '-c', `${mount} && exec "$@"`, directory, ...command]];
  const ids = `--map-user=${process.getuid?.()} --map-group=${process.getgid?.()}`;
  const script = `${mount} && exec unshare --user ${ids} "$@"`;
  return ['unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script, directory, ...command]];
}

/** The reason why there can be no small disk here; undefined if there can. */
export function findNoSmallDisk(): string | undefined {
  const [program, args] = describeCommand('/mnt', ['true']);
  const { status, error, stderr }: SpawnSyncReturns<string> = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? undefined : `a small disk can’t be mounted here: ${error?.message ?? stderr.trim()}`;
}

/** Runs this command again with `args` where `--small-disk` is a disk of 400 MB; resolves to the last line that it prints. */
export async function runOnSmallDisk(args: readonly string[]): Promise<string> {
  const directory = isRoot
    ? dirname((await choosePlace('small-disk')).data) // root’s PostgreSQL is only there
    : await mkdtemp(join(tmpdir(), 'small-disk-'));
  await mkdir(directory, { recursive: true });
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const [program, all] = describeCommand(directory, [
    process.execPath,
    main,
    'faults',
    ...args,
    '--small-disk',
    directory,
  ]);
  const child = spawn(program, all, { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = '';
  createInterface(child.stdout).on('line', (line) => {
    last = line;
  });
  await once(child, 'close');
  if (!isRoot) await rm(directory, { recursive: true, force: true });
  return last;
}
