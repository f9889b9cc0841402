import { randomBytes } from 'node:crypto';
import { SERVICE_SCOPES, type ServiceScope } from '@raqam/shared/contract/admin';
import { addServiceKey, findServiceKeys } from '../features/admin/service-key.ts';
import { revokeServiceKey } from '../features/admin/service-keys.queries.ts';
import { DAY } from '../policy.ts';
import { isUuid } from '../uuid.ts';
import { type Command, CommandFailed } from './command.ts';

/** The service keys with which other services of the site call the server API. */
export const keyCommands = {
  add: {
    args: ['<name>'],
    summary: `Create a service key and print it, once. Scopes: ${SERVICE_SCOPES.join(', ')}`,
    options: { scope: { type: 'string', multiple: true }, 'expires-in-days': { type: 'string' } },
    async run({ db, args: [name = ''], options, print }) {
      const scopes = [options['scope'] ?? []].flat().map(String);
      const unknown = scopes.find((scope) => !isScope(scope));
      if (scopes.length === 0 || unknown !== undefined) {
        const problem = unknown === undefined ? 'No --scope is given' : `There is no scope ${unknown}`;
        throw new CommandFailed(`${problem}. Scopes: ${SERVICE_SCOPES.join(', ')}`);
      }
      const { id, key } = await addServiceKey(
        db,
        { name, scopes: [...new Set(scopes.filter(isScope))], expiresAt: readExpiry(options['expires-in-days']) },
        randomBytes,
      );
      print(`id   ${id}`);
      print(`key  ${key}`);
      print('Store the key now: it is not shown again.');
    },
  },
  list: {
    summary: 'List the service keys, with their last use',
    async run({ db, print }) {
      const keys = await findServiceKeys(db);
      if (keys.length === 0) print('There are no service keys.');
      for (const key of keys) {
        const state = describeState(key, new Date());
        print(`${key.id}  rqk_…${key.ending}  ${state}  ${key.name}  ${key.scopes.join(',')}`);
      }
    },
  },
  revoke: {
    args: ['<id>'],
    summary: 'Revoke a service key, for good',
    async run({ db, args: [id], print }) {
      const [revoked] = isUuid(id) ? await db.run(revokeServiceKey, { id }) : [];
      if (revoked === undefined) throw new CommandFailed('There is no key with this id: see pnpm raqam keys list');
      print('Revoked.');
    },
  },
} satisfies Record<string, Command>;

function isScope(scope: string): scope is ServiceScope {
  return SERVICE_SCOPES.some((known) => known === scope);
}

const DAY_MS = DAY * 1000;
const DAYS_MAX = 3650;

/** Throws CommandFailed unless it is a number of days, or nothing. */
function readExpiry(days: unknown): Date | null {
  if (days === undefined) return null;
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1 || count > DAYS_MAX) {
    throw new CommandFailed(`--expires-in-days takes a number of days from 1 to ${DAYS_MAX}`);
  }
  return new Date(Date.now() + count * DAY_MS);
}

function describeState(
  { revoked_at, expires_at, last_used_at }: Record<'revoked_at' | 'expires_at' | 'last_used_at', Date | null>,
  now: Date,
): string {
  if (revoked_at) return `revoked ${revoked_at.toISOString()}`;
  if (expires_at && expires_at <= now) return `expired ${expires_at.toISOString()}`;
  const expiry = expires_at ? `, expires ${expires_at.toISOString()}` : '';
  return (last_used_at ? `last used ${last_used_at.toISOString()}` : 'never used') + expiry;
}
