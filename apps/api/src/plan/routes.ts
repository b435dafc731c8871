import { createRoute } from '@hono/zod-openapi';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import { observedUse } from '@rolewright/shared/plan/observed-use.ts';
import { newPlan, plan } from '@rolewright/shared/plan/plan.ts';
import { rotation } from '@rolewright/shared/plan/rotation.ts';
import { userDataCheck, userDataCheckAnswer } from '@rolewright/shared/plan/user-data-check.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, jsonBody, problems } from '../http/router.ts';
import { checkUserData } from './check-user-data.ts';
import { createPlan } from './create.ts';
import { listPlans } from './list.ts';
import { readObservedUse } from './read-observed-use.ts';
import { planRotation } from './rotate-external-id.ts';
import { readPlan } from './store.ts';

const create = createRoute({
  method: 'post',
  path: '/api/plans',
  summary:
    'Plan the move of a workload to a role; reads AWS, changes nothing there; the workload’s probes, if it has any, call the application',
  request: { body: jsonBody(newPlan) },
  responses: { 201: json(plan, 'The plan with its checks'), ...problems },
});

const list = createRoute({
  method: 'get',
  path: '/api/plans',
  summary: 'Plans, newest first',
  request: { query: listQuery },
  responses: { 200: json(pageOf(plan), 'One page'), ...problems },
});

const get = createRoute({
  method: 'get',
  path: '/api/plans/{id}',
  summary: 'One plan: steps with diffs, checks with evidence',
  request: { params: idParam },
  responses: { 200: json(plan, 'The plan'), ...problems },
});

const rotate = createRoute({
  method: 'post',
  path: '/api/plans/{id}/rotation',
  summary: 'Plan one half of rotating the external id of a chain’s role; reads AWS, changes nothing',
  request: { params: idParam, body: jsonBody(rotation) },
  responses: { 201: json(plan, 'A plan of the recipe policy-change with its checks'), ...problems },
});

const observed = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/observed-use',
  summary: 'What the workload’s keys were seen doing, and a policy of just that; reads AWS, changes nothing',
  request: { params: idParam },
  responses: { 200: json(observedUse, 'What was seen, what was not, and what could not be'), ...problems },
});

const editing = createRoute({
  method: 'post',
  path: '/api/plans/user-data',
  summary: 'User data as it is in AWS now, masked, and what a person’s edits would make of it; reads AWS, changes nothing, keeps nothing',
  request: { body: jsonBody(userDataCheck) },
  responses: { 200: json(userDataCheckAnswer, 'The verdict before and after, what is wrong, and the difference'), ...problems },
});

/** Plans: POST, list, one; what a plan's permissions can be made from. Runs of a plan are started in apply/routes.ts; its export is in export/routes.ts. */
export function planRoutes(deps: Deps) {
  return createRouter()
    .openapi(create, async (c) => c.json(await createPlan(contextOf(deps, c), c.req.valid('json')), 201))
    .openapi(editing, async (c) => c.json(await checkUserData(contextOf(deps, c), c.req.valid('json')), 200))
    .openapi(rotate, async (c) => c.json(await planRotation(contextOf(deps, c), c.req.valid('param').id, c.req.valid('json')), 201))
    .openapi(list, async (c) => c.json(await listPlans(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(observed, async (c) => c.json(await readObservedUse(contextOf(deps, c), c.req.valid('param').id), 200))
    .openapi(get, async (c) => c.json(await readPlan(deps.db, c.req.valid('param').id), 200));
}
