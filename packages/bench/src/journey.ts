import type { ApiProcess } from './api-process.ts';
import { openConnection } from './http-connection.ts';

let people = 0;

/** Makes journeys that register new people, each with a number of their own, over this many keep-alive connections. */
export async function createJourneys({ port, botSecret }: ApiProcess, connections: number) {
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  return {
    async run(worker: number): Promise<void> {
      const connection = open[worker];
      if (!connection) throw new Error('There is one connection for each worker');
      const id = ++people;
      const phone = `+99890${String(id).padStart(7, '0')}`;
      const created = await connection.post('/api/v1/auth/telegram/otp/create/', {
        secret_key: botSecret,
        telegram_id: 1_000_000_000 + id,
        phone_number: phone,
        proof: 'contact',
        full_name: 'Aziza Karimova',
      });
      if (created.status !== 200) throw new Error(`No code: ${created.status} ${created.body}`);
      const { code } = JSON.parse(created.body);
      const registered = await connection.post('/api/v1/auth/register/telegram/', { phone, code, device_id: 'bench' });
      if (registered.status !== 201) throw new Error(`No account: ${registered.status} ${registered.body}`);
    },
    close() {
      for (const connection of open) connection.close();
    },
  };
}
