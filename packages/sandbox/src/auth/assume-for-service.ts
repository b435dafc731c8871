import { accountOf, iamNameOf, partitionOf } from '@rolewright/shared/aws/arn.ts';
import { trustsService } from '@rolewright/shared/iam/trust.ts';
import { evaluatedDocument } from '../services/iam/principals.ts';
import type { RoleState } from '../state/iam.ts';
import type { SessionState, World } from '../state/world.ts';
import { effectiveIam } from './effective.ts';
import { issueSession, sessionOfRole } from './issue.ts';

/** A service that takes a role for somebody's resource, such as ECS the task role for a task. */
export interface ServiceAssumption {
  /** Account of the resource; the role must be of the same. */
  accountId: string;
  roleArn: string;
  /** `ecs-tasks.amazonaws.com` */
  service: string;
  /** What the service acts for, as it sends it: aws:SourceArn and aws:SourceAccount. */
  sourceArn: string;
  sourceAccount: string;
  sessionName: string;
}

/**
 * Temporary credentials of a role for a service, if its trust policy as it is in effect lets the service in; else why not, as one sentence.
 * Services send no external id (D-48). Good for six hours, as the credentials that ECS gives to tasks.
 */
export function assumeRoleForService(world: World, request: ServiceAssumption): SessionState | { denied: string } {
  const { accountId, roleArn, sessionName } = request;
  const role = roleForService(world, request);
  if ('denied' in role) return role;
  return issueSession(world, { ...sessionOfRole(partitionOf(roleArn), accountId, role, sessionName), seconds: 6 * 3600 });
}

/** The role if the service may assume it now, else why not: the same question without making credentials. */
export function roleForService(world: World, request: Omit<ServiceAssumption, 'sessionName'>): RoleState | { denied: string } {
  const { accountId, roleArn, service, sourceArn, sourceAccount } = request;
  if (accountOf(roleArn) !== accountId) return { denied: `${roleArn} is not a role of account ${accountId}` };
  const role = effectiveIam(world, accountId).find('roles', iamNameOf(roleArn, 'role')?.name ?? '');
  if (role?.arn !== roleArn) return { denied: `the role ${roleArn} does not exist` };
  const context = {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceAccount,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
  };
  const { verdict } = trustsService(evaluatedDocument(role.trust), service, context, { arn: roleArn, accountId });
  return verdict === 'allowed' ? role : { denied: `the trust policy of ${roleArn} does not allow ${service} to assume it` };
}
