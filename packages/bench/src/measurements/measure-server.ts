import type { Figures } from '../load/figures.ts';
import type { OpenLoad } from '../load/load.ts';
import { runClosedLoop } from '../load/run-closed-loop.ts';
import { OPERATIONS, type Operation } from '../operations.ts';
import type { ServerProcess } from '../servers/start-server.ts';
import { measureUsage, type Usage } from '../usage/measure-usage.ts';
import type { OpenDatabase } from '../usage/open-database.ts';

export interface Server {
  process: ServerProcess;
  openLoad: OpenLoad;
}

export interface Round {
  operation: Operation;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
}

export type ServerFigures = Figures & Usage;

/** Measures one operation of a server, under as much load as the connections can make. */
export async function measureServer(database: OpenDatabase, server: Server, round: Round): Promise<ServerFigures> {
  const load = await server.openLoad(round.operation, round.connections);
  try {
    const { runs, ...figures } = await measureUsage(database, server.process.pid, () => runClosedLoop(load, round));
    return figures;
  } finally {
    load.close();
  }
}

/** Runs each operation for `seconds`, so that Node.js has compiled it. */
export async function warmUp({ openLoad }: Server, seconds: number): Promise<void> {
  const connections = 16;
  for (const operation of OPERATIONS) {
    const load = await openLoad(operation, connections);
    await runClosedLoop(load, { connections, warmUpSeconds: 0, seconds });
    load.close();
  }
}
