import { randomBytes } from 'node:crypto';
import {
  type ClientRow,
  deleteClient,
  disableClient,
  enableClient,
  findClient,
  listClients,
} from '../features/clients/clients.queries.ts';
import { addClient, type ClientRefusal, rotateSecret } from '../features/clients/manage-clients.ts';
import { presentClient } from '../features/clients/present-client.ts';
import { type Command, type CommandContext, CommandFailed } from './command.ts';
import { table } from './table.ts';

const refusals: Readonly<Record<Exclude<ClientRefusal, object>, string>> = {
  id_invalid:
    'The id has 2 to 63 lower-case letters, digits, dots, hyphens and underscores; “raqam” is the site itself.',
  id_taken: 'There is a client with this id.',
  name_invalid: 'The name has 1 to 60 characters: people read it when they sign in.',
};

/** `pnpm raqam clients …`: services that sign people in by OpenID Connect, or have numbers proved. */
export const clientsCommands = {
  add: {
    args: ['<id>'],
    summary: 'Add a service and print its secret, once. Without --redirect-uri it can only have numbers proved',
    options: {
      name: { type: 'string' },
      'redirect-uri': { type: 'string', multiple: true },
      'post-logout-redirect-uri': { type: 'string', multiple: true },
      own: { type: 'boolean' },
      public: { type: 'boolean' },
      es256: { type: 'boolean' },
    },
    async run({ db, act, args: [id = ''], options, show }) {
      const added = await addClient(
        db,
        {
          id,
          name: typeof options['name'] === 'string' ? options['name'] : id,
          redirectUris: texts(options['redirect-uri']),
          postLogoutRedirectUris: texts(options['post-logout-redirect-uri']),
          isOwn: options['own'] === true,
          isPublic: options['public'] === true,
          signingAlgorithm: options['es256'] === true ? 'ES256' : 'RS256',
        },
        act,
        randomBytes,
      );
      if (!added.ok) throw new CommandFailed(describeRefusal(added.error));
      const { client, secret } = added;
      show({ client: presentClient(client), secret: secret ?? null }, () => [
        ...describe(client),
        ...(secret === undefined ? [] : describeSecret(secret)),
      ]);
    },
  },
  list: {
    summary: 'List the services',
    async run({ db, show }) {
      const clients = await db.run(listClients, { from: '' });
      show(clients.map(presentClient), () =>
        clients.length === 0
          ? ['There are no services.']
          : table(
              ['client_id', 'name', 'consent', 'kind', 'state'],
              clients.map(({ id, name, is_own, secret_digest, disabled_at }) => [
                id,
                name,
                is_own ? 'none' : 'asked once',
                secret_digest ? 'confidential' : 'public',
                disabled_at ? 'disabled' : 'enabled',
              ]),
            ),
      );
    },
  },
  show: {
    args: ['<id>'],
    summary: 'Show a service, without its secret',
    async run({ db, args: [id = ''], show }) {
      const [client] = await db.run(findClient, { id });
      if (client === undefined) throw unknown(id);
      show(presentClient(client), () => describe(client));
    },
  },
  'rotate-secret': {
    args: ['<id>'],
    summary: 'Give a service another secret; the old one is refused at once',
    async run({ db, act, args: [id = ''], confirm, show }) {
      const [client] = await db.run(findClient, { id });
      if (client === undefined) throw unknown(id);
      await confirm(`Give “${id}” another secret? Nobody can sign in to it until it has the new one.`);
      const secret = await rotateSecret(db, id, act, randomBytes);
      if (secret === undefined) throw new CommandFailed(`There is no client “${id}” that has a secret.`);
      show({ secret }, () => describeSecret(secret));
    },
  },
  disable: {
    args: ['<id>'],
    summary: 'Refuse a service, and all that it holds, until it is enabled',
    async run({ db, act, args: [id = ''], show }) {
      const [client] = await db.run(disableClient, { ...act, id });
      if (client === undefined) throw unknown(id);
      show(presentClient(client), () => [`Disabled ${id}.`]);
    },
  },
  enable: {
    args: ['<id>'],
    summary: 'Let a disabled service work again',
    async run({ db, act, args: [id = ''], show }) {
      const [client] = await db.run(enableClient, { ...act, id });
      if (client === undefined) throw unknown(id);
      show(presentClient(client), () => [`Enabled ${id}.`]);
    },
  },
  remove: {
    args: ['<id>'],
    summary: 'Remove a service, and people’s consent to it',
    async run({ db, act, args: [id = ''], confirm, show }) {
      const [client] = await db.run(findClient, { id });
      if (client === undefined) throw unknown(id);
      await confirm(`Remove “${id}” and people’s consent to it?`);
      await db.run(deleteClient, { ...act, id });
      show({ removed: id }, () => [`Removed ${id}.`]);
    },
  },
} satisfies Record<string, Command>;

function describe(client: ClientRow): string[] {
  const { redirect_uris, post_logout_redirect_uris } = client;
  const lines = [
    ['client_id', client.id],
    ['name', client.name],
    ['consent', client.is_own ? 'none: it belongs to the site' : 'asked once'],
    ['kind', client.secret_digest === null ? 'public (no secret)' : 'confidential'],
    ['ID tokens', client.signing_algorithm],
    ...redirect_uris.map((uri) => ['redirect URI', uri]),
    ...post_logout_redirect_uris.map((uri) => ['after logout', uri]),
    ['added', client.created_at.toISOString()],
    ...(client.disabled_at ? [['disabled', client.disabled_at.toISOString()]] : []),
  ];
  return lines.map(([name = '', value]) => `${name.padEnd(14)}${value}`);
}

function describeSecret(secret: string): string[] {
  return [`${'client_secret'.padEnd(14)}${secret}`, 'Keep the secret now: it is not shown again.'];
}

function describeRefusal(refusal: ClientRefusal): string {
  return typeof refusal === 'string'
    ? refusals[refusal]
    : `${refusal.uri} is no redirect URI: use https, http://localhost for development, or an app’s own scheme such as uz.shop.app:/done.`;
}

function unknown(id: string): CommandFailed {
  return new CommandFailed(`There is no client “${id}”.`);
}

function texts(option: CommandContext['options'][string]): string[] {
  return [option ?? []].flat().map(String);
}
