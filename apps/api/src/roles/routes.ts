import { createRoute, z } from '@hono/zod-openapi';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import { roleGraph, roleGraphQuery } from '@rolewright/shared/roles/graph.ts';
import { roleFixes } from '@rolewright/shared/roles/proposal.ts';
import { roleDetail, roleRow } from '@rolewright/shared/roles/role.ts';
import { workloadsReaching } from '@rolewright/shared/roles/workloads-reaching.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, problems } from '../http/router.ts';
import { listRoles } from './list.ts';
import { readFixes } from './read-fixes.ts';
import { readGraph } from './read-graph.ts';
import { readRole } from './read-role.ts';
import { readWorkloads } from './read-workloads.ts';

const list = createRoute({
  method: 'get',
  path: '/api/roles',
  summary: 'Roles of the scanned accounts',
  request: { query: listQuery },
  responses: { 200: json(pageOf(roleRow), 'One page'), ...problems },
});
const graph = createRoute({
  method: 'get',
  path: '/api/roles/graph',
  summary: 'Who can become the focus (a role, a user, a workload, a name in a trust policy), and what it can become',
  request: { query: roleGraphQuery },
  responses: { 200: json(roleGraph, 'The neighbourhood'), ...problems },
});
const one = createRoute({
  method: 'get',
  path: '/api/roles/{arn}',
  summary: 'One role with trust, policies and findings; its ARN is percent-encoded',
  request: { params: z.object({ arn: z.string().min(1).max(2048) }) },
  responses: { 200: json(roleDetail, 'The role'), ...problems },
});
const fixes = createRoute({
  method: 'get',
  path: '/api/roles/{arn}/fixes',
  summary: 'The findings of a user or role (its ARN percent-encoded), each with the policy edits that mend it, or why there are none',
  request: { params: z.object({ arn: z.string().min(1).max(2048) }) },
  responses: { 200: json(roleFixes, 'Edits for POST /api/plans, recipe policy-change'), ...problems },
});

const workloads = createRoute({
  method: 'get',
  path: '/api/roles/{arn}/workloads',
  summary: 'Workloads that run as a role or can become it over chains, with their running tasks; its ARN is percent-encoded',
  request: { params: z.object({ arn: z.string().min(1).max(2048) }) },
  responses: { 200: json(workloadsReaching, 'The nearest first'), ...problems },
});

/** Roles, who can become them, and what they can become. */
export function roleRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json(await listRoles(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(graph, async (c) => c.json(await readGraph(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(fixes, async (c) => c.json(await readFixes(contextOf(deps, c), c.req.valid('param').arn), 200))
    .openapi(workloads, async (c) => c.json(await readWorkloads(contextOf(deps, c), c.req.valid('param').arn), 200))
    .openapi(one, async (c) => c.json(await readRole(contextOf(deps, c), c.req.valid('param').arn), 200));
}
