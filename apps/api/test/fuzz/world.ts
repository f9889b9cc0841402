import { randomBytes, sign } from 'node:crypto';
import { addServiceKey } from '../../src/features/admin/service-key.ts';
import { deriveKeys } from '../../src/keys.ts';
import { type Admin, signInAdmin } from '../support/admin.ts';
import { operator } from '../support/operator.ts';
import { BOT_SECRET, type Person, SECRET_KEY, somebody, type TestApi } from '../support/test-api.ts';
import type { CREDENTIALS } from './plan.ts';
import type { Secrets } from './secrets.ts';
import { MARK } from './values.ts';

/** A person who is signed in. */
interface Member extends Person {
  id: string;
  access: string;
  refresh: string;
}

/** Who and what is there, so that requests find something. Everything secret in it is a canary. */
export interface World {
  /** A person without an account. */
  stranger(): Person;
  signUp(more?: object): Promise<Member>;
  /** An administrator with a fresh proof. */
  admin(): Promise<Admin>;
  /** A service key with every scope. */
  serviceKey(): Promise<string>;
  /** Credentials for `Authorization` that are not those of the request. */
  findCredential(kind: (typeof CREDENTIALS)[number], own: string | undefined): string | undefined;
  /** Renews what expires. Call it at the start, and every few minutes. */
  renew(): Promise<void>;
  /** Forgets what the limits have counted, as if days had passed. */
  forgetLimits(): Promise<void>;
}

export function createWorld(api: TestApi, secrets: Secrets): World {
  const state: { admin?: Admin; key?: string; others: Partial<Record<(typeof CREDENTIALS)[number], string>> } = {
    others: {},
  };
  const world: World = {
    stranger() {
      const person = somebody();
      secrets.add(person.phone);
      return person;
    },
    async signUp(more) {
      const person = world.stranger();
      const { user, access, refresh } = await api.signIn(person, more);
      secrets.add(access, refresh);
      return { ...person, id: user.id, access, refresh };
    },
    async admin() {
      if (!state.admin) {
        state.admin = await signInAdmin(api, world.stranger());
        secrets.add(state.admin.access);
      }
      return state.admin;
    },
    async serviceKey() {
      state.key ??= await addKey();
      return state.key;
    },
    findCredential(kind, own) {
      const bearer = own ?? state.others['other user'] ?? '';
      switch (kind) {
        case 'none':
          return undefined;
        case 'junk':
          return MARK;
        case 'empty':
          return '';
        case 'basic':
          return `Basic ${Buffer.from(`${MARK}:${MARK}`).toString('base64')}`;
        case 'bot secret':
          return `Bearer ${BOT_SECRET}`;
        case 'flipped':
          return `Bearer ${bearer.slice(0, -8)}${bearer.at(-8) === 'A' ? 'B' : 'A'}${bearer.slice(-7)}`;
        case 'alg none':
          return `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${bearer.split('.')[1]}.`;
        default:
          return `Bearer ${state.others[kind] ?? MARK}`;
      }
    },
    async forgetLimits() {
      await api.sql.query('DELETE FROM budgets');
    },
    async renew() {
      await world.forgetLimits();
      delete state.admin;
      const other = await world.signUp();
      const gone = await world.signUp();
      await api.post('/api/v1/auth/logout/', '', { headers: { authorization: `Bearer ${gone.access}` } });
      state.others = {
        expired: expire(other.access),
        ended: gone.access,
        'other user': other.access,
        admin: (await world.admin()).access,
        'service key': await world.serviceKey(),
        'narrow key': await addKey(['events:read']),
        'refresh token': other.refresh,
        twice: other.access,
      };
    },
  };

  async function addKey(scopes?: Parameters<typeof addServiceKey>[1]['scopes']): Promise<string> {
    const all = ['users:read', 'users:write', 'sessions:read', 'sessions:write', 'events:read'] as const;
    const added = await addServiceKey(
      api.db,
      { name: 'shop', scopes: scopes ?? all, expiresAt: null },
      operator,
      randomBytes,
    );
    secrets.add(added.key);
    return added.key;
  }
  return world;
}

/** The same access token with an end in the past, signed as the API does. */
function expire(access: string): string {
  const [{ privateKey: key }] = deriveKeys([SECRET_KEY]).signing;
  const [header = '', payload = ''] = access.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const expired = { ...claims, exp: Math.floor(Date.now() / 1000) - 1 };
  const text = `${header}.${Buffer.from(JSON.stringify(expired)).toString('base64url')}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
