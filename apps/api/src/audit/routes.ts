import { createRoute } from '@hono/zod-openapi';
import { auditEntry } from '@rolewright/shared/audit/entry.ts';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, problems } from '../http/router.ts';
import { listAudit } from './list.ts';

const list = createRoute({
  method: 'get',
  path: '/api/audit',
  summary: 'Who did what, newest first',
  request: { query: listQuery },
  responses: { 200: json(pageOf(auditEntry), 'One page'), ...problems },
});

/** The append-only record, shown under Activity. */
export function auditRoutes(deps: Deps) {
  return createRouter().openapi(list, async (c) => c.json(await listAudit(contextOf(deps, c), c.req.valid('query')), 200));
}
