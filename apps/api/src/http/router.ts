import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import { AppError, problem } from '@rolewright/shared/error.ts';
import type { Context as HonoContext } from 'hono';
import type { Context, Deps } from '../deps.ts';
import type { HttpEnv } from './env.ts';

/** A router whose bad input becomes one problem document that names each faulty field and what is allowed. Every idea's routes use it. */
export function createRouter() {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => {
      if (!result.success) throw badInput(result.error, result.target);
    },
  });
}

/** The refusal of input that its schema does not accept. `where` is json, query, param or header. */
export function badInput(error: z.core.$ZodError, where: string): AppError {
  const fields = error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: [path, key].filter(Boolean).join('.'), message: 'is not a field of this request' }));
    }
    return [{ field: path || where, message: issue.message }];
  });
  const names = fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new AppError('bad-input', `The request is not valid. ${names}.`, { fields });
}

/** What a verb needs to know of the request: the dependencies, who asks, and the id to write into the audit. */
export function contextOf(deps: Deps, c: HonoContext<HttpEnv>): Context {
  return { deps, actor: c.get('actor'), requestId: c.get('requestId') };
}

/** A JSON answer of a route, for the OpenAPI document. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

/** A required JSON body. */
export const jsonBody = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } }, required: true });

/** The error answers that every route may give. */
export const problems = {
  default: { content: { 'application/problem+json': { schema: problem } }, description: 'RFC 9457 problem document' },
} satisfies RouteConfig['responses'];

/** `{id}` in a path. */
export const idParam = z.object({ id: z.string().min(1).max(200) });
