import { DEVELOPMENT_ESKIZ_ACCOUNT } from '@raqam/local-stack/eskiz/account';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterAll, beforeAll, expect } from 'vitest';

export interface Gateway {
  readonly url: string;
  /** The variables that make the api send through it. */
  environment(): Record<string, string>;
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
    environment: () => ({
      SMS_PROVIDER: 'eskiz',
      ESKIZ_BASE_URL: gateway.url,
      ESKIZ_EMAIL: DEVELOPMENT_ESKIZ_ACCOUNT.email,
      ESKIZ_PASSWORD: DEVELOPMENT_ESKIZ_ACCOUNT.password,
    }),
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
