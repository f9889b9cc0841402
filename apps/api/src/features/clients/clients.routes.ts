import { randomBytes } from 'node:crypto';
import type { FieldProblem } from '@raqam/shared/errors';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { AuthorizeAdmin } from '../admin/authorize.ts';
import { type ClientRow, deleteClient, disableClient, enableClient, listClients } from './clients.queries.ts';
import { addClient, type ClientRefusal, isClientId, rotateSecret } from './manage-clients.ts';
import { presentClient } from './present-client.ts';

/** The OIDC clients, for administrators. */
export function registerClientRoutes(
  app: FastifyInstance,
  { db, authorizeAdmin }: { db: Database; authorizeAdmin: AuthorizeAdmin },
): void {
  registerEndpoint(app, 'listClients', {
    async handle({ request }) {
      await authorizeAdmin(request, 'admin');
      const clients = await db.run(listClients, { from: '' });
      return answer(200, { clients: clients.map(presentClient) });
    },
  });

  registerEndpoint(app, 'addClient', {
    async handle({ body, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const client = {
        id: body.id,
        name: body.name,
        redirectUris: body.redirect_uris,
        postLogoutRedirectUris: body.post_logout_redirect_uris ?? [],
        isOwn: body.is_own ?? false,
        isPublic: body.is_public ?? false,
        signingAlgorithm: body.signing_algorithm ?? 'RS256',
      };
      const added = await addClient(db, client, act, randomBytes);
      if (!added.ok) throw new RequestError('validation_failed', { fields: nameField(added.error) });
      return answer(201, { client: presentClient(added.client), secret: added.secret ?? null });
    },
  });

  registerEndpoint(app, 'rotateClientSecret', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const secret = await rotateSecret(db, readClientId(id), act, randomBytes);
      if (secret === undefined) throw new RequestError('not_found');
      return answer(200, { secret });
    },
  });

  registerEndpoint(app, 'disableClient', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const [client] = await db.run(disableClient, { ...act, id: readClientId(id) });
      return answer(200, { client: presentClient(found(client)) });
    },
  });

  registerEndpoint(app, 'enableClient', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const [client] = await db.run(enableClient, { ...act, id: readClientId(id) });
      return answer(200, { client: presentClient(found(client)) });
    },
  });

  registerEndpoint(app, 'removeClient', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const [removed] = await db.run(deleteClient, { ...act, id: readClientId(id) });
      if (removed === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });
}

function nameField(refusal: ClientRefusal): Record<string, FieldProblem> {
  if (typeof refusal === 'object') return { [refusal.field]: 'invalid' };
  if (refusal === 'name_invalid') return { name: 'invalid' };
  return { id: refusal === 'id_taken' ? 'taken' : 'invalid' };
}

function readClientId(id: string): string {
  if (!isClientId(id)) throw new RequestError('not_found');
  return id;
}

function found(client: ClientRow | undefined): ClientRow {
  if (client === undefined) throw new RequestError('not_found');
  return client;
}
