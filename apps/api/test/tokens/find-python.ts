import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Debian's Python with PyJWT; undefined: not installed. */
    python: string | undefined;
  }
}

/** How to install PyJWT for the test of the example in Python. */
export const PYTHON_HINT = 'no PyJWT here: apt-get install python3-jwt python3-cryptography';

export function setup({ provide }: TestProject): void {
  // Debian's packages belong to its own Python, which need not be the first in PATH
  const hasJwt = (python: string) => spawnSync(python, ['-c', 'import jwt, cryptography']).status === 0;
  const python = ['/usr/bin/python3', 'python3'].find(hasJwt);
  if (!python) process.stdout.write(`The test of the example in Python is left out: ${PYTHON_HINT}\n`);
  provide('python', python);
}
