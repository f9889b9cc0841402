import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { eventsWith } from '../support/events.ts';
import { somebody, useApi } from '../support/test-api.ts';

const api = useApi();

test('a logout takes effect even if the client hangs up, as a closed page does', async () => {
  const { access, user } = await api.signIn(somebody());
  const { port } = new URL(await api.app.listen({ port: 0, host: '127.0.0.1' }));
  const gone = once(api.app.server, 'connection').then(([socket]) => once(socket, 'close'));
  const client = connect(Number(port), '127.0.0.1');
  await besideTransaction(api, 'LOCK TABLE sessions', async () => {
    client.write(
      ['POST /api/v1/auth/logout/ HTTP/1.1', 'host: api', `authorization: Bearer ${access}`, 'content-length: 0']
        .concat('', '')
        .join('\r\n'),
    );
    await untilLocked(api);
    client.destroy();
    await gone;
  });
  const ends = async () => (await eventsWith(api, { user_id: user.id })).filter(({ type }) => type === 'session.ended');
  await expect.poll(ends).toMatchObject([{ ip: '127.0.0.1', data: { reason: 'logout' } }]);
});
