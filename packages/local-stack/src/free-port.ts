import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Above the ports that browsers refuse, below those that a system gives out by itself (Linux: from 32768). */
const [FIRST, END] = [11_000, 32_768];
const given = new Set<number>();

/**
 * A TCP port of 127.0.0.1 that nobody listens on, and that no program gets by chance before it is used: it is none of
 * those for `listen(0)` and for outgoing connections. Each call returns another.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, END);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

/** Whether nobody listens on this port of `host`. */
export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    // Other errors mean that this machine lacks the IP, or refuses the port, so nothing listens there
    return Reflect.get(Object(error), 'code') !== 'EADDRINUSE';
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
