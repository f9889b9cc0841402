import { type Contract, contract } from '@raqam/shared/contract';
import type { Endpoint } from '@raqam/shared/contract/endpoint';
import type { FieldProblem } from '@raqam/shared/errors';
import { API_BASE_PATH } from '@raqam/shared/routes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { describeEndpoint } from './describe-endpoint.ts';
import { RequestError } from './errors.ts';
import { STARTS } from './load/shed-load.ts';

/** The body of `name`, as its schema reads it. */
type ParsedBody<Name extends keyof Contract> = Contract[Name] extends { body: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

type ParsedParams<Name extends keyof Contract> = Contract[Name] extends { params: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

type ParsedQuery<Name extends keyof Contract> = Contract[Name] extends { query: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

type Responses<Name extends keyof Contract> = Contract[Name]['responses'];

/** One of the endpoint's answers: the status with the body that belongs to it. */
type Answer<Name extends keyof Contract> = {
  [Status in keyof Responses<Name> & number]: {
    status: Status;
    body: Responses<Name>[Status] extends z.ZodType ? z.output<Responses<Name>[Status]> : never;
  };
}[keyof Responses<Name> & number];

/** A handler's answer, its status kept as the literal that the contract names. */
export function answer<const Status extends number, const Body>(
  status: Status,
  body: Body,
): { status: Status; body: Body } {
  return { status, body };
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which endpoint of the contract a route serves. */
    endpoint?: keyof Contract;
    /** The same, of a path for clients of an earlier system. */
    compatEndpoint?: keyof Contract;
  }
}

/** The endpoint of the contract that a request calls, at whichever path. */
export function endpointOf({ routeOptions: { config } }: FastifyRequest): keyof Contract | undefined {
  return config.endpoint ?? config.compatEndpoint;
}

interface Handlers<Name extends keyof Contract> {
  /** Runs before the body is validated; with `auth: 'bot'`, whose secret is in a header, before the body is read. */
  first?: (request: FastifyRequest) => void;
  handle(call: {
    body: ParsedBody<Name>;
    params: ParsedParams<Name>;
    query: ParsedQuery<Name>;
    request: FastifyRequest;
    reply: FastifyReply;
  }): Promise<Answer<Name>>;
}

/** Maximum bytes of a body. */
export const BODY_LIMIT = 4 * 1024;
/** Maximum bytes of a body with a name, which may have any length and is cut later. */
const DECORATED_BODY_LIMIT = 256 * 1024;

/** Serves one endpoint with the method, path, body and answers that the contract gives it. */
export function registerEndpoint<Name extends keyof Contract>(
  app: FastifyInstance,
  name: Name,
  { first, handle }: Handlers<NoInfer<Name>>,
): void {
  const endpoint: Endpoint = contract[name];
  const { method, path, decoration, auth } = endpoint;
  const isFirstUnread = auth === 'bot';
  app.route({
    method,
    url: API_BASE_PATH + path,
    schema: describeEndpoint(name, endpoint),
    config: { endpoint: name, ...(STARTS.has(name) && { load: 'start' as const }) },
    ...(decoration !== undefined && { bodyLimit: DECORATED_BODY_LIMIT }),
    onRequest: (request, _reply, done) => {
      if (isFirstUnread) first?.(request);
      done();
    },
    preValidation: (request, _reply, done) => {
      if (!isFirstUnread) first?.(request);
      if (decoration !== undefined) refuseLargeBody(request, decoration);
      done();
    },
    // `schema` holds no other schemas than zod's
    validatorCompiler:
      ({ schema }) =>
      (data) => ({ value: validate(schema as unknown as z.ZodType, data) }),
    serializerCompiler: serializeBySchema,
    handler: async (request, reply) => {
      const call = {
        body: request.body as ParsedBody<Name>, // the validator above returns it
        params: request.params as ParsedParams<Name>,
        query: request.query as ParsedQuery<Name>,
      };
      const { status, body: answered } = await handle({ ...call, request, reply });
      reply.code(status);
      return answered;
    },
  });
}

/** Throws `body_too_large` if the body is too large without its decoration. */
function refuseLargeBody({ headers, body }: FastifyRequest, decoration: string): void {
  if (Number(headers['content-length']) <= BODY_LIMIT) return;
  const rest = JSON.stringify({ ...Object(body), [decoration]: undefined });
  if (Buffer.byteLength(rest) > BODY_LIMIT) throw new RequestError('body_too_large');
}

/** Serializes by a zod schema: only fields that the schema names leave the API. */
export function serializeBySchema({ schema }: { schema: unknown }): (answer: unknown) => string {
  return (answered) => JSON.stringify((schema as z.ZodType).parse(answered)); // the only kind of schema here
}

function validate(schema: z.ZodType, data: unknown): unknown {
  const result = schema.safeParse(data ?? undefined, { reportInput: true });
  if (result.success) return result.data;
  if (data === null || typeof data !== 'object' || Array.isArray(data)) throw new RequestError('bad_request');
  throw new RequestError('validation_failed', { fields: Object.fromEntries(result.error.issues.flatMap(describe)) });
}

function describe(issue: z.core.$ZodIssue): [string, FieldProblem][] {
  if (issue.code === 'invalid_union') {
    const [closest = []] = issue.errors.toSorted((one, other) => one.length - other.length);
    return closest.flatMap(describe);
  }
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [key, 'unknown']);
  const field = String(issue.path[0]);
  if (issue.code === 'too_big' && issue.origin === 'string') return [[field, 'too_long']];
  return [[field, issue.input === undefined ? 'required' : 'invalid']];
}
