import { createRoute } from '@hono/zod-openapi';
import { finding } from '@rolewright/shared/findings/finding.ts';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import { inspectAnswer, inspectRequest } from '@rolewright/shared/user-data/contract.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, jsonBody, problems } from '../http/router.ts';
import { inspectDocument } from './inspect.ts';
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
const inspect = createRoute({
  method: 'post',
  path: '/api/findings/inspect',
  summary: 'Static keys in a document: what is found, and the document without them where that is certain. Nothing is kept',
  request: { body: jsonBody(inspectRequest) },
  responses: { 200: json(inspectAnswer, 'The verdict, the findings by line, and the rewritten document'), ...problems },
});

/** Findings of the last scans, and of a document that somebody has. */
export function findingRoutes(deps: Deps) {
  return createRouter()
    .openapi(inspect, (c) => c.json(inspectDocument(c.req.valid('json')), 200))
    .openapi(list, async (c) => c.json(await listFindings(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(get, async (c) => c.json(await readFinding(contextOf(deps, c), c.req.valid('param').id), 200));
}
