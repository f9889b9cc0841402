import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

/**
 * How a request is authenticated. `session`: by the access token, in a header or a cookie. `refresh`: by the refresh
 * token, in the body or a cookie. `either`: by one of them. `challenge`: by the challenge's secret, in the body or a
 * cookie. `interaction`: by the interaction's cookie, with the access token where the person is signed in. `bot`: by
 * TELEGRAM_BOT_SECRET, in a header. `service`: by a service key, in a header, or by the session of an
 * administrator. `admin`: by the latter alone. `none`: not at all, or by its body.
 */
export type EndpointAuth =
  | 'session'
  | 'refresh'
  | 'either'
  | 'challenge'
  | 'interaction'
  | 'bot'
  | 'service'
  | 'admin'
  | 'none';

/** One endpoint: its input, output and errors. The API registers it; clients take their types from it. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  summary: string;
  auth: EndpointAuth;
  params?: z.ZodType;
  /** Of strings: a query has no other types, and nothing is converted. Without it the query is ignored. */
  query?: z.ZodType;
  body?: z.ZodType;
  /** A field of the body that does not count against the size limit: it is only displayed, or has a limit of its own. */
  decoration?: string;
  responses: Record<number, z.ZodType>;
  /** Error codes in addition to those of every endpoint. */
  errors: readonly ErrorCode[];
}
