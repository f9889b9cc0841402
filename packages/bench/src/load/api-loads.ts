import type { Operation } from '../operations.ts';
import type { ApiProcess } from '../servers/start-api.ts';
import type { HttpConnection } from './http-connection.ts';
import type { OpenLoad } from './load.ts';
import { expectStatus, openClients } from './open-clients.ts';
import { meetPerson } from './people.ts';

/** The loads of the api. Each client is a person with a session of their own. */
export function createApiLoads({ port, botSecret }: ApiProcess): OpenLoad {
  async function signUp(connection: HttpConnection): Promise<{ access: string; refresh: string }> {
    const { phone, telegramId } = meetPerson();
    const created = await connection.post('/api/v1/auth/telegram/otp/create/', {
      secret_key: botSecret,
      telegram_id: telegramId,
      phone_number: phone,
      proof: 'contact',
      full_name: 'Aziza Karimova',
    });
    const { code } = JSON.parse(expectStatus(200, created));
    const registered = await connection.post('/api/v1/auth/register/telegram/', { phone, code, device_id: 'bench' });
    return JSON.parse(expectStatus(201, registered)).tokens;
  }

  const clients: Record<Operation, (connection: HttpConnection) => Promise<() => Promise<void>>> = {
    async journey(connection) {
      return async () => {
        await signUp(connection);
      };
    },
    async refresh(connection) {
      let { refresh } = await signUp(connection);
      return async () => {
        const refreshed = await connection.post('/api/v1/auth/token/refresh/', { refresh });
        ({ refresh } = JSON.parse(expectStatus(200, refreshed)));
      };
    },
    async me(connection) {
      const { access } = await signUp(connection);
      return async () => {
        expectStatus(200, await connection.get('/api/v1/auth/me/', access));
      };
    },
  };
  return (operation, connections) => openClients(port, connections, clients[operation]);
}
