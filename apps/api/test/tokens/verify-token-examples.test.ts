import { spawn } from 'node:child_process';
import { createHmac, createPublicKey, sign } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@raqam/local-stack/free-port';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createVerifyToken } from '../../examples/verify-token.ts';
import { deriveKeys } from '../../src/keys.ts';
import { SECRET_KEY, somebody, useApi } from '../support/test-api.ts';
import { PYTHON_HINT } from './find-python.ts';

const NEXT = 'next-secret-key-of-the-tests-0123456789abcdef';
const OTHER = 'other-secret-key-of-the-tests-0123456789abcdef';

let port = 0;
beforeAll(async () => {
  port = await findFreePort();
});
const publicUrl = () => `http://127.0.0.1:${port}`;
const api = useApi(() => ({ PUBLIC_URL: publicUrl() }));
const listen = () => api.app.listen({ port, host: '127.0.0.1' });
beforeAll(listen);

async function deploy(secretKey: string): Promise<void> {
  await api.deploy({ SECRET_KEY: secretKey });
  await listen();
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

/** The token with other claims or another header, signed with a key of this SECRET_KEY. */
function forge(token: string, claims: object, header: object = {}, secretKey = SECRET_KEY): string {
  const [head, payload] = token.split('.');
  const text = `${encode({ ...decode(head), ...header })}.${encode({ ...decode(payload), ...claims })}`;
  const key = { key: deriveKeys([secretKey]).signing[0].privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

function macWithPublicKey(token: string): string {
  const { publicJwk, kid } = deriveKeys([SECRET_KEY]).signing[0];
  const pem = createPublicKey({ format: 'jwk', key: publicJwk }).export({ format: 'pem', type: 'spki' });
  const text = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${token.split('.')[1]}`;
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}

const forgeries: Record<string, (token: string) => string> = {
  expired: (token) => forge(token, { exp: Math.floor(Date.now() / 1_000) - 5 }),
  'without an expiry': (token) => forge(token, { exp: undefined }),
  'for another audience': (token) => forge(token, { aud: 'grafana' }),
  'of another issuer': (token) => forge(token, { iss: 'https://evil.example' }),
  'of another type, as an ID token': (token) => forge(token, {}, { typ: 'JWT' }),
  'with another claim under the old signature': (token) => {
    const [head, payload, signature] = token.split('.');
    return `${head}.${encode({ ...decode(payload), role: 'admin' })}.${signature}`;
  },
  'of an unknown key': (token) => forge(token, {}, { kid: deriveKeys([OTHER]).signing[0].kid }, OTHER),
  'of another key under a known name': (token) => forge(token, {}, {}, OTHER),
  unsigned: (token) => `${encode({ alg: 'none', typ: 'at+jwt' })}.${token.split('.')[1]}.`,
  'with a MAC under the public key': macWithPublicKey,
  'that is no token': () => 'no-token',
};

type Verify = (token: string) => Promise<unknown>;

/** @param useVerifier makes the verifier of another service, which runs on while keys are replaced */
function describeExample(useVerifier: () => { verify: Verify; forgetKeys?: () => void }): void {
  const verifier = useVerifier();

  test('accepts a token and tells whose it is', async () => {
    const { access, user } = await api.signIn(somebody());
    expect(await verifier.verify(access)).toMatchObject({ sub: user.id, role: 'user', sid: expect.any(String) });
    expect(await verifier.verify(forge(access, {}))).not.toBeFalsy(); // so each forgery fails for its own reason
  });

  test.for(Object.entries(forgeries))('refuses a token %s', async ([, falsify]) => {
    const { access } = await api.signIn(somebody());
    expect((await verifier.verify(falsify(access))) ?? null).toBeNull();
  });

  test('accepts the tokens of both keys in each step of a rotation', async () => {
    const isAccepted = async (token: string) => expect(await verifier.verify(token)).toMatchObject({ role: 'user' });
    await deploy(SECRET_KEY);
    const before = (await api.signIn(somebody())).access;
    await isAccepted(before);
    await deploy(`${SECRET_KEY},${NEXT}`);
    verifier.forgetKeys?.(); // as after ten minutes
    await isAccepted((await api.signIn(somebody())).access);
    await deploy(`${NEXT},${SECRET_KEY}`);
    await isAccepted((await api.signIn(somebody())).access);
    await isAccepted(before);
    await deploy(SECRET_KEY);
  });
}

describe('the example for Node.js', () => {
  describeExample(() => {
    let verify: Verify | undefined;
    return {
      verify: (token) => {
        verify ??= createVerifyToken(publicUrl());
        return verify(token);
      },
      forgetKeys() {
        verify = undefined;
      },
    };
  });

  test('throws when the keys can’t be fetched: that is not the visitor’s fault', async () => {
    const { access } = await api.signIn(somebody());
    await expect(createVerifyToken(`http://127.0.0.1:${await findFreePort()}`)(access)).rejects.toThrow();
  });
});

describe.skipIf(!inject('python') && !inject('isCi'))('the example for Python', () => {
  describeExample(() => {
    const script = fileURLToPath(new URL('../../examples/verify_token.py', import.meta.url));
    const running: { stop?: () => Promise<unknown>; ask?: Verify } = {};
    beforeAll(() => {
      const python = inject('python');
      if (python === undefined) throw new Error(PYTHON_HINT);
      const child = spawn(python, [script, publicUrl()], { stdio: ['pipe', 'pipe', 'inherit'] });
      const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
      running.ask = async (token) => {
        child.stdin.write(`${token}\n`);
        const { value, done } = await answers.next();
        if (done) throw new Error('The example has ended');
        return JSON.parse(value);
      };
      running.stop = () => {
        child.stdin.end();
        return once(child, 'exit');
      };
    });
    afterAll(() => running.stop?.());
    return { verify: async (token) => running.ask?.(token) };
  });
});
