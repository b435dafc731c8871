import { createRoute } from '@hono/zod-openapi';
import { type Scan, scan } from '@rolewright/shared/inventory/scan.ts';
import { workload, workloadDetail, workloadQuery } from '@rolewright/shared/inventory/workload.ts';
import { pageOf } from '@rolewright/shared/page.ts';
import type { Deps } from '../deps.ts';
import { sharedLoad, streamEvents } from '../http/events.ts';
import { contextOf, createRouter, idParam, json, problems } from '../http/router.ts';
import { listWorkloads } from './list-workloads.ts';
import { readWorkload } from './read-workload.ts';
import { cancelScan, readScan, startScan } from './start-scan.ts';

const start = createRoute({
  method: 'post',
  path: '/api/accounts/{id}/scans',
  summary: 'Scan an account; 409 with openId while one is running',
  request: { params: idParam },
  responses: { 202: json(scan, 'The scan'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/api/scans/{id}',
  summary: 'One scan: state, coverage, progress',
  request: { params: idParam },
  responses: { 200: json(scan, 'The scan'), ...problems },
});
const events = createRoute({
  method: 'get',
  path: '/api/scans/{id}/events',
  summary: 'The scan as it goes on (server-sent events: state, step, progress)',
  request: { params: idParam },
  responses: {
    200: { content: { 'text/event-stream': { schema: scan } }, description: 'Each event has the whole scan' },
    204: { description: 'Last-Event-ID is the last there will be' },
    ...problems,
  },
});
const cancel = createRoute({
  method: 'post',
  path: '/api/scans/{id}/cancel',
  summary: 'Stop a scan before its next call; what it read stays',
  request: { params: idParam },
  responses: { 202: json(scan, 'The scan'), ...problems },
});
const listRoute = createRoute({
  method: 'get',
  path: '/api/workloads',
  summary: 'Workloads; what needs action first',
  request: { query: workloadQuery },
  responses: { 200: json(pageOf(workload), 'One page'), ...problems },
});
const one = createRoute({
  method: 'get',
  path: '/api/workloads/{id}',
  summary: 'One workload with its containers, credential chain, tasks and revisions',
  request: { params: idParam },
  responses: { 200: json(workloadDetail, 'The workload'), ...problems },
});

/** Scans and the workloads that they find. */
export function inventoryRoutes(deps: Deps) {
  const fresh = (id: string) => watched(deps, id);
  const shared = sharedLoad(fresh);
  return createRouter()
    .openapi(start, async (c) => c.json(await startScan(contextOf(deps, c), c.req.valid('param').id), 202))
    .openapi(get, async (c) => c.json(await readScan(deps, c.req.valid('param').id), 200))
    .openapi(events, async (c) => {
      return (await streamEvents(c, c.req.valid('param').id, { fresh, shared }, eventName)) as never;
    })
    .openapi(cancel, async (c) => c.json(await cancelScan(contextOf(deps, c), c.req.valid('param').id), 202))
    .openapi(listRoute, async (c) => c.json(await listWorkloads(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(one, async (c) => c.json(await readWorkload(contextOf(deps, c), c.req.valid('param').id), 200));
}

async function watched(deps: Deps, id: string) {
  const body = await readScan(deps, id);
  return { body, version: body.version, ended: body.state !== 'running' };
}

/** A phase of a scan is its step. */
function eventName(before: { body: unknown } | null, now: { body: unknown }): 'progress' | 'state' | 'step' {
  const [old, current] = [before?.body as Scan | undefined, now.body as Scan];
  if (old === undefined || old.state !== current.state) return 'state';
  return old.progress.phase === current.progress.phase ? 'progress' : 'step';
}
