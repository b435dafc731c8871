import { createRoute } from '@hono/zod-openapi';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { observations, run } from '@rolewright/shared/apply/run.ts';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import { startRun as startRunBody } from '@rolewright/shared/plan/plan.ts';
import type { Deps } from '../deps.ts';
import { sharedLoad, streamEvents } from '../http/events.ts';
import { contextOf, createRouter, idParam, json, jsonBody, problems } from '../http/router.ts';
import { controlRun } from './control.ts';
import { listRuns } from './list.ts';
import { observationsOfRun, observationsOfWorkload } from './observe.ts';
import { startRun } from './start.ts';
import { loadRun } from './store.ts';
import { verifyAgain } from './verify-again.ts';

const start = createRoute({
  method: 'post',
  path: '/api/plans/{id}/runs',
  summary: 'Start a run of a plan: typed confirmation, each unknown check acknowledged',
  request: { params: idParam, body: jsonBody(startRunBody) },
  responses: { 202: json(run, 'The run'), ...problems },
});
const list = createRoute({
  method: 'get',
  path: '/api/runs',
  summary: 'Runs, newest first',
  request: { query: listQuery },
  responses: { 200: json(pageOf(run), 'One page'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/api/runs/{id}',
  summary: 'One run: steps, journal, verification',
  request: { params: idParam },
  responses: { 200: json(run, 'The run'), ...problems },
});
const events = createRoute({
  method: 'get',
  path: '/api/runs/{id}/events',
  summary: 'The run as it goes on (server-sent events: state, step, progress)',
  request: { params: idParam },
  responses: {
    200: { content: { 'text/event-stream': { schema: run } }, description: 'Each event has the whole run' },
    204: { description: 'Last-Event-ID is the last there will be' },
    ...problems,
  },
});
const control = (action: 'pause' | 'resume' | 'roll-back' | 'verify', summary: string) =>
  createRoute({
    method: 'post',
    path: `/api/runs/{id}/${action}`,
    summary,
    request: { params: idParam },
    responses: { 202: json(run, 'The run'), ...problems },
  });
const seenOfRun = createRoute({
  method: 'get',
  path: '/api/runs/{id}/observations',
  summary: 'Calls of the workload as they were seen, by identity; charts, never a verdict',
  request: { params: idParam },
  responses: { 200: json(observations, 'Observations since shortly before the run'), ...problems },
});
const seenOfWorkload = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/observations',
  summary: 'Calls of the workload in the last ten minutes',
  request: { params: idParam },
  responses: { 200: json(observations, 'Observations'), ...problems },
});

/** Runs: start, list, one, events, pause, resume, roll back, verify again, observations. */
export function runRoutes(deps: Deps) {
  const fresh = (id: string) => watched(deps, id);
  const shared = sharedLoad(fresh);
  return createRouter()
    .openapi(start, async (c) => c.json(await startRun(contextOf(deps, c), c.req.valid('param').id, c.req.valid('json')), 202))
    .openapi(list, async (c) => c.json(await listRuns(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(get, async (c) => c.json(await loadRun(deps.db, c.req.valid('param').id), 200))
    .openapi(events, async (c) => {
      return (await streamEvents(c, c.req.valid('param').id, { fresh, shared }, eventName)) as never;
    })
    .openapi(control('pause', 'Pause at the next safe point'), async (c) =>
      c.json(await controlRun(contextOf(deps, c), c.req.valid('param').id, 'pause'), 202),
    )
    .openapi(control('resume', 'Go on with a paused or failed run'), async (c) =>
      c.json(await controlRun(contextOf(deps, c), c.req.valid('param').id, 'resume'), 202),
    )
    .openapi(control('roll-back', 'Undo what the run did, last change first'), async (c) =>
      c.json(await controlRun(contextOf(deps, c), c.req.valid('param').id, 'roll-back'), 202),
    )
    .openapi(control('verify', 'Collect the evidence again'), async (c) =>
      c.json(await verifyAgain(contextOf(deps, c), c.req.valid('param').id), 202),
    )
    .openapi(seenOfRun, async (c) => c.json(await observationsOfRun(contextOf(deps, c), c.req.valid('param').id), 200))
    .openapi(seenOfWorkload, async (c) => c.json(await observationsOfWorkload(contextOf(deps, c), c.req.valid('param').id), 200));
}

async function watched(deps: Deps, id: string) {
  const body = await loadRun(deps.db, id);
  return { body, version: body.version, ended: body.state === 'succeeded' || body.state === 'rolled-back' };
}

function eventName(before: { body: unknown } | null, now: { body: unknown }): 'progress' | 'state' | 'step' {
  const [old, current] = [before?.body as Run | undefined, now.body as Run];
  if (old === undefined || old.state !== current.state) return 'state';
  const changed = old.steps.some((step, index) => step.state !== current.steps[index]?.state);
  return changed ? 'step' : 'progress';
}
