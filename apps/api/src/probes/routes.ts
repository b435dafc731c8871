import { createRoute } from '@hono/zod-openapi';
import { probe, probeInput, probeName, probeResult, probes } from '@rolewright/shared/probes/probe.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, jsonBody, problems } from '../http/router.ts';
import { deleteProbe } from './delete.ts';
import { listProbes } from './list.ts';
import { putProbe } from './put.ts';
import { tryProbe, tryStoredProbe } from './try.ts';

const named = idParam.extend({ name: probeName });

const list = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/probes',
  summary: 'Functional probes of a workload, each with how it went last',
  request: { params: idParam },
  responses: { 200: json(probes, 'All of them'), ...problems },
});
const put = createRoute({
  method: 'put',
  path: '/api/workloads/{id}/probes/{name}',
  summary:
    'Define a probe, or change it; safe to repeat. Credentials are refused, and so are addresses of the console, loopback, link-local and metadata',
  request: { params: named, body: jsonBody(probeInput) },
  responses: { 200: json(probe, 'Changed, or the same as before'), 201: json(probe, 'New'), ...problems },
});
const remove = createRoute({
  method: 'delete',
  path: '/api/workloads/{id}/probes/{name}',
  summary: 'Delete a probe; safe to repeat',
  request: { params: named },
  responses: { 204: { description: 'Gone' }, ...problems },
});
const tryNew = createRoute({
  method: 'post',
  path: '/api/workloads/{id}/probe-trials',
  summary: 'Try a probe without storing it: it calls the application now',
  request: { params: idParam, body: jsonBody(probeInput) },
  responses: { 200: json(probeResult, 'How it went'), ...problems },
});
const tryStored = createRoute({
  method: 'post',
  path: '/api/workloads/{id}/probes/{name}/trials',
  summary: 'Try a stored probe: it calls the application now',
  request: { params: named },
  responses: { 200: json(probeResult, 'How it went'), ...problems },
});

/** Functional probes of a workload: list, put, delete, try. */
export function probeRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json(await listProbes(contextOf(deps, c), c.req.valid('param').id), 200))
    .openapi(put, async (c) => {
      const { id, name } = c.req.valid('param');
      const { probe: stored, isNew } = await putProbe(contextOf(deps, c), id, name, c.req.valid('json'));
      return isNew ? c.json(stored, 201) : c.json(stored, 200);
    })
    .openapi(remove, async (c) => {
      const { id, name } = c.req.valid('param');
      await deleteProbe(contextOf(deps, c), id, name);
      return c.body(null, 204);
    })
    .openapi(tryNew, async (c) => c.json(await tryProbe(contextOf(deps, c), c.req.valid('param').id, c.req.valid('json')), 200))
    .openapi(tryStored, async (c) => {
      const { id, name } = c.req.valid('param');
      return c.json(await tryStoredProbe(contextOf(deps, c), id, name), 200);
    });
}
