import { createRoute } from '@hono/zod-openapi';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import { instanceIdentity, instanceProfile } from '@rolewright/shared/roles/instance-profile.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, problems } from '../http/router.ts';
import { listInstanceProfiles } from './list-instance-profiles.ts';
import { readInstance } from './read-instance.ts';

const profiles = createRoute({
  method: 'get',
  path: '/api/instance-profiles',
  summary: 'Instance profiles of the scanned accounts: which role each holds, and which workloads have it',
  request: { query: listQuery },
  responses: { 200: json(pageOf(instanceProfile), 'One page'), ...problems },
});
const instance = createRoute({
  method: 'get',
  path: '/api/instances/{id}',
  summary: 'An instance by its id: its profile, its role, and the other instances that share the profile',
  request: { params: idParam },
  responses: { 200: json(instanceIdentity, 'The instance'), ...problems },
});

/** How instances come to their roles. */
export function instanceRoutes(deps: Deps) {
  return createRouter()
    .openapi(profiles, async (c) => c.json(await listInstanceProfiles(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(instance, async (c) => c.json(await readInstance(contextOf(deps, c), c.req.valid('param').id), 200));
}
