import { createHash } from 'node:crypto';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import type { Database } from '../../database/database.ts';
import type { KeyRing } from '../../keys.ts';
import type { ClientRow } from '../clients/clients.queries.ts';
import { findActiveClient } from '../clients/manage-clients.ts';
import {
  consumePayload,
  deleteGrant,
  deleteGrantOf,
  deletePayload,
  findPayload,
  findPayloadByUid,
  upsertPayload,
} from './payloads.queries.ts';
import type { Vault } from './signing-keys.ts';

type Queries = Pick<Database, 'run'>;

/** What one kind of payload is found by. Its id is the secret of a code, token or cookie, and is stored nowhere. */
export function digestId(kind: string, id: string): Buffer {
  return createHash('sha256').update(`${kind}:${id}`).digest();
}

/**
 * Makes oidc-provider's storage on PostgreSQL. Rows expire by the clock of the database.
 *
 * @param vaults encrypt interactions, whose parameters may hold a phone number and an ID token
 * @param alreadyUsed makes the error for a code or token that another request used first
 */
export function createAdapter(db: Queries, vaults: KeyRing<Vault>, alreadyUsed: () => Error): AdapterFactory {
  return (kind) => {
    if (kind === 'Client') return clientsAdapter(db);
    return payloadsAdapter(db, kind, kind === 'Interaction' ? encrypted(vaults) : plain, alreadyUsed);
  };
}

const plain: Vault = { encrypt: (text) => text, decrypt: (text) => text };

const encrypted = (vaults: KeyRing<Vault>): Vault => ({
  encrypt: (text) => vaults[0].encrypt(text),
  decrypt: (token) => vaults.map((vault) => vault.decrypt(token)).find((text) => text !== undefined),
});

function payloadsAdapter(db: Queries, kind: string, vault: Vault, alreadyUsed: () => Error): Adapter {
  const digestOf = (id: string) => digestId(kind, id);
  const read = (row: { payload: string; consumed_at: number | null } | undefined, jti?: string) => {
    const text = row && vault.decrypt(row.payload);
    if (text === undefined) return undefined;
    return {
      ...(JSON.parse(text) as AdapterPayload), // as `upsert` wrote it
      ...(jti !== undefined && { jti }),
      ...(row?.consumed_at != null && { consumed: Math.floor(row.consumed_at) }),
    };
  };
  return {
    async upsert(id, { jti: _jti, ...payload }, expiresIn) {
      if (expiresIn === undefined) throw new Error(`A ${kind} without an end`);
      await db.run(upsertPayload, {
        digest: digestOf(id),
        payload: vault.encrypt(JSON.stringify(payload)),
        uid: payload.uid ?? null,
        grant_id: kind === 'Grant' ? id : (payload.grantId ?? null),
        user_id: payload.accountId ?? null,
        client_id: readClientId(payload),
        seconds: expiresIn,
      });
    },
    async find(id) {
      const [row] = await db.run(findPayload, { digest: digestOf(id) });
      return read(row, id);
    },
    async findByUid(uid) {
      const [row] = await db.run(findPayloadByUid, { uid });
      return read(row);
    },
    async consume(id) {
      const [row] = await db.run(consumePayload, { digest: digestOf(id) });
      if (row) return;
      await db.run(deleteGrantOf, { digest: digestOf(id) }); // two requests had it: RFC 9700 §4.14.2, RFC 6749 §4.1.2
      throw alreadyUsed();
    },
    async destroy(id) {
      await db.run(deletePayload, { digest: digestOf(id) });
    },
    async revokeByGrantId(grantId) {
      await db.run(deleteGrant, { grant_id: grantId });
    },
    async findByUserCode() {
      throw new Error('There is no device flow');
    },
  };
}

/** The client that a payload belongs to; that of an interaction is among the parameters of its request. */
function readClientId({ clientId, params }: AdapterPayload): string | null {
  const found = clientId ?? params?.['client_id'];
  return typeof found === 'string' ? found : null;
}

function clientsAdapter(db: Queries): Adapter {
  const unsupported = async () => {
    throw new Error('Clients are managed by the operator');
  };
  return {
    async find(id) {
      const client = await findActiveClient(db, id);
      return client && describeClient(client);
    },
    upsert: unsupported,
    findByUserCode: unsupported,
    findByUid: unsupported,
    consume: unsupported,
    destroy: unsupported,
    revokeByGrantId: unsupported,
  };
}

/** A client as OpenID Connect describes one. In the place of the secret is its digest: see `compareClientSecret`. */
function describeClient(client: ClientRow): AdapterPayload {
  const signsIn = client.redirect_uris.length > 0;
  const isApp = client.redirect_uris.some((uri) => !/^https?:/.test(uri));
  return {
    client_id: client.id,
    client_name: client.name,
    application_type: isApp ? 'native' : 'web',
    redirect_uris: client.redirect_uris,
    post_logout_redirect_uris: client.post_logout_redirect_uris,
    // without a redirect URI it signs nobody in
    grant_types: signsIn ? ['authorization_code', 'refresh_token'] : [],
    response_types: signsIn ? ['code'] : [],
    token_endpoint_auth_method: client.secret_digest ? 'client_secret_basic' : 'none',
    ...(client.secret_digest && { client_secret: client.secret_digest.toString('base64url') }),
    id_token_signed_response_alg: client.signing_algorithm,
    is_own: client.is_own,
  } as AdapterPayload; // with `is_own`, which is configured as metadata of clients
}
