import { createRoute } from '@hono/zod-openapi';
import { overview, overviewQuery } from '@rolewright/shared/overview.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, problems } from '../http/router.ts';
import { readOverview } from './read.ts';

const get = createRoute({
  method: 'get',
  path: '/api/overview',
  summary: 'How far are we, and what next?',
  request: { query: overviewQuery },
  responses: { 200: json(overview, 'The overview'), ...problems },
});

/** The first screen. */
export function overviewRoutes(deps: Deps) {
  return createRouter().openapi(get, async (c) => c.json(await readOverview(contextOf(deps, c), c.req.valid('query')), 200));
}
