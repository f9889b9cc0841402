import { findFreePort, isFree } from '@raqam/local-stack/free-port';
import { type Environment, Refused, readPort } from '@raqam/service/environment';

/** The TCP ports of the local stack. */
export interface Ports {
  web: number;
  api: number;
  bot: number;
  stack: number;
  postgres: number;
}

/** What listens on each port, where by default, and the variable that sets another one. */
export const PORTS: Readonly<Record<keyof Ports, { name: string; fallback: number; variable: string }>> = {
  web: { name: 'web', fallback: 5173, variable: 'RAQAM_WEB_PORT' },
  api: { name: 'api', fallback: 8000, variable: 'RAQAM_API_PORT' },
  bot: { name: 'bot', fallback: 8080, variable: 'RAQAM_BOT_PORT' },
  stack: { name: 'local stack', fallback: 8081, variable: 'RAQAM_STACK_PORT' },
  postgres: { name: 'PostgreSQL', fallback: 54329, variable: 'RAQAM_POSTGRES_PORT' },
};

/** @throws an error that names the variable when a port is not a number from 1 to 65535, or is used twice. */
export function readPorts(environment: Environment): Ports {
  const chosen = new Map<number, string>();
  const read = ({ fallback, variable }: (typeof PORTS)[keyof Ports]): number => {
    const raw = environment[variable] ?? '';
    const port = raw === '' ? fallback : readPort(raw);
    if (port instanceof Refused || port === 0) throw new Error(`${variable} must be a port number from 1 to 65535.`);
    const other = chosen.get(port);
    if (other !== undefined) throw new Error(`${other} and ${variable} are both ${port}. Set one to another port.`);
    chosen.set(port, variable);
    return port;
  };
  const { web, api, bot, stack, postgres } = PORTS;
  return { web: read(web), api: read(api), bot: read(bot), stack: read(stack), postgres: read(postgres) };
}

/** @throws an error that names every port that is in use, or that browsers refuse, and its variable. */
export async function refuseTakenPorts(ports: Ports): Promise<void> {
  const problems: string[] = [];
  for (const [part, port] of Object.entries(ports)) {
    const { name, variable } = PORTS[part as keyof Ports]; // Object.entries drops the type of the keys
    // On both loopback IPs, because browsers may use either for `localhost`
    if (!(await isFree(port)) || !(await isFree(port, '::1')))
      problems.push(
        `Port ${port} (${name}) is in use by another program. Stop it, or set ${variable} to another port.`,
      );
    else if (part !== 'postgres' && (await isBlocked(port)))
      problems.push(`Browsers refuse port ${port} (${name}). Set ${variable} to another port.`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Ports that are free now, for stacks beside the usual one. */
export async function chooseFreePorts(): Promise<Ports> {
  return {
    web: await findFreePort(),
    api: await findFreePort(),
    bot: await findFreePort(),
    stack: await findFreePort(),
    postgres: await findFreePort(),
  };
}

/** On the list of ports that no `fetch` may call (https://fetch.spec.whatwg.org/#port-blocking), Node.js's included. */
async function isBlocked(port: number): Promise<boolean> {
  const error = await fetch(`http://127.0.0.1:${port}`).catch((reason) => reason);
  return error instanceof TypeError && error.cause instanceof Error && error.cause.message === 'bad port';
}
