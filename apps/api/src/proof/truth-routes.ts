import { createRoute } from '@hono/zod-openapi';
import { planTruth } from '@rolewright/shared/proof/plan-truth.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, problems } from '../http/router.ts';
import { observePlanTruth, readPlanTruth } from './plan-truth.ts';

const read = createRoute({
  method: 'get',
  path: '/api/plans/{id}/truth-table',
  summary: 'Of each link of a planned chain: who tries it with what, predicted from the plan’s own documents, and what was observed last',
  request: { params: idParam },
  responses: { 200: json(planTruth, 'Eight rows a link'), ...problems },
});
const observe = createRoute({
  method: 'post',
  path: '/api/plans/{id}/truth-table',
  summary: 'Try the truth table of a chain that stands, by real STS calls where the console may make them; changes nothing in AWS',
  request: { params: idParam },
  responses: { 200: json(planTruth, 'The same rows with what was observed, and how'), ...problems },
});

/** The truth table of a plan's chain, predicted before and observed after. */
export function truthRoutes(deps: Deps) {
  return createRouter()
    .openapi(read, async (c) => c.json(await readPlanTruth(contextOf(deps, c), c.req.valid('param').id), 200))
    .openapi(observe, async (c) => c.json(await observePlanTruth(contextOf(deps, c), c.req.valid('param').id), 200));
}
