import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { type PostgresOptions, type RunningPostgres, startPostgres } from '@raqam/local-stack/postgres/start-postgres';

/** A real PostgreSQL to which anything may happen. */
export interface DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly dataDirectory: string;
  /** SIGKILL to the server and all its processes at once, as a power cut does; resolves once nobody listens. */
  crash(): Promise<void>;
  /** PostgreSQL's immediate shutdown: no goodbye, no checkpoint. */
  stopAtOnce(): Promise<void>;
  /** Starts it again on the same data and port; `settings` apply from now on. */
  startAgain(settings?: Record<string, string>): Promise<void>;
  /** Stops all its processes where they are (SIGSTOP). */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Whether it accepts connections. */
  isRunning(): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startDatabaseServer(
  options: PostgresOptions & { dataDirectory: string },
): Promise<DatabaseServer> {
  let { settings = {} } = options;
  let running: RunningPostgres = await startPostgres(options);

  const signalAll = async (signal: NodeJS.Signals) => {
    for (const pid of [running.pid, ...(await findChildren(running.pid))]) {
      try {
        process.kill(pid, signal);
      } catch {
        // a connection ended meanwhile
      }
    }
  };
  return {
    port: running.port,
    url: running.url,
    dataDirectory: running.dataDirectory,
    async crash() {
      await signalAll('SIGKILL');
      await untilNobodyListens(running.port);
    },
    async stopAtOnce() {
      process.kill(running.pid, 'SIGQUIT');
      await untilNobodyListens(running.port);
    },
    async startAgain(changes = {}) {
      settings = { ...settings, ...changes };
      running = await startPostgres({ ...options, settings, port: running.port });
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    isRunning: () => isListening(running.port),
    async stop() {
      await signalAll('SIGCONT');
      await running.stop();
    },
  };
}

/** The processes of the connections, and PostgreSQL's own. */
async function findChildren(parent: number): Promise<number[]> {
  const stats = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    stats.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(ppid) === parent ? Number(pid) : 0;
    }),
  );
  return found.filter((pid) => pid > 0);
}

async function untilNobodyListens(port: number): Promise<void> {
  while (await isListening(port)) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  const answered = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return answered;
}
