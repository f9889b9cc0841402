import { type HttpConnection, openConnection } from './http-connection.ts';
import type { Load } from './load.ts';

/** Opens a keep-alive connection for each client, and prepares what the client repeats. */
export async function openClients(
  port: number,
  connections: number,
  prepare: (connection: HttpConnection) => Promise<() => Promise<void>>,
): Promise<Load> {
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const clients = await Promise.all(open.map(prepare));
  return {
    run(connection) {
      const client = clients[connection];
      if (!client) throw new Error('There is no such connection');
      return client();
    },
    close() {
      for (const connection of open) connection.close();
    },
  };
}

/** @throws when the status is another one: a failed request must not count as a fast one */
export function expectStatus(expected: number, { status, body }: { status: number; body: string }): string {
  if (status !== expected) throw new Error(`The answer is ${status} instead of ${expected}: ${body}`);
  return body;
}
