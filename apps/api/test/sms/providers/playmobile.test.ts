import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { findFreePort } from '@raqam/local-stack/free-port';
import { expect, test } from 'vitest';
import { createPlayMobile } from '../../../src/features/channels/sms/providers/playmobile.ts';
import type { Sms } from '../../../src/features/channels/sms/providers/sms-provider.ts';
import { readPhone } from '../../../src/http/read-phone.ts';
import { eventsWith } from '../../support/events.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { playMobile, REPORT_SECRET } from '../../support/sms/providers.ts';
import { smsCalls } from '../../support/sms/sms-calls.ts';
import { expectError, somebody, useApi } from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ SMS_PROVIDER: 'playmobile', ...playMobile(gateway) }));
const { ask, challenge, enter } = smsCalls(api);
const sms: Sms = {
  phone: readPhone('phone', '+998901234567'),
  text: 'x',
  language: 'uz',
  code: '123456',
  challenge: 'of-the-test',
};
const options = { login: 'a', password: 'b', from: '3700', reportSecret: undefined };

/** Answers every request like this, and tells what PlayMobile was asked. */
async function answering(status: number, answer: string) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(await text(request));
    response.writeHead(status).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // of TCP
  const provider = createPlayMobile({ ...options, baseUrl });
  return { asked, provider, end: () => server.close() };
}

const ERROR = JSON.stringify({ 'error-code': 401, 'error-description': 'Empty originator' });
const LOCKED = JSON.stringify({ 'error-code': '102', 'error-description': 'Account lock' });

test.for([
  [200, 'Request is received', 'accepted', 'ok'],
  [200, '', 'accepted', 'ok'],
  [200, '{"status":"ok"}', 'accepted', 'ok'],
  [200, ERROR, 'refused', 'ok'],
  [400, ERROR, 'refused', 'ok'],
  [500, ERROR, 'refused', 'ok'],
  [200, LOCKED, 'refused', 'login_refused'],
  [401, '', 'refused', 'login_refused'],
  [403, '<html>', 'refused', 'login_refused'],
  [500, '', 'unknown', 'unreachable'],
  [502, '<html>', 'unknown', 'unreachable'],
] as const)('%i with %s: the SMS is %s, the account %s', async ([status, answer, kind, state]) => {
  const { provider, asked, end } = await answering(status, answer);
  expect(await provider.send(sms)).toMatchObject({ kind });
  expect(await provider.checkAccount()).toEqual({ state, balance: null });
  const [sent, checked] = asked.map((body) => JSON.parse(body).messages);
  expect(sent).toMatchObject([{ recipient: '998901234567', sms: { originator: '3700', content: { text: 'x' } } }]);
  expect(checked).toEqual([]); // sends nothing
  end();
});

test('out of reach: nothing was sent', async () => {
  const provider = createPlayMobile({ ...options, baseUrl: `http://127.0.0.1:${await findFreePort()}` });
  expect(await provider.send(sms)).toMatchObject({ kind: 'refused' });
  expect(await provider.checkAccount()).toMatchObject({ state: 'unreachable' });
});

test('a dropped connection: the outcome is unknown', async () => {
  const { PLAYMOBILE_BASE_URL: baseUrl = '' } = playMobile(gateway);
  await gateway.fail({ target: 'playmobile', kind: 'drop' });
  expect(await createPlayMobile({ ...options, baseUrl }).send(sms)).toMatchObject({ kind: 'unknown' });
});

test('a person signs in by an SMS of PlayMobile, and its report is kept', async () => {
  const { phone } = somebody();
  expect((await ask(phone)).statusCode).toBe(200);
  const { id } = await challenge(phone);
  const deliveries = `SELECT provider, provider_id, status, provider_status FROM deliveries WHERE challenge_id = $1`;
  const [sent] = (await api.sql.query(deliveries, [id])).rows;
  expect(sent).toMatchObject({ provider: 'playmobile', status: 'waiting' });

  const report = (secret: string, body: object) => api.post(`/api/v1/sms/reports/playmobile/${secret}`, body);
  const message = { 'message-id': sent.provider_id, channel: 'SMS', status: 'Delivered', 'status-date': 'x' };
  expectError(await report('guessed', { messages: [message] }), 404, 'not_found');
  expectError(await api.post('/api/v1/sms/reports/playmobile', { messages: [message] }), 404, 'not_found');
  expectError(await report(REPORT_SECRET, { request_id: sent.provider_id, status: 'DELIVRD' }), 400, 'bad_request');
  expect((await report(REPORT_SECRET, { messages: [message] })).statusCode).toBe(204);
  expect((await api.sql.query(deliveries, [id])).rows).toMatchObject([
    { status: 'delivered', provider_status: 'Delivered' },
  ]);
  expect(await eventsWith(api, { challenge: id })).toMatchObject([
    { type: 'code.sent', data: { provider: 'playmobile' } },
    { type: 'sms.delivered' },
  ]);
  expect((await enter(phone, gateway.code(phone))).statusCode).toBe(200);
  expect((await api.get('/readyz')).json()).toMatchObject({ sms: 'ok', sms_balance: 'unknown', sms_fallback: 'off' });
});

test.for([
  ['Transmitted', 'waiting'],
  ['Delivered', 'delivered'],
  ['NotDelivered', 'undelivered'],
  ['Failed', 'undelivered'],
  ['Expired', 'expired'],
  ['Rejected', 'rejected'],
  ['Something', 'other'],
])('%s is %s', ([word, status]) => {
  const provider = createPlayMobile({ ...options, baseUrl: '', reportSecret: REPORT_SECRET });
  const body = { messages: [{ 'message-id': 'x', status: word }] };
  expect(provider.readReports({ secret: REPORT_SECRET, headers: {}, text: '', body })).toEqual([
    { providerId: 'x', status, word },
  ]);
});

test('without PLAYMOBILE_REPORT_SECRET nobody can report', () => {
  const body = { messages: [{ 'message-id': 'x', status: 'Delivered' }] };
  const provider = createPlayMobile({ ...options, baseUrl: '' });
  expect(provider.readReports({ secret: '', headers: {}, text: '', body })).toBe('forbidden');
});
