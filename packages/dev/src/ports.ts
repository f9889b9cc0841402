import { once } from 'node:events';
import { createServer } from 'node:net';

/** What listens where. */
export interface Ports {
  web: number;
  api: number;
  bot: number;
  stack: number;
  postgres: number;
}

export const DEFAULT_PORTS: Ports = { web: 5173, api: 8000, bot: 8080, stack: 8081, postgres: 54329 };

const names: Readonly<Record<keyof Ports, string>> = {
  web: 'web',
  api: 'api',
  bot: 'bot',
  stack: 'local stack',
  postgres: 'PostgreSQL',
};

/** Throws an error that names every port that another program holds. */
export async function refuseTakenPorts(ports: Ports): Promise<void> {
  const taken: string[] = [];
  for (const name of Object.keys(names) as (keyof Ports)[]) {
    // the record names each of them
    if (!(await isFree(ports[name]))) taken.push(`${ports[name]} (${names[name]})`);
  }
  if (taken.length === 0) return;
  const which = taken.length === 1 ? `Port ${taken[0]} is` : `Ports ${taken.join(', ')} are`;
  throw new Error(`${which} taken by another program. End it, or an earlier run of this one, and start again.`);
}

/** Ports that are free now, for stacks beside the usual one. */
export async function chooseFreePorts(): Promise<Ports> {
  const probes = await Promise.all(Object.keys(names).map(() => listen(0)));
  const free = probes.map((probe) => probe.port);
  await Promise.all(probes.map((probe) => probe.close()));
  const [web = 0, api = 0, bot = 0, stack = 0, postgres = 0] = free;
  return { web, api, bot, stack, postgres };
}

/** On both loopback addresses: a browser that is sent to `localhost` may try either first. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      await (await listen(port, host)).close();
    } catch (error) {
      if (Reflect.get(Object(error), 'code') === 'EADDRINUSE') return false; // any other: no such address here
    }
  }
  return true;
}

async function listen(port: number, host = '127.0.0.1'): Promise<{ port: number; close(): Promise<void> }> {
  const probe = createServer();
  probe.listen(port, host);
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return {
    port: address.port,
    async close() {
      probe.close();
      await once(probe, 'close');
    },
  };
}
