import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import { AppError } from '@rolewright/shared/error.ts';
import type { Context, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import type { HttpEnv } from './env.ts';

/** What one path takes, read off the definitions that the OpenAPI document is made from. */
interface Endpoint {
  path: RegExp;
  methods: Map<string, { query: Set<string>; takesBody: boolean }>;
}

/**
 * Holds requests to what the OpenAPI document says, before any handler runs: a method that a path does not have is a 405 that names those it
 * has, a query parameter that the route does not know is refused by name, and so is a body where none is taken. Left unsaid, each of them
 * would look as if it had been obeyed.
 */
export function holdToContract(registry: OpenAPIHono<HttpEnv>['openAPIRegistry']): MiddlewareHandler<HttpEnv> {
  const endpoints = endpointsOf(registry);
  return async function contract(c, next) {
    const endpoint = endpoints.find(({ path }) => path.test(c.req.path));
    if (endpoint === undefined) return next();
    const allowed = allowedOf(endpoint);
    if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow: allowed.join(', ') });
    const taken = endpoint.methods.get(c.req.method === 'HEAD' ? 'GET' : c.req.method);
    if (taken === undefined) throw methodNotAllowed(c.req.method, allowed);
    refuseUnknownParameters(c, taken.query);
    if (!taken.takesBody) await refuseBody(c);
    return next();
  };
}

export const methodNotAllowed = (method: string, allow: string[]): AppError =>
  new AppError('method-not-allowed', `${method} is not possible here. Possible: ${allow.join(', ')}.`, { allow });

function endpointsOf(registry: OpenAPIHono<HttpEnv>['openAPIRegistry']): Endpoint[] {
  const endpoints = new Map<string, Endpoint>();
  for (const definition of registry.definitions) {
    if (definition.type !== 'route') continue;
    const { path, method, request } = definition.route;
    const known = endpoints.get(path) ?? { path: patternOf(path), methods: new Map() };
    known.methods.set(method.toUpperCase(), { query: namesOf(request?.query), takesBody: request?.body !== undefined });
    endpoints.set(path, known);
  }
  return [...endpoints.values()];
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

type QuerySchema = NonNullable<RouteConfig['request']>['query'];

function namesOf(query: QuerySchema): Set<string> {
  return new Set(query instanceof z.ZodObject ? Object.keys(query.shape) : []);
}

function allowedOf({ methods }: Endpoint): string[] {
  return [...methods.keys(), ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
}

function refuseUnknownParameters(c: Context<HttpEnv>, known: Set<string>): void {
  const unknown = Object.keys(c.req.queries()).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const allowed = known.size === 0 ? 'this address takes no query parameters' : `known are ${[...known].join(', ')}`;
  const fields = unknown.map((field) => ({ field, message: `is not a parameter here: ${allowed}` }));
  throw new AppError('bad-input', fields.map(({ field, message }) => `${field}: ${message}.`).join(' '), { fields });
}

/** An empty object says nothing either, and simple clients always send one. */
async function refuseBody(c: Context<HttpEnv>): Promise<void> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
  const text = (await c.req.text()).trim();
  if (text === '' || /^\{\s*\}$/.test(text)) return;
  const message = 'this request takes none';
  throw new AppError('bad-input', `body: ${message}.`, { fields: [{ field: 'body', message }] });
}
