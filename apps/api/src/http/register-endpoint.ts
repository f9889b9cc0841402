import { type Contract, contract, type Endpoint } from '@raqam/shared/contract';
import type { FieldProblem } from '@raqam/shared/errors';
import { API_BASE_PATH } from '@raqam/shared/routes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { RequestError } from './errors.ts';

/** The body of `name`, as its schema reads it. */
type ParsedBody<Name extends keyof Contract> = Contract[Name] extends { body: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

type ParsedParams<Name extends keyof Contract> = Contract[Name] extends { params: infer Schema extends z.ZodType }
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

interface Handlers<Name extends keyof Contract> {
  /** Runs before the body is looked at. */
  first?: (request: FastifyRequest) => void | Promise<void>;
  handle(call: {
    body: ParsedBody<Name>;
    params: ParsedParams<Name>;
    request: FastifyRequest;
    reply: FastifyReply;
  }): Promise<Answer<Name>>;
}

const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    retry_after: z.number().optional(),
    attempts_left: z.number().optional(),
    delivery: z.literal('unknown').optional(),
  }),
  detail: z.string(),
});

/** Serves one endpoint of the contract: its method, path, body and answers are those that clients are typed by. */
export function registerEndpoint<Name extends keyof Contract>(
  app: FastifyInstance,
  name: Name,
  { first, handle }: Handlers<NoInfer<Name>>,
): void {
  const { method, path, alias, summary, params, body, responses, errors }: Endpoint = contract[name];
  for (const url of [API_BASE_PATH + path, ...(alias ? [alias] : [])]) {
    app.route({
      method,
      url,
      schema: {
        ...(url !== alias && { operationId: name }), // one name for one operation
        summary,
        description: `Errors of its own: ${errors.join(', ')}.`,
        ...(params && { params }),
        ...(body && { body }),
        response: { ...responses, '4xx': errorSchema, '5xx': errorSchema },
      },
      ...(first && { preValidation: async (request) => first(request) }),
      // `schema` holds no other schemas than zod's
      validatorCompiler:
        ({ schema }) =>
        (data) => ({ value: validate(schema as unknown as z.ZodType, data) }),
      serializerCompiler: ({ schema }) => createSerializer(schema as unknown as z.ZodType),
      handler: async (request, reply) => {
        const call = {
          body: request.body as ParsedBody<Name>, // the validator above returns it
          params: request.params as ParsedParams<Name>,
        };
        const { status, body: answered } = await handle({ ...call, request, reply });
        reply.code(status);
        return answered;
      },
    });
  }
}

/** Only what the contract names leaves the API, whatever else a handler returns. */
function createSerializer(schema: z.ZodType): (answer: unknown) => string {
  return (answered) => JSON.stringify(schema.parse(answered));
}

function validate(schema: z.ZodType, data: unknown): unknown {
  const result = schema.safeParse(data ?? undefined, { reportInput: true });
  if (result.success) return result.data;
  if (data === null || typeof data !== 'object' || Array.isArray(data)) throw new RequestError('bad_request');
  throw new RequestError('validation_failed', { fields: Object.fromEntries(result.error.issues.flatMap(describe)) });
}

function describe(issue: z.core.$ZodIssue): [string, FieldProblem][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [key, 'unknown']);
  const field = String(issue.path[0]);
  if (issue.code === 'too_big' && issue.origin === 'string') return [[field, 'too_long']];
  return [[field, issue.input === undefined ? 'required' : 'invalid']];
}
