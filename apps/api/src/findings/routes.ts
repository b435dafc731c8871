import { createRoute } from '@hono/zod-openapi';
import { finding } from '@rolewright/shared/findings/finding.ts';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, problems } from '../http/router.ts';
import { listFindings, readFinding } from './list.ts';

const list = createRoute({
  method: 'get',
  path: '/api/findings',
  summary: 'Findings; what is in use first',
  request: { query: listQuery },
  responses: { 200: json(pageOf(finding), 'One page'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/api/findings/{id}',
  summary: 'One finding',
  request: { params: idParam },
  responses: { 200: json(finding, 'The finding'), ...problems },
});

/** Findings of the last scans. */
export function findingRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json(await listFindings(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(get, async (c) => c.json(await readFinding(contextOf(deps, c), c.req.valid('param').id), 200));
}
