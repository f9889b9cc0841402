/**
 * The arguments of `/bin/sh` that run a command and signal its process group once standard input ends. That pipe closes
 * however the process at its other end dies, so nothing outlives it. Spawn with `detached: true`, else the group is the
 * caller's own.
 */
export function untilStdinEnds(signal: 'INT' | 'TERM', command: readonly string[]): string[] {
  // exec: the command takes the place of the shell, so that exit codes and signals are the command's own.
  const script = `exec 3<&0; (read _ <&3; kill -${signal} 0) >/dev/null 2>&1 & exec "$@" </dev/null 3<&-`;
  return ['-c', script, 'sh', ...command];
}
