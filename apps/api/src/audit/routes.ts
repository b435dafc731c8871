import { createRoute } from '@hono/zod-openapi';
import { auditEntry } from '@rolewright/shared/audit/entry.ts';
import { sessionCalls, sessionCallsQuery } from '@rolewright/shared/audit/session-calls.ts';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, problems } from '../http/router.ts';
import { listAudit, readAuditEntry } from './list.ts';
import { findSessionCalls } from './session-calls.ts';

const list = createRoute({
  method: 'get',
  path: '/api/audit',
  summary: 'Who did what, newest first',
  request: { query: listQuery },
  responses: { 200: json(pageOf(auditEntry), 'One page'), ...problems },
});
const sessions = createRoute({
  method: 'get',
  path: '/api/audit/sessions',
  summary: 'What a role session of this name did, over every known account and Region, from CloudTrail’s event history',
  request: { query: sessionCallsQuery },
  responses: { 200: json(sessionCalls, 'Its calls, newest first, and what could not be seen'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/api/audit/{id}',
  summary: 'One row of the audit',
  request: { params: idParam },
  responses: { 200: json(auditEntry, 'The row'), ...problems },
});

/** The append-only record, shown under Activity. */
export function auditRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json(await listAudit(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(sessions, async (c) => c.json(await findSessionCalls(contextOf(deps, c), c.req.valid('query').name), 200))
    .openapi(get, async (c) => c.json(await readAuditEntry(contextOf(deps, c), c.req.valid('param').id), 200));
}
