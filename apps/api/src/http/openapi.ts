import type { OpenAPIHono } from '@hono/zod-openapi';
import type { HttpEnv } from './env.ts';

type Document = ReturnType<OpenAPIHono<HttpEnv>['getOpenAPI31Document']>;

const open = new Set(['/healthz', '/readyz', '/api/sign-in']);
const withoutKeys = new Set(['/api/sign-in', '/api/sign-out', '/api/sign-in-codes']);

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key on the same route gets the same answer for a day, and nothing is done again.',
  schema: { type: 'string', pattern: '^[!-~]{1,200}$' },
} as const;
const lastEventId = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'Version of the last event that was seen: only newer ones are sent; 204 when none can come any more.',
  schema: { type: 'string' },
} as const;

/** The document of the routes' own definitions, and what the middlewares before them add: who may ask, and the headers that they take. */
export function openApiOf(app: OpenAPIHono<HttpEnv>): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Rolewright', version: '0.1.0' },
    security: [{ bearer: [] }, { session: [] }],
  });
  document.components = {
    ...document.components,
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'The file api-token of the data directory' },
      session: { type: 'apiKey', in: 'cookie', name: 'rolewright_session' },
    },
  };
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item)) {
      if (open.has(path)) operation.security = [];
      if (method === 'post' && !withoutKeys.has(path)) operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
      if (path.endsWith('/events')) operation.parameters = [...(operation.parameters ?? []), lastEventId];
    }
  }
  return document;
}
