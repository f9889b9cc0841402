import { randomBytes } from 'node:crypto';
import { SERVICE_SCOPES, type ServiceScope } from '@raqam/shared/contract/admin';
import { addServiceKey, expireAfter, findServiceKeys, presentServiceKey } from '../features/admin/service-key.ts';
import { revokeServiceKey } from '../features/admin/service-keys.queries.ts';
import { type Command, CommandFailed } from './command.ts';
import { table } from './table.ts';

/** The service keys with which other services of the site call the server API. */
export const keyCommands = {
  add: {
    args: ['<name>'],
    summary: `Create a service key and print it, once. Scopes: ${SERVICE_SCOPES.join(', ')}`,
    options: { scope: { type: 'string', multiple: true }, 'expires-in-days': { type: 'string' } },
    async run({ db, act, args: [name = ''], options, show }) {
      const scopes = [options['scope'] ?? []].flat().map(String);
      const unknown = scopes.find((scope) => !isScope(scope));
      if (scopes.length === 0 || unknown !== undefined) {
        const problem = unknown === undefined ? 'No --scope is given' : `There is no scope ${unknown}`;
        throw new CommandFailed(`${problem}. Scopes: ${SERVICE_SCOPES.join(', ')}`);
      }
      const { id, key } = await addServiceKey(
        db,
        { name, scopes: [...new Set(scopes.filter(isScope))], expiresAt: readExpiry(options['expires-in-days']) },
        act,
        randomBytes,
      );
      show({ id, secret: key }, () => [`id   ${id}`, `key  ${key}`, 'Store the key now: it is not shown again.']);
    },
  },
  list: {
    summary: 'List the service keys, with their last use',
    async run({ db, show }) {
      const keys = await findServiceKeys(db);
      show(keys.map(presentServiceKey), () =>
        keys.length === 0
          ? ['There are no service keys.']
          : table(
              ['id', 'key', 'name', 'state', 'last used', 'scopes'],
              keys.map((key) => [
                key.id,
                `rqk_…${key.ending}`,
                key.name,
                describeState(key, new Date()),
                key.last_used_at?.toISOString() ?? 'never',
                key.scopes.join(','),
              ]),
            ),
      );
    },
  },
  revoke: {
    args: ['<id>'],
    summary: 'Revoke a service key, for good',
    async run({ db, act, args: [id], confirm, show }) {
      const key = (await findServiceKeys(db)).find((key) => key.id === id);
      if (key === undefined) throw new CommandFailed('There is no key with this id: see pnpm raqam keys list');
      await confirm(`Revoke the key rqk_…${key.ending} of “${key.name}”, for good?`);
      await db.run(revokeServiceKey, { ...act, id: key.id });
      show({ revoked: key.id }, () => ['Revoked.']);
    },
  },
} satisfies Record<string, Command>;

function isScope(scope: string): scope is ServiceScope {
  return SERVICE_SCOPES.some((known) => known === scope);
}

const DAYS_MAX = 3650;

/** Throws CommandFailed unless it is a number of days, or nothing. */
function readExpiry(days: unknown): Date | null {
  if (days === undefined) return null;
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1 || count > DAYS_MAX) {
    throw new CommandFailed(`--expires-in-days takes a number of days from 1 to ${DAYS_MAX}`);
  }
  return expireAfter(count, Date.now());
}

function describeState(
  { revoked_at, expires_at }: Record<'revoked_at' | 'expires_at', Date | null>,
  now: Date,
): string {
  if (revoked_at) return `revoked ${revoked_at.toISOString()}`;
  if (expires_at && expires_at <= now) return `expired ${expires_at.toISOString()}`;
  return expires_at ? `works until ${expires_at.toISOString()}` : 'works';
}
