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
import { type Command, type CommandContext, CommandFailed } from './command.ts';

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
    async run({ db, args: [id = ''], options, print }) {
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
        randomBytes,
      );
      if (!added.ok) throw new CommandFailed(describeRefusal(added.error));
      describe(added.client, print);
      if (added.secret !== undefined) printSecret(added.secret, print);
    },
  },
  list: {
    summary: 'List the services',
    async run({ db, print }) {
      for (const { id, name, is_own, disabled_at } of await db.run(listClients, { from: '' }))
        print([id, name, is_own ? 'own' : 'asks for consent', ...(disabled_at ? ['disabled'] : [])].join('  '));
    },
  },
  show: {
    args: ['<id>'],
    summary: 'Show a service, without its secret',
    async run({ db, args: [id = ''], print }) {
      const [client] = await db.run(findClient, { id });
      if (client === undefined) throw unknown(id);
      describe(client, print);
    },
  },
  'rotate-secret': {
    args: ['<id>'],
    summary: 'Give a service another secret; the old one is refused at once',
    async run({ db, args: [id = ''], print }) {
      const secret = await rotateSecret(db, id, randomBytes);
      if (secret === undefined) throw new CommandFailed(`There is no client “${id}” that has a secret.`);
      printSecret(secret, print);
    },
  },
  disable: {
    args: ['<id>'],
    summary: 'Refuse a service, and all that it holds, until it is enabled',
    async run({ db, args: [id = ''], print }) {
      const [client] = await db.run(disableClient, { id });
      if (client === undefined) throw unknown(id);
      print(`Disabled ${id}.`);
    },
  },
  enable: {
    args: ['<id>'],
    summary: 'Let a disabled service work again',
    async run({ db, args: [id = ''], print }) {
      const [client] = await db.run(enableClient, { id });
      if (client === undefined) throw unknown(id);
      print(`Enabled ${id}.`);
    },
  },
  remove: {
    args: ['<id>'],
    summary: 'Remove a service, and people’s consent to it',
    async run({ db, args: [id = ''], print }) {
      const [removed] = await db.run(deleteClient, { id });
      if (removed === undefined) throw unknown(id);
      print(`Removed ${id}.`);
    },
  },
} satisfies Record<string, Command>;

function describe(client: ClientRow, print: CommandContext['print']): void {
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
  for (const [name = '', value] of lines) print(`${name.padEnd(14)}${value}`);
}

function printSecret(secret: string, print: CommandContext['print']): void {
  print(`${'client_secret'.padEnd(14)}${secret}`);
  print('Keep the secret now: it is not shown again.');
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
