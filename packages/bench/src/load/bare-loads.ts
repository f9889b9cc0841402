import type { Operation } from '../operations.ts';
import type { HttpConnection } from './http-connection.ts';
import type { OpenLoad } from './load.ts';
import { expectStatus, openClients } from './open-clients.ts';
import { meetPerson } from './people.ts';

/** The same loads for the bare server. */
export function createBareLoads({ port }: { port: number }): OpenLoad {
  async function signUp(connection: HttpConnection): Promise<string> {
    const { phone, telegramId } = meetPerson();
    expectStatus(200, await connection.post('/create', { phone, telegram_id: telegramId }));
    const registered = await connection.post('/register', { phone, telegram_id: telegramId });
    return JSON.parse(expectStatus(200, registered)).id;
  }

  const clients: Record<Operation, (connection: HttpConnection) => Promise<() => Promise<void>>> = {
    async journey(connection) {
      return async () => {
        await signUp(connection);
      };
    },
    async refresh(connection) {
      const id = await signUp(connection);
      return async () => {
        expectStatus(200, await connection.post('/refresh', { id }));
      };
    },
    async me(connection) {
      const id = await signUp(connection);
      return async () => {
        expectStatus(200, await connection.get(`/me/${id}`));
      };
    },
  };
  return (operation, connections) => openClients(port, connections, clients[operation]);
}
