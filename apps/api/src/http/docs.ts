import { STATUS_CODES } from 'node:http';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { securitySchemes } from './describe-endpoint.ts';

const description = `Phone registration and sign-in through a Telegram bot or SMS.

Every error has one shape. What can't be read as HTTP is answered with 400 \`bad_request\`, 408 \`request_timeout\`, 413 \`body_too_large\` or 431 \`headers_too_large\`. Every path works with and without a slash at its end; an unknown one is answered with 404 \`not_found\`, another method with 405 \`method_not_allowed\`.`;

/** OpenAPI made from the registered contract: the page at /docs, the document at /docs/json. */
export async function registerDocs(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Raqam',
        description,
        version: '1',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: [{ name: 'Server API', description: 'For other services of the site, with a service key' }],
      components: { securitySchemes },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => tidy(jsonSchemaTransformObject(document) as OpenApi), // as both plugins make it
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs' });
}

/** The parts of the document that `tidy` changes. */
interface OpenApi {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown> };
}

/**
 * Corrects the output of the plugins: they mark every body as required, list unused schemas, and give all answers one
 * description. Paths lose their trailing slash, as linters want; the api serves both forms.
 */
function tidy(document: OpenApi): OpenApi {
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path));
  for (const operation of operations) {
    if (operation['x-optional-body'] && operation.requestBody) operation.requestBody.required = false;
    delete operation['x-optional-body'];
    for (const [status, answer] of Object.entries(operation.responses)) {
      if (answer.description === 'Default Response') answer.description = STATUS_CODES[status] ?? status;
    }
  }
  const schemas = Object.entries(document.components?.schemas ?? {});
  const isUsed = (name: string, by: unknown) => JSON.stringify(by).includes(`"#/components/schemas/${name}"`);
  let used = schemas.filter(([name]) => isUsed(name, document.paths));
  for (let found = 0; found !== used.length; ) {
    found = used.length; // those that only used ones refer to
    const schemasOfUsed = used.map(([, schema]) => schema);
    used = schemas.filter(([name]) => isUsed(name, [document.paths, schemasOfUsed]));
  }
  const paths = Object.entries(document.paths ?? {}).map(([path, methods]) => [path.replace(/(?<=.)\/$/, ''), methods]);
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, schemas: Object.fromEntries(used) },
  };
}

interface Operation {
  'x-optional-body'?: boolean;
  requestBody?: { required: boolean };
  responses: Record<string, { description: string }>;
}
