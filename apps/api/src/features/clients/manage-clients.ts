import type { Database } from '../../database/database.ts';
import { digestRandomSecret, makeRandomSecret } from '../../encryption/random-secret.ts';
import type { AdminAct } from '../admin/admin-act.ts';
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
export type ClientRefusal =
  | 'id_invalid'
  | 'id_taken'
  | 'name_invalid'
  | { field: 'redirect_uris' | 'post_logout_redirect_uris'; uri: string };

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
  act: AdminAct,
  randomBytes: (length: number) => Buffer,
): Promise<{ ok: true; client: ClientRow; secret: string | undefined } | { ok: false; error: ClientRefusal }> {
  const { id, name, redirectUris, postLogoutRedirectUris } = client;
  const refuse = (error: ClientRefusal) => ({ ok: false as const, error });
  if (!ID.test(id) || id === SITE_CLIENT) return refuse('id_invalid');
  if (name.trim() === '' || name.length > NAME_MAX_LENGTH) return refuse('name_invalid');
  const wrongUri = redirectUris.find((uri) => !isRedirectUri(uri));
  if (wrongUri !== undefined) return refuse({ field: 'redirect_uris', uri: wrongUri });
  const wrongLogoutUri = postLogoutRedirectUris.find((uri) => !isRedirectUri(uri));
  if (wrongLogoutUri !== undefined) return refuse({ field: 'post_logout_redirect_uris', uri: wrongLogoutUri });
  const secret = client.isPublic ? undefined : makeRandomSecret(randomBytes);
  const [row] = await db.run(insertClient, {
    ...act,
    id,
    name: name.trim(),
    secret_digest: secret === undefined ? null : digestRandomSecret(secret),
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
  act: AdminAct,
  randomBytes: (length: number) => Buffer,
): Promise<string | undefined> {
  const secret = makeRandomSecret(randomBytes);
  const [row] = await db.run(replaceSecret, { ...act, id, secret_digest: digestRandomSecret(secret) });
  return row && secret;
}

/** The client with this id; undefined if there is none, or it is disabled. */
export async function findActiveClient(db: Pick<Database, 'run'>, id: string): Promise<ClientRow | undefined> {
  if (!isClientId(id)) return undefined;
  const [row] = await db.run(findClient, { id });
  return row?.disabled_at === null ? row : undefined;
}

/** Whether a client may have this id. No other is looked for: PostgreSQL refuses some texts, such as one with NUL. */
export function isClientId(id: string): boolean {
  return ID.test(id);
}

/** https, http on the developer's own machine, or a scheme of an app's own in reverse domain order (RFC 8252 §7.1). */
function isRedirectUri(uri: string): boolean {
  // it is compared as it is stored, so nothing that URL parsers drop or change may be in it
  if (!URL.canParse(uri) || /[#\s\p{Cc}\p{Cs}]/u.test(uri)) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  if (username !== '' || password !== '') return false;
  if (protocol === 'http:') return LOOPBACK_HOSTS.includes(hostname);
  return protocol === 'https:'
    ? !LOOPBACK_HOSTS.includes(hostname)
    : /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/.test(protocol);
}
