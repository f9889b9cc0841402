import { hash } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { SITE_CLIENT } from '../sessions/tokens.ts';
import { type ClientRow, findClient, insertClient, replaceSecret } from './clients.queries.ts';

/** A client as its operator describes it. */
export interface NewClient {
  id: string;
  name: string;
  /** None: it only has numbers proved. */
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  /** It belongs to the site: people are not asked for consent. */
  isOwn: boolean;
  /** It can't keep a secret, as an app or a page without a server. */
  isPublic: boolean;
  signingAlgorithm: 'RS256' | 'ES256';
}

/** Why a client is refused. */
export type ClientRefusal = 'id_invalid' | 'id_taken' | 'name_invalid' | { uri: string };

const SECRET_BYTES = 32;
const ID = /^[a-z0-9][a-z0-9._-]{1,62}$/;
const NAME_MAX_LENGTH = 60;
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Adds a client. Its secret is returned here and is nowhere else: only its digest is stored.
 *
 * @param randomBytes makes the secret
 */
export async function addClient(
  db: Database,
  client: NewClient,
  randomBytes: (length: number) => Buffer,
): Promise<{ ok: true; client: ClientRow; secret: string | undefined } | { ok: false; error: ClientRefusal }> {
  const { id, name, redirectUris, postLogoutRedirectUris } = client;
  const refuse = (error: ClientRefusal) => ({ ok: false as const, error });
  if (!ID.test(id) || id === SITE_CLIENT) return refuse('id_invalid');
  if (name.trim() === '' || name.length > NAME_MAX_LENGTH) return refuse('name_invalid');
  const wrong = [...redirectUris, ...postLogoutRedirectUris].find((uri) => !isRedirectUri(uri));
  if (wrong !== undefined) return refuse({ uri: wrong });
  const secret = client.isPublic ? undefined : makeSecret(randomBytes);
  const [row] = await db.run(insertClient, {
    id,
    name: name.trim(),
    secret_digest: secret === undefined ? null : digestSecret(secret),
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...postLogoutRedirectUris],
    is_own: client.isOwn,
    signing_algorithm: client.signingAlgorithm,
  });
  return row === undefined ? refuse('id_taken') : { ok: true, client: row, secret };
}

/** Gives a client another secret; the old one is refused at once. undefined: there is no such client with a secret. */
export async function rotateSecret(
  db: Database,
  id: string,
  randomBytes: (length: number) => Buffer,
): Promise<string | undefined> {
  const secret = makeSecret(randomBytes);
  const [row] = await db.run(replaceSecret, { id, secret_digest: digestSecret(secret) });
  return row && secret;
}

/** The client with this id; undefined if there is none, or it is disabled. */
export async function findActiveClient(db: Pick<Database, 'run'>, id: string): Promise<ClientRow | undefined> {
  if (!ID.test(id)) return undefined; // PostgreSQL refuses some texts, such as one with NUL
  const [row] = await db.run(findClient, { id });
  return row?.disabled_at === null ? row : undefined;
}

/** The digest of a secret, as it is stored. The secret has 256 random bits, so that nothing slower is needed. */
export function digestSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

function makeSecret(randomBytes: (length: number) => Buffer): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** https, http on the developer's own machine, or a scheme of an app's own in reverse domain order (RFC 8252 §7.1). */
function isRedirectUri(uri: string): boolean {
  if (!URL.canParse(uri) || uri.includes('#')) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  if (username !== '' || password !== '') return false;
  if (protocol === 'http:') return LOOPBACK_HOSTS.includes(hostname);
  return protocol === 'https:'
    ? !LOOPBACK_HOSTS.includes(hostname)
    : /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/.test(protocol);
}
