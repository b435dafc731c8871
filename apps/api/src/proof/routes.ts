import { createRoute } from '@hono/zod-openapi';
import { evaluationAnswer, evaluationRequest } from '@rolewright/shared/proof/evaluation.ts';
import { lintAnswer, lintRequest } from '@rolewright/shared/proof/lint/contract.ts';
import { lintText } from '@rolewright/shared/proof/lint/lint-text.ts';
import { createRouter, json, jsonBody, problems } from '../http/router.ts';
import { evaluateAll } from './evaluate.ts';
import { parseYaml } from './parse-yaml.ts';

const evaluate = createRoute({
  method: 'post',
  path: '/api/proof/evaluate',
  summary: 'Decide requests by policies, as AWS documents it: up to 1,000 at once; reads and changes nothing, so that pipelines can ask',
  request: { body: jsonBody(evaluationRequest) },
  responses: { 200: json(evaluationAnswer, 'One verdict for each request, in their order'), ...problems },
});

const lint = createRoute({
  method: 'post',
  path: '/api/proof/lint',
  summary: 'What is wrong with a policy, a trust policy, a Terraform file or a CloudFormation template, by line; keeps and changes nothing',
  request: { body: jsonBody(lintRequest) },
  responses: { 200: json(lintAnswer, 'The policies that were found, and the findings in the order of their lines'), ...problems },
});

/** Proofs that need no plan: the evaluator, for whoever has the policies at hand. */
export function proofRoutes() {
  return createRouter()
    .openapi(evaluate, async (c) => c.json({ verdicts: await evaluateAll(c.req.valid('json').requests) }, 200))
    .openapi(lint, (c) => c.json(lintText(c.req.valid('json'), parseYaml), 200));
}
