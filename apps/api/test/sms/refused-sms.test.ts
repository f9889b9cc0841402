import { normalisePhone } from '@raqam/shared/phone';
import { expect, test } from 'vitest';
import { sendSmsCode } from '../../src/features/channels/sms/send-sms-code.ts';
import type { SmsSender } from '../../src/features/channels/sms/sms-sender.ts';
import { deriveKeys } from '../../src/keys.ts';
import { useGateway } from '../support/gateway.ts';
import { fromElsewhere, SECRET_KEY, somebody, useApi } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());

test('a stranger’s SMS that is refused late leaves the code that reached the owner meanwhile', async () => {
  const owner = somebody();
  const known = { device_id: 'the-owners-phone' };
  await api.signIn(owner, known);
  const [sending, refusing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow: SmsSender = {
    name: 'slow',
    async send() {
      sending.resolve();
      await refusing.promise;
      return { kind: 'refused', reason: 'in the test' };
    },
    checkLogin: async () => 'ok',
    readReport: () => undefined,
  };
  const number = normalisePhone(owner.phone);
  if (!number.ok) throw new Error('The test needs a number');
  const ofStranger = sendSmsCode(
    { db: api.db, sender: slow, codeKey: deriveKeys(SECRET_KEY).code, dailyLimit: 1000, onLostDelivery() {} },
    {
      phone: number.phone,
      device: { device_id: null, session_id: null },
      origin: { ip: '203.0.113.1', user_agent: '' },
      writeText: (code) => code,
    },
  );
  await sending.promise;
  const enter = (more: object) =>
    api.post('/api/users/auth/', { phone: owner.phone, ...known, ...more }, fromElsewhere());
  expect((await enter({})).statusCode).toBe(200);
  refusing.resolve();
  expect(await ofStranger).toMatchObject({ ok: false, error: 'sms_unavailable' });
  expect((await enter({ code: gateway.code(owner.phone) })).statusCode).toBe(200);
});
