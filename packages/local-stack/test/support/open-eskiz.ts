import { DEVELOPMENT_ESKIZ_ACCOUNT } from '../../src/eskiz/account.ts';
import { type Answer, call, type Json, type OpenStack, openStack } from './open-stack.ts';

export const PHONE = '998901234567';

export interface OpenEskiz extends OpenStack {
  /** Any call of Eskiz's API, by a multipart form, with a token or without. */
  eskiz(method: string, path: string, options?: { token?: string | undefined; form?: object }): Promise<Answer>;
  /** A new token. */
  logIn(): Promise<string>;
  /** Sends an SMS to `PHONE`; `form` adds and overrides fields. */
  send(token: string | undefined, form?: object): Promise<Answer>;
  /** The SMS on `PHONE`, newest first. */
  inbox(): Promise<Json[]>;
  fault(fault: object): Promise<void>;
}

/** Starts a stack for tests of its Eskiz emulator; it is closed when the test ends. */
export async function openEskiz(tokenLifetime?: number): Promise<OpenEskiz> {
  const account = { ...DEVELOPMENT_ESKIZ_ACCOUNT, ...(tokenLifetime === undefined ? {} : { tokenLifetime }) };
  const stack = await openStack({ eskiz: account });
  const eskiz: OpenEskiz['eskiz'] = (method, path, { token, form } = {}) =>
    call(`${stack.url}/eskiz/api/${path}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(form ? { body: multipart(form) } : {}),
    });
  return {
    ...stack,
    eskiz,
    async logIn() {
      const { email, password } = account;
      const { body } = await eskiz('POST', 'auth/login', { form: { email, password } });
      return body.data.token;
    },
    send: (token, form = {}) =>
      eskiz('POST', 'message/sms/send', {
        token,
        form: { mobile_phone: PHONE, message: 'Kod: 123456', from: '4546', ...form },
      }),
    inbox: async () => (await stack.handset(`/sms?phone=%2B${PHONE}`)).body,
    async fault(fault) {
      await stack.handset('/faults', { target: 'eskiz', ...fault });
    },
  };
}

/** Fields that are undefined are left out. */
export function multipart(fields: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, String(value));
  return form;
}
