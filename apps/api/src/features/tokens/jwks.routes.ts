import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { commonErrors, describeErrors } from '../../http/describe-endpoint.ts';
import { serializeBySchema } from '../../http/register-endpoint.ts';
import type { KeyRing, SigningKey } from '../../keys.ts';
import { PUBLIC_KEYS_MAX_AGE } from '../../policy.ts';

export const JWKS_PATH = '/.well-known/jwks.json';

const jwksSchema = z
  .object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), use: z.string() })) })
  .meta({ id: 'JsonWebKeySet', description: 'JSON Web Key Set (RFC 7517 §5)' });

/** The public keys by which other services verify access tokens. */
export function registerJwksRoute(app: FastifyInstance, signing: KeyRing<SigningKey>): void {
  app.get(
    JWKS_PATH,
    {
      schema: {
        operationId: 'jwks',
        summary: 'The public keys that verify access tokens (ES256)',
        security: [],
        response: { 200: jwksSchema, ...describeErrors(commonErrors) },
      },
      serializerCompiler: serializeBySchema,
    },
    async (_request, reply) => {
      reply.header('cache-control', `public, max-age=${PUBLIC_KEYS_MAX_AGE}`);
      return { keys: signing.map(({ publicJwk }) => publicJwk) };
    },
  );
}
