import { type Contract, contract } from '@raqam/shared/contract';
import type { FieldProblem } from '@raqam/shared/errors';
import { API_BASE_PATH } from '@raqam/shared/routes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { RequestError } from './errors.ts';

/** The body of `name`, as its schema reads it. */
type ParsedBody<Name extends keyof Contract> = Contract[Name] extends { body: infer Schema extends z.ZodType }
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

interface Endpoint<Name extends keyof Contract> {
  /** Runs before the body is looked at. */
  first?: (request: FastifyRequest) => void | Promise<void>;
  handle(call: { body: ParsedBody<Name>; request: FastifyRequest; reply: FastifyReply }): Promise<Answer<Name>>;
}

const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    retry_after: z.number().optional(),
  }),
  detail: z.string(),
});

/** Serves one endpoint of the contract: its method, path, body and answers are those that clients are typed by. */
export function registerEndpoint<Name extends keyof Contract>(
  app: FastifyInstance,
  name: Name,
  { first, handle }: Endpoint<NoInfer<Name>>,
): void {
  const { method, path, summary, responses, errors } = contract[name];
  const body: z.ZodType | undefined = 'body' in contract[name] ? contract[name].body : undefined;
  app.route({
    method,
    url: API_BASE_PATH + path,
    schema: {
      operationId: name,
      summary,
      description: `Errors of its own: ${errors.join(', ')}.`,
      ...(body && { body }),
      response: { ...responses, '4xx': errorSchema, '5xx': errorSchema },
    },
    ...(first && { preValidation: async (request) => first(request) }),
    validatorCompiler: () => (data) => ({ value: body ? validate(body, data) : data }),
    serializerCompiler: ({ schema }) => createSerializer(schema as unknown as z.ZodType), // `response` holds no others
    handler: async (request, reply) => {
      const parsed = request.body as ParsedBody<Name>; // the validator above returns it
      const { status, body: answered } = await handle({ body: parsed, request, reply });
      reply.code(status);
      return answered;
    },
  });
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
