import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** As much of JSON Schema as the document uses for requests. */
export interface JsonSchema {
  $ref?: string;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  type?: string | string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  schema: JsonSchema;
}

interface DocumentedOperation {
  operationId: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: JsonSchema } } };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
}

/** Says what is wrong with a value; undefined: nothing. */
type Check = (value: unknown) => string | undefined;

/** One method of one path of the document. */
export interface Operation {
  id: string;
  /** The endpoint of the contract: of the paths for earlier clients, the one that they stand for. */
  endpoint: string;
  method: string;
  path: string;
  /** Ways to authenticate; empty: none is needed. */
  security: string[];
  query: Record<string, JsonSchema>;
  body: JsonSchema | undefined;
  /** The declared statuses, each with its content types and the check of its body. */
  answers: Map<number, Map<string, Check>>;
}

export interface ApiDocument {
  operations: Operation[];
  /** The methods of a path, as `Allow` has them. */
  methodsOf(path: string): Set<string>;
  /** Checks that a value has the one shape of errors, with a code of the closed list. */
  isError: Check;
}

const NAME = 'document';

/** Reads the API's own document (`/docs/json`). */
export function readDocument(text: string): ApiDocument {
  const document: { paths: Record<string, Record<string, DocumentedOperation>> } = JSON.parse(text);
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: NAME });
  const createCheck = (...pointer: string[]): Check => {
    // the object is the key under which ajv keeps what it compiles, at the first use
    const schema = { $ref: `${NAME}#${pointer.map((part) => `/${encodePointer(part)}`).join('')}` };
    return (value) => (ajv.validate(schema, value) ? undefined : ajv.errorsText());
  };

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Operation => {
      const { operationId, security, parameters = [], requestBody, responses } = operation;
      const answers = Object.entries(responses).map(([status, { content = {} }]) => {
        const checks = Object.keys(content).map((type): [string, Check] => [
          type,
          createCheck('paths', path, method, 'responses', status, 'content', type, 'schema'),
        ]);
        return [Number(status), new Map(checks)] as const;
      });
      const inQuery = parameters.filter((parameter) => parameter.in === 'query');
      return {
        id: operationId,
        endpoint: operationId.replace(/Compat\d+$/, ''),
        method: method.toUpperCase(),
        path,
        security: security.flatMap((way) => Object.keys(way)),
        query: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
        body: requestBody?.content['application/json'].schema,
        answers: new Map(answers),
      };
    }),
  );
  return {
    operations,
    methodsOf(path) {
      const methods = operations.filter((operation) => operation.path === path).map(({ method }) => method);
      return new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);
    },
    isError: createCheck('components', 'schemas', 'Error'),
  };
}

/** A part of a JSON pointer in a URI fragment (RFC 6901 §6). */
function encodePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
