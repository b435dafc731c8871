import { isPartition } from '../aws/arn.ts';
import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import { evaluate } from './evaluate.ts';
import type { Decision, RequestPrincipal } from './request.ts';

/** Service that assumes task roles, the same name in every partition (D-86); ECS Anywhere uses it too (D-28). */
export const ecsTasksService = 'ecs-tasks.amazonaws.com';

/** Where a role and the tasks that assume it live. */
export interface TrustPlace {
  partition: string;
  /** Tasks of this Region only, as ECS supports in SourceArn; null for every Region. */
  region: string | null;
  accountId: string;
}

/**
 * Trust policy of a task role (D-28): ecs-tasks may assume it, for tasks of this account and Region only. A cluster's or task's ARN in
 * SourceArn is not supported by ECS, so the wildcard stays.
 */
export function ecsTasksTrust({ partition, region, accountId }: TrustPlace): PolicyDocument {
  if (!isPartition(partition)) throw new Error(`"${partition}" is not a partition of AWS; take it from the account's own ARN`);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EcsTasks',
        Effect: 'Allow',
        Principal: { Service: ecsTasksService },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region ?? '*'}:${accountId}:*` },
        },
      },
    ],
  };
}

/** Service that assumes the roles of instances, the same name in every partition (D-86). */
export const ec2Service = 'ec2.amazonaws.com';

/** Trust policy of an instance's role: EC2 may assume it. EC2 sends no source that a condition could ask for. */
export const ec2Trust: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Ec2Instances', Effect: 'Allow', Principal: { Service: ec2Service }, Action: 'sts:AssumeRole' }],
};

/** Condition keys that EC2 sends when it assumes an instance's role. */
export const ec2Context: Record<string, string> = { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': ec2Service };

/** Condition keys that ECS sends when it assumes a task role: the account, and the task's ARN as source. */
export function ecsTasksContext({ partition, region, accountId }: TrustPlace & { region: string }): Record<string, string> {
  return {
    'aws:SourceAccount': accountId,
    'aws:SourceArn': `arn:${partition}:ecs:${region}:${accountId}:*`,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': ecsTasksService,
  };
}

/** May this caller assume a role with this trust policy, the trust side alone? Boundary and identity policies are not looked at. */
export function trusts(
  trust: PolicyDocument | string,
  caller: RequestPrincipal,
  role: TrustedRole,
  context: Record<string, string>,
): Decision {
  return evaluate(
    { principal: caller, action: 'sts:AssumeRole', resource: role.arn, resourceAccountId: role.accountId, context },
    { identity: [{ name: 'any identity policy', document: mayAssume }], resource: trust, scps: [] },
  );
}

/** May this service assume the role, with these condition keys (`ecsTasksContext`)? */
export function trustsService(
  trust: PolicyDocument | string,
  service: string,
  context: Record<string, string>,
  role: TrustedRole = someRole,
): Decision {
  return trusts(trust, { kind: 'service', arn: service, accountId: '' }, role, context);
}

/** The role whose trust policy is asked. */
export interface TrustedRole {
  arn: string;
  accountId: string;
}

/** All whom a trust policy names, for lists on screens: services, ARNs, accounts, `*`; Allow statements only, each once. */
export function trustedPrincipals(trust: PolicyDocument): string[] {
  const allows = normalisePolicy(trust).statements.filter((statement) => statement.effect === 'Allow');
  const named = allows.flatMap(({ principals, notPrincipals }) => {
    if (notPrincipals !== null) return ['everyone but those named'];
    return principals === '*' ? ['*'] : Object.values(principals ?? {}).flat();
  });
  return [...new Set(named)];
}

const mayAssume = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] };

/** A trust policy names no resource, so that any role's ARN gives the same answer. */
const someRole: TrustedRole = { arn: 'arn:aws:iam::000000000000:role/any', accountId: '000000000000' };
