import { createRoute, z } from '@hono/zod-openapi';
import { assumers, assumersQuery } from '@rolewright/shared/proof/assumer.ts';
import { evaluationAnswer, evaluationRequest } from '@rolewright/shared/proof/evaluation.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, jsonBody, problems } from '../http/router.ts';
import { listAssumers } from './assumers.ts';
import { evaluateAll } from './evaluate.ts';

const evaluate = createRoute({
  method: 'post',
  path: '/api/proof/evaluate',
  summary: 'Decide requests by policies, as AWS documents it: up to 1,000 at once; reads and changes nothing, so that pipelines can ask',
  request: { body: jsonBody(evaluationRequest) },
  responses: { 200: json(evaluationAnswer, 'One verdict for each request, in their order'), ...problems },
});

const roleParam = z.object({ arn: z.string().min(1).max(2048) });
const assumersOfRole = createRoute({
  method: 'get',
  path: '/api/roles/{arn}/assumers',
  summary: 'Who can assume a role (its ARN percent-encoded), over the users and roles of every scanned account, each with the reason',
  request: { params: roleParam, query: assumersQuery },
  responses: { 200: json(assumers, 'The allowed first, then what is not known, then the denied'), ...problems },
});

/** Proofs that need no plan: the evaluator for whoever has the policies at hand, and answers from the scanned users and roles. */
export function proofRoutes(deps: Deps) {
  return createRouter()
    .openapi(evaluate, async (c) => c.json({ verdicts: await evaluateAll(c.req.valid('json').requests) }, 200))
    .openapi(assumersOfRole, async (c) =>
      c.json(await listAssumers(contextOf(deps, c), c.req.valid('param').arn, c.req.valid('query')), 200),
    );
}
