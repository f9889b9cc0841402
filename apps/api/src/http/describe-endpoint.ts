import { notReadyReasonSchema } from '@raqam/service/readiness';
import { SERVICE_SCOPES } from '@raqam/shared/contract/admin';
import type { Endpoint, EndpointAuth } from '@raqam/shared/contract/endpoint';
import type { ErrorCode } from '@raqam/shared/errors';
import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { statuses } from './errors.ts';

/** The names of the ways to authenticate, in the OpenAPI document. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  accessCookie: { type: 'apiKey', in: 'cookie', name: 'access_token' },
  refreshCookie: { type: 'apiKey', in: 'cookie', name: 'refresh_token' },
  challengeCookie: { type: 'apiKey', in: 'cookie', name: 'challenge_secret' },
  interactionCookie: { type: 'apiKey', in: 'cookie', name: 'oidc_interaction' },
  botSecret: { type: 'http', scheme: 'bearer' },
  serviceKey: { type: 'http', scheme: 'bearer', bearerFormat: 'rqk_…' },
} as const;

type Security = { [Scheme in keyof typeof securitySchemes]?: string[] };

const security: Readonly<Record<EndpointAuth, readonly Security[]>> = {
  none: [],
  session: [{ bearer: [] }, { accessCookie: [] }],
  refresh: [{ refreshCookie: [] }, {}], // {}: the token is in the body
  challenge: [{ challengeCookie: [] }, {}], // {}: the secret is in the body
  interaction: [
    { interactionCookie: [] },
    { interactionCookie: [], bearer: [] },
    { interactionCookie: [], accessCookie: [] },
  ],
  bot: [{ botSecret: [] }],
  service: [{ serviceKey: [] }, { bearer: [] }, { accessCookie: [] }],
  admin: [{ bearer: [] }, { accessCookie: [] }],
  either: [{ bearer: [] }, { accessCookie: [] }, { refreshCookie: [] }, {}],
};

/** The errors that any request may get. */
export const commonErrors: readonly ErrorCode[] = ['bad_request', 'host_not_allowed', 'internal_error'];
/** The further errors that a request with a body may get. */
const bodyErrors: readonly ErrorCode[] = ['body_too_large', 'unsupported_media_type', 'validation_failed'];

const [firstCode = 'internal_error', ...otherCodes] = Object.keys(statuses) as ErrorCode[]; // the record's own keys

/** The price of a request, with `captcha_required`. */
const captchaSchema = z.union([
  z.object({
    kind: z.literal('altcha'),
    challenge: z.object({ parameters: z.record(z.string(), z.unknown()), signature: z.string() }),
  }),
  z.object({ kind: z.enum(['turnstile', 'hcaptcha']), site_key: z.string() }),
]);

/** The one shape of errors. */
const errorSchema = z
  .object({
    error: z.object({
      code: z.enum([firstCode, ...otherCodes]),
      message: z.string(),
      fields: z.record(z.string(), z.string()).optional(),
      retry_after: z.number().optional(),
      attempts_left: z.number().optional(),
      delivery: z.literal('unknown').optional(),
      captcha: captchaSchema.optional(),
      scope: z.enum(SERVICE_SCOPES).optional(),
      reason: notReadyReasonSchema.optional(),
    }),
    detail: z.string(),
  })
  .meta({ id: 'Error', description: 'Every error has this shape' });

/** The same shape with only these codes. */
function errorWith(codes: readonly [ErrorCode, ...ErrorCode[]]): z.ZodType {
  return z.intersection(errorSchema, z.looseObject({ error: z.looseObject({ code: z.enum(codes) }) }));
}

/** The error answers for these codes, by status. */
export function describeErrors(codes: readonly ErrorCode[]): Record<number, z.ZodType> {
  const [first, ...rest] = [...new Set(codes)].sort();
  if (first === undefined) return {};
  const status = statuses[first];
  const same = rest.filter((code) => statuses[code] === status);
  const others = rest.filter((code) => statuses[code] !== status);
  return { [status]: errorWith([first, ...same]), ...describeErrors(others) };
}

declare module 'fastify' {
  interface FastifySchema {
    /** For the OpenAPI document: the body is optional. */
    'x-optional-body'?: boolean;
  }
}

/** The schema of an endpoint: Fastify validates requests with it, and the OpenAPI document shows it. */
export function describeEndpoint(name: string, endpoint: Endpoint): FastifySchema {
  const { summary, auth, method, params, query, body, responses, errors } = endpoint;
  const all = [
    ...commonErrors,
    'not_ready' as const,
    'overloaded' as const,
    ...(method === 'GET' ? [] : bodyErrors),
    ...(query ? ['validation_failed' as const] : []),
    ...errors,
  ];
  return {
    operationId: name,
    summary,
    security: security[auth],
    ...(auth === 'service' && { tags: ['Server API'] }),
    ...(auth === 'admin' && { tags: ['Administration'] }),
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body, 'x-optional-body': body.safeParse(undefined).success }),
    response: { ...responses, ...describeErrors(all) },
  };
}
