import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const WORKSPACES = ['apps', 'packages'];
/** Longer than any list of this repository's files. */
const LIST_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Copies the files of a checkout that git tracks, or would track, as they are now. Dependencies are linked: those of
 * other packages of the repository lead to their copies.
 */
export async function copyCheckout(root: string, target: string): Promise<void> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, maxBuffer: LIST_MAX_BYTES },
  );
  const files = stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file))); // some were deleted
  const folders = new Set(files.map((file) => join(target, dirname(file))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await Promise.all(files.map((file) => cp(join(root, file), join(target, file), { verbatimSymlinks: true })));
  await symlink(join(root, 'node_modules'), join(target, 'node_modules'));
  for (const workspace of WORKSPACES)
    for (const name of await readdir(join(root, workspace))) {
      const dependencies = join(workspace, name, 'node_modules');
      if (existsSync(join(target, workspace, name)) && existsSync(join(root, dependencies)))
        await cp(join(root, dependencies), join(target, dependencies), {
          recursive: true,
          verbatimSymlinks: true, // relative, so that they stay inside the copy
          filter: (path) => !basename(path).startsWith('.'), // what tools keep there
        });
    }
}
