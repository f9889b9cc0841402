import type { OidcClient } from '@raqam/shared/contract/admin-services';
import type { ClientRow } from './clients.queries.ts';

/** A client as administrators see it: without its secret. */
export function presentClient({ secret_digest, created_at, disabled_at, ...client }: ClientRow): OidcClient {
  return {
    ...client,
    signing_algorithm: client.signing_algorithm === 'ES256' ? 'ES256' : 'RS256',
    is_public: secret_digest === null,
    created_at: created_at.toISOString(),
    disabled_at: disabled_at?.toISOString() ?? null,
  };
}
