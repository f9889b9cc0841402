import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from './start-server.ts';

const script = fileURLToPath(new URL('bare-server.main.ts', import.meta.url));

/** Starts the bare server. The tables of `least-sql.ts` must be there. */
export function startBareServer(databaseUrl: string): Promise<ServerProcess> {
  return startServer(script, { args: [databaseUrl] });
}
