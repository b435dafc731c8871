import { createRoute, z } from '@hono/zod-openapi';
import { assumers, assumersQuery } from '@rolewright/shared/proof/assumer.ts';
import { diagnoseRequest, diagnosis } from '@rolewright/shared/proof/diagnosis.ts';
import { evaluationAnswer, evaluationRequest } from '@rolewright/shared/proof/evaluation.ts';
import { lintAnswer, lintRequest } from '@rolewright/shared/proof/lint/contract.ts';
import { lintText } from '@rolewright/shared/proof/lint/lint-text.ts';
import { reachAnswer, reachQuery } from '@rolewright/shared/proof/reach-answer.ts';
import { roleTrial, roleTrialRequest } from '@rolewright/shared/proof/role-trial.ts';
import { truthTableAnswer, truthTableRequest } from '@rolewright/shared/proof/truth-row.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, jsonBody, problems } from '../http/router.ts';
import { listAssumers } from './assumers.ts';
import { diagnoseCall } from './diagnose.ts';
import { evaluateAll } from './evaluate.ts';
import { parseYaml } from './parse-yaml.ts';
import { predictTruth } from './predict-truth.ts';
import { readReach } from './reach.ts';
import { tryRole } from './try-role.ts';

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

const reach = createRoute({
  method: 'get',
  path: '/api/roles/{arn}/reach',
  summary:
    'What a workload on this role, or a user, can really do: its own permissions and those of every role that it can become, with the way there',
  request: { params: roleParam, query: reachQuery },
  responses: { 200: json(reachAnswer, 'The widest reach first'), ...problems },
});
const diagnose = createRoute({
  method: 'post',
  path: '/api/proof/diagnose',
  summary: 'Which half of a denied call is missing, and the smallest change that mends it; takes AWS’s own message too',
  request: { body: jsonBody(diagnoseRequest) },
  responses: { 200: json(diagnosis, 'What is missing, and what would be then'), ...problems },
});
const truth = createRoute({
  method: 'post',
  path: '/api/proof/truth-table',
  summary: 'Predict what STS answers on one link: right, wrong and missing external id, strangers, session name, time; tries nothing',
  request: { body: jsonBody(truthTableRequest) },
  responses: { 200: json(truthTableAnswer, 'A row for each trial'), ...problems },
});
const assume = createRoute({
  method: 'post',
  path: '/api/proof/assume',
  summary: 'Assume a role as the console’s operator and tell identity and expiry; the credentials are thrown away',
  request: { body: jsonBody(roleTrialRequest) },
  responses: { 200: json(roleTrial, 'What STS answered, with the external id, without and with a wrong one'), ...problems },
});

const lint = createRoute({
  method: 'post',
  path: '/api/proof/lint',
  summary: 'What is wrong with a policy, a trust policy, a Terraform file or a CloudFormation template, by line; keeps and changes nothing',
  request: { body: jsonBody(lintRequest) },
  responses: { 200: json(lintAnswer, 'The policies that were found, and the findings in the order of their lines'), ...problems },
});

/** Proofs that need no plan: the evaluator for whoever has the policies at hand, and answers from the scanned users and roles. */
export function proofRoutes(deps: Deps) {
  return createRouter()
    .openapi(evaluate, async (c) => c.json({ verdicts: await evaluateAll(c.req.valid('json').requests) }, 200))
    .openapi(lint, (c) => c.json(lintText(c.req.valid('json'), parseYaml), 200))
    .openapi(assumersOfRole, async (c) =>
      c.json(await listAssumers(contextOf(deps, c), c.req.valid('param').arn, c.req.valid('query')), 200),
    )
    .openapi(reach, async (c) => c.json(await readReach(contextOf(deps, c), c.req.valid('param').arn, c.req.valid('query')), 200))
    .openapi(diagnose, async (c) => c.json(await diagnoseCall(contextOf(deps, c), c.req.valid('json')), 200))
    .openapi(truth, async (c) => c.json(await predictTruth(contextOf(deps, c), c.req.valid('json')), 200))
    .openapi(assume, async (c) => c.json(await tryRole(contextOf(deps, c), c.req.valid('json')), 200));
}
