import { findFreePort } from '@raqam/local-stack/free-port';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventsWith } from '../support/events.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, somebody, type TestApi, useApi } from '../support/test-api.ts';

const deliveriesOf = async (api: TestApi, challenge: string) => {
  const sql = `SELECT id, channel, provider, provider_id, status, provider_status FROM deliveries WHERE challenge_id = $1`;
  return (await api.sql.query(sql, [challenge])).rows;
};

describe('reports come to the api’s own URL', () => {
  let port = 0;
  beforeAll(async () => {
    port = await findFreePort();
  });
  const gateway = useGateway();
  const api = useApi(() => ({ ...gateway.environment(), PUBLIC_URL: `http://127.0.0.1:${port}/` }));
  const { ask, challenge } = smsCalls(api);

  test.for([
    ['DELIVRD', 'delivered', ['sms.delivered']],
    ['DELIVERED', 'delivered', ['sms.delivered']],
    ['UNDELIV', 'undelivered', ['sms.undelivered']],
    ['EXPIRED', 'expired', ['sms.undelivered']],
    ['REJECTD', 'rejected', ['sms.undelivered']],
    ['SOMETHING', 'other', []],
  ] as const)('%s is kept as %s', async ([word, status, types]) => {
    if (api.app.addresses().length === 0) await api.app.listen({ port, host: '127.0.0.1' });
    await gateway.handset('POST', '/eskiz/delivery', { status: word, times: 1 });
    const { phone } = somebody();
    expect((await ask(phone)).statusCode).toBe(200);
    const { id } = await challenge(phone);
    await expect
      .poll(() => deliveriesOf(api, id))
      .toMatchObject([{ channel: 'sms', provider: 'eskiz', status, provider_status: word }]);
    const [sms] = await deliveriesOf(api, id);
    const reported = (await eventsWith(api, { sms_id: sms.id })).filter(({ type }) => type !== 'code.sent');
    expect(reported.map(({ type }) => type)).toEqual(types);
  });
});

describe('the order of report and answer', () => {
  const slow = useHeldGateway();
  const api = useApi(() => ({ ...slow.environment(), PUBLIC_URL: 'http://127.0.0.1:8000' }));
  const { ask, challenge } = smsCalls(api);
  const report = (callbackUrl: string | null, body: object) => api.post(new URL(callbackUrl ?? '').pathname, body);

  test('a report before the gateway’s answer belongs to the challenge once the answer is here', async () => {
    const { phone } = somebody();
    const asked = ask(phone, { remoteAddress: '203.0.113.51', headers: { 'user-agent': 'Redmi' } });
    const sms = await slow.next();
    expect((await report(sms.callbackUrl, { request_id: sms.id, status: 'DELIVRD' })).statusCode).toBe(204);
    sms.accept();
    expect((await asked).statusCode).toBe(200);
    const { id } = await challenge(phone);
    const [kept] = await deliveriesOf(api, id);
    expect(kept).toMatchObject({ provider_id: sms.id, status: 'delivered' });
    const masked = `${phone.slice(0, 6)}•••${phone.slice(-4)}`;
    expect(await eventsWith(api, { sms_id: kept.id })).toMatchObject([
      { type: 'sms.delivered', actor: 'system', channel: 'sms', data: { challenge: null, status: 'delivered' } },
      { type: 'code.sent', actor: 'user', channel: 'sms', ip: '203.0.113.51', user_agent: 'Redmi' },
    ]);
    expect(await eventsWith(api, { challenge: id })).toMatchObject([
      { data: { challenge: id, delivery: 'waiting', phone: masked } },
    ]);
  });

  test('the same report again is no second event, another one is', async () => {
    const { phone } = somebody();
    const asked = ask(phone);
    const sms = await slow.next();
    sms.accept();
    await asked;
    for (const status of ['WAITING', 'UNDELIV', 'UNDELIV', 'DELIVRD', 'DELIVRD']) {
      expect((await report(sms.callbackUrl, { request_id: sms.id, status })).statusCode).toBe(204);
    }
    expect(await eventsWith(api, { challenge: (await challenge(phone)).id })).toMatchObject([
      { type: 'code.sent' },
      { type: 'sms.undelivered', actor: 'system', channel: 'sms', data: { status: 'undelivered' } },
      { type: 'sms.delivered', actor: 'system', channel: 'sms', data: { status: 'delivered' } },
    ]);
  });

  test.for(['\0', 'x'.repeat(101)])('a report that can’t be stored is refused', async (odd) => {
    const asked = ask(somebody().phone);
    const sms = await slow.next();
    sms.accept();
    await asked;
    expectError(await report(sms.callbackUrl, { request_id: odd, status: 'DELIVRD' }), 400, 'bad_request');
    expectError(await report(sms.callbackUrl, { request_id: sms.id, status: odd }), 400, 'bad_request');
  });

  test('without the secret URL nobody can report', async () => {
    const answer = await api.post('/api/v1/sms/reports/guessed', { request_id: 'x', status: 'DELIVRD' });
    expectError(answer, 404, 'not_found');
    expect((await api.sql.query("SELECT 1 FROM deliveries WHERE provider_id = 'x'")).rowCount).toBe(0);
  });
});
