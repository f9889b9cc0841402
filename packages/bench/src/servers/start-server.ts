import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ServerProcess {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a server of Node.js as a process of its own, and waits until it says that it listens. */
export async function startServer(
  script: string,
  {
    flags = [],
    args = [],
    environment = {},
  }: { flags?: string[]; args?: string[]; environment?: Record<string, string> },
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...flags, script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
  });
  for await (const line of createInterface(child.stdout)) {
    const port = /listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return {
      port: Number(port),
      pid: child.pid ?? 0, // it has printed a line, so it has one
      async stop() {
        child.kill('SIGTERM');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error(`${script} ended before it listened`);
}
