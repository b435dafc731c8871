import { createRoute } from '@hono/zod-openapi';
import { scalingAnswer, scalingRequest } from '@rolewright/shared/proof/scaling.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, jsonBody, problems } from '../http/router.ts';
import { compareScaling } from './scaling.ts';

const scaling = createRoute({
  method: 'post',
  path: '/api/proof/scaling',
  summary:
    'Compare ways to let many callers assume one role: policy writes, characters of the quota, and exactly who gains; changes nothing',
  request: { body: jsonBody(scalingRequest) },
  responses: { 200: json(scalingAnswer, 'The patterns from the narrowest to the widest, and the one that is proposed'), ...problems },
});

/** How a trust policy grows with its callers. */
export function scalingRoutes(deps: Deps) {
  return createRouter().openapi(scaling, async (c) => c.json(await compareScaling(contextOf(deps, c), c.req.valid('json')), 200));
}
