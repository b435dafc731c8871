import { createRoute } from '@hono/zod-openapi';
import { evaluationAnswer, evaluationRequest } from '@rolewright/shared/proof/evaluation.ts';
import { createRouter, json, jsonBody, problems } from '../http/router.ts';
import { evaluateAll } from './evaluate.ts';

const evaluate = createRoute({
  method: 'post',
  path: '/api/proof/evaluate',
  summary: 'Decide requests by policies, as AWS documents it: up to 1,000 at once; reads and changes nothing, so that pipelines can ask',
  request: { body: jsonBody(evaluationRequest) },
  responses: { 200: json(evaluationAnswer, 'One verdict for each request, in their order'), ...problems },
});

/** Proofs that need no plan: the evaluator, for whoever has the policies at hand. */
export function proofRoutes() {
  return createRouter().openapi(evaluate, async (c) => c.json({ verdicts: await evaluateAll(c.req.valid('json').requests) }, 200));
}
