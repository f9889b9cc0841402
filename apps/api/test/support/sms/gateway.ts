import { DEVELOPMENT_ESKIZ_ACCOUNT } from '@raqam/local-stack/eskiz/account';
import { DEVELOPMENT_GATEWAY_ACCOUNT } from '@raqam/local-stack/gateway/account';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Person } from '../test-api.ts';

export interface Gateway {
  readonly url: string;
  /** The URL of the whole local stack. */
  readonly stackUrl: string;
  /** The variables that make the api send through it. */
  environment(): Record<string, string>;
  /** The variables that make the api send through the emulator of Telegram Gateway too. */
  withTelegram(): Record<string, string>;
  /** Gives a person Telegram on the handset. */
  addPerson(person: Person, more?: object): Promise<void>;
  /** The codes in a person's chat “Verification Codes”, newest first, once there is one. */
  telegramCodes(person: Person): Promise<string[]>;
  /** The SMS of a number, newest first. */
  sms(phone: string): string[];
  /** The code in the newest SMS of a number. */
  code(phone: string): string;
  /** Adds a fault. */
  fail(fault: object): Promise<void>;
  /** Makes a call of the handset API. */
  handset(method: string, path: string, body?: object): Promise<void>;
}

/** The Eskiz emulator, for all tests of a file. To be called before the api that uses it. */
export function useGateway(): Gateway {
  let stack: LocalStack | undefined;
  beforeAll(async () => {
    stack = await startLocalStack({ port: 0, bots: [{ token: '1:token', username: 'unused_bot' }] });
  });
  afterAll(() => stack?.close());

  const running = () => {
    if (!stack) throw new Error('The gateway is started before the first test');
    return stack;
  };
  const gateway: Gateway = {
    get url() {
      return `${running().url}/eskiz`;
    },
    get stackUrl() {
      return running().url;
    },
    environment: () => ({
      SMS_PROVIDER: 'eskiz',
      ESKIZ_BASE_URL: gateway.url,
      ESKIZ_EMAIL: DEVELOPMENT_ESKIZ_ACCOUNT.email,
      ESKIZ_PASSWORD: DEVELOPMENT_ESKIZ_ACCOUNT.password,
    }),
    withTelegram: () => ({
      ...gateway.environment(),
      GATEWAY_TOKEN: DEVELOPMENT_GATEWAY_ACCOUNT.token,
      GATEWAY_BASE_URL: `${running().url}/gateway`,
    }),
    addPerson: ({ telegramId, phone }, more) =>
      gateway.handset('POST', '/users', { telegram_id: telegramId, phone, ...more }),
    async telegramCodes({ telegramId }) {
      const response = await fetch(`${running().url}/handset/users/${telegramId}/verification-codes?wait=30`);
      const messages = (await response.json()) as { text: string }[]; // of the handset API
      return messages.map(({ text }) => /\d{6}/.exec(text)?.[0] ?? '').reverse();
    },
    sms: (phone) =>
      running()
        .sms.list(phone)
        .map(({ text }) => text),
    code(phone) {
      const code = /#(\d{6})$/.exec(gateway.sms(phone)[0] ?? '')?.[1];
      expect(code, 'an SMS with a code').toBeDefined();
      return code ?? '';
    },
    fail: (fault) => gateway.handset('POST', '/faults', { target: 'eskiz', times: 1, ...fault }),
    async handset(method, path, body) {
      const response = await fetch(`${running().url}/handset${path}`, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      expect(response.ok, await response.text()).toBe(true);
    },
  };
  return gateway;
}
