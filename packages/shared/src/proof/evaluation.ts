import { z } from 'zod';
import { assumedRoleOf, parseArn, roleNameOf } from '../aws/arn.ts';
import { arnFields } from '../iam/match.ts';
import { accessRequest, decision, policySet } from '../iam/request.ts';

/** The most that may be asked at once. */
export const mostRequests = 1000;

type Problem = { path: (string | number)[]; message: string };

/** A question that no request to AWS can be would get an answer that means nothing. */
const askedRequest = accessRequest.superRefine((request, context) => {
  for (const { path, message } of problemsOf(request)) context.addIssue({ code: 'custom', path, message });
});

/** Body of POST /api/proof/evaluate. The context is complete: a key that is not there is missing. */
export const evaluationRequest = z.strictObject({
  requests: z
    .array(z.strictObject({ request: askedRequest, policies: policySet }))
    .min(1, 'must hold one request at least')
    .max(mostRequests, `must hold ${mostRequests} requests at most; ask in several calls`),
});
export type EvaluationRequest = z.infer<typeof evaluationRequest>;

/** Its answer: one verdict for each request, in their order. */
export const evaluationAnswer = z.object({ verdicts: z.array(decision) });

function problemsOf({ principal, action, resource, resourceAccountId }: z.infer<typeof accessRequest>): Problem[] {
  const problems: Problem[] = principalProblems(principal);
  if (!/^[\w.-]+:[\w-]+$/.test(action)) problems.push({ path: ['action'], message: 'must be one action, such as s3:GetObject' });
  if (resource !== '*' && (!resource.startsWith('arn:') || arnFields(resource) === null)) {
    problems.push({ path: ['resource'], message: 'must be an ARN, or * where the action has no resource type' });
  }
  if (!/^(\d{12}|aws)$/.test(resourceAccountId)) {
    problems.push({
      path: ['resourceAccountId'],
      message: 'must be the 12 digits of the account that owns the resource (aws for what AWS owns)',
    });
  }
  const named = arnFields(resource)?.[4] ?? '';
  if (/^\d{12}$/.test(named) && named !== resourceAccountId) {
    problems.push({ path: ['resourceAccountId'], message: `must be ${named}, the account that the ARN of the resource names` });
  }
  return problems;
}

function principalProblems({ arn, kind, accountId, roleArn }: z.infer<typeof accessRequest>['principal']): Problem[] {
  const at = (field: string, message: string): Problem => ({ path: ['principal', field], message });
  if (roleArn !== undefined && kind !== 'assumed-role') return [at('roleArn', 'belongs to an assumed-role only')];
  if (kind === 'anonymous') return [];
  if (kind === 'service') {
    return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(arn) ? [] : [at('arn', 'must be the name of a service, such as ecs-tasks.amazonaws.com')];
  }
  const parsed = parseArn(arn);
  const fits = parsed !== null && shapes[kind].test(`${parsed.service}:${parsed.resource}`);
  const problems = fits ? [] : [at('arn', `must be the ARN of ${words[kind]}`)];
  if (!/^\d{12}$/.test(accountId)) return [...problems, at('accountId', 'must be the 12 digits of the caller’s account')];
  if (fits && parsed.accountId !== accountId) problems.push(at('accountId', `must be ${parsed.accountId}, the account that the ARN names`));
  if (
    fits &&
    roleArn !== undefined &&
    (parseArn(roleArn)?.accountId !== accountId || roleNameOf(roleArn) !== assumedRoleOf(arn)?.roleName)
  ) {
    problems.push(at('roleArn', 'must be the ARN of the role that the session is of'));
  }
  return problems;
}

const shapes = {
  'assumed-role': /^sts:assumed-role\/[^/]+\/[^/]+$/,
  user: /^(iam:user\/|sts:federated-user\/)./,
  'account-root': /^iam:root$/,
};
const words = {
  'assumed-role': 'a session: arn:…:sts::<account>:assumed-role/<role>/<session>',
  user: 'a user: arn:…:iam::<account>:user/<name>',
  'account-root': 'a root user: arn:…:iam::<account>:root',
};
