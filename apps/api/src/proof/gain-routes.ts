import { createRoute } from '@hono/zod-openapi';
import { duplicateOrAssume } from '@rolewright/shared/proof/duplicate-or-assume.ts';
import { callers, callersQuery, scalingAnswer, scalingRequest } from '@rolewright/shared/proof/scaling.ts';
import { secretReadersAnswer, secretReadersRequest } from '@rolewright/shared/proof/secret-readers.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, jsonBody, problems } from '../http/router.ts';
import { listCallers } from './callers.ts';
import { compareOptions } from './compare-options.ts';
import { compareScaling } from './scaling.ts';
import { listSecretReaders } from './secret-readers.ts';

const scaling = createRoute({
  method: 'post',
  path: '/api/proof/scaling',
  summary:
    'Compare ways to let many callers assume one role: policy writes, characters of the quota, and exactly who gains; changes nothing',
  request: { body: jsonBody(scalingRequest) },
  responses: { 200: json(scalingAnswer, 'The patterns from the narrowest to the widest, and the one that is proposed'), ...problems },
});

const callersToPick = createRoute({
  method: 'get',
  path: '/api/proof/callers',
  summary: 'Scanned users or roles by path, tag and name, to be picked as callers of a role',
  request: { query: callersQuery },
  responses: { 200: json(callers, 'Their ARNs'), ...problems },
});

const secretReaders = createRoute({
  method: 'post',
  path: '/api/proof/secret-readers',
  summary: 'Who can read a secret or parameter, over the scanned users and roles; its value is not read',
  request: { body: jsonBody(secretReadersRequest) },
  responses: { 200: json(secretReadersAnswer, 'Readers, and a finding for each that is not meant to be one'), ...problems },
});

const options = createRoute({
  method: 'get',
  path: '/api/plans/{id}/duplicate-or-assume',
  summary:
    'Copy the policies to the caller, or let it assume the roles: grants, reach, drift, writes and quotas of both, for the chain of a plan',
  request: { params: idParam },
  responses: { 200: json(duplicateOrAssume, 'Both options, side by side, as of the day of the plan'), ...problems },
});

/** Who gains by what a role chain is handed over with: the trust of many callers, and the secret. */
export function gainRoutes(deps: Deps) {
  return createRouter()
    .openapi(scaling, async (c) => c.json(await compareScaling(contextOf(deps, c), c.req.valid('json')), 200))
    .openapi(options, async (c) => c.json(await compareOptions(contextOf(deps, c), c.req.valid('param').id), 200))
    .openapi(callersToPick, async (c) => c.json(await listCallers(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(secretReaders, async (c) => c.json(await listSecretReaders(contextOf(deps, c), c.req.valid('json')), 200));
}
