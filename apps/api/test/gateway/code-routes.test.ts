import type { Phone } from '@raqam/shared/phone';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/env.ts';
import type { Carrier } from '../../src/features/channels/sending/carriers.ts';
import { createFindRoute, DEFAULT_ROUTES, readCodeRoutes } from '../../src/features/channels/sending/code-routes.ts';

const [UZBEK, KAZAKH] = ['+998901234567', '+77011234567'] as Phone[]; // two numbers in E.164
const carrier = (reaches: (phone: Phone) => boolean): Carrier => ({
  dailyLimit: 1,
  dailyLimitName: '',
  reaches,
  send: async () => ({ kind: 'refused', reason: '', cannotReach: false }),
});
const gateway = carrier(() => true);
const sms = carrier((phone) => phone.startsWith('+998'));

test('by default a number is reached by Gateway first, and by SMS where its country is allowed', () => {
  const find = createFindRoute(DEFAULT_ROUTES, { gateway, sms });
  expect([UZBEK, KAZAKH].map((phone) => find(phone as Phone))).toEqual([['gateway', 'sms'], ['gateway']]);
  expect(createFindRoute(DEFAULT_ROUTES, { sms })(KAZAKH as Phone)).toEqual([]);
});

test('CODE_CHANNELS orders the channels of a country, and of all others', () => {
  const find = createFindRoute(readCodeRoutes(['UZ:sms+gateway', ' *: gateway']) ?? new Map(), { gateway, sms });
  expect([UZBEK, KAZAKH].map((phone) => find(phone as Phone))).toEqual([['sms', 'gateway'], ['gateway']]);
  const onlyUzbek = createFindRoute(readCodeRoutes(['UZ:sms']) ?? new Map(), { gateway, sms });
  expect(onlyUzbek(KAZAKH as Phone)).toEqual([]);
});

test.for(['', 'UZ', 'UZ:', 'uz:sms', 'UZ:whatsapp', 'UZ:sms+sms', 'UZ:sms,UZ:gateway', '**:sms'])(
  'CODE_CHANNELS=%s is refused',
  (raw) => expect(readCodeRoutes(raw.split(','))).toBeUndefined(),
);

test.for([
  ['gateway without its token', { CODE_CHANNELS: '*:gateway' }, /GATEWAY_TOKEN/],
  ['SMS without a provider', { CODE_CHANNELS: 'UZ:sms' }, /SMS_PROVIDER/],
  [
    'SMS to a country that is not allowed',
    { CODE_CHANNELS: 'KZ:sms', SMS_PROVIDER: 'eskiz', ESKIZ_EMAIL: 'shop@example.uz', ESKIZ_PASSWORD: 'password' },
    /SMS_ALLOWED_COUNTRIES/,
  ],
] as const)('a start with %s is refused', ([, environment, named]) => {
  const read = readConfig({
    DATABASE_URL: 'postgres://localhost/shop',
    SECRET_KEY: 'secret-key-of-the-tests-0123456789abcdef',
    TELEGRAM_BOT_SECRET: 'bot-secret-of-the-tests-0123456789abcdef',
    CORS_ALLOWED_ORIGINS: 'http://localhost:5173',
    ...environment,
  });
  expect(read.ok ? '' : read.problems.map(({ en }) => en).join()).toMatch(named);
});
