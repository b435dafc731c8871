import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { accountOf, iamNameOf, partitionOf } from '@rolewright/shared/aws/arn.ts';
import { effectiveIam } from '../../auth/effective.ts';
import { issueSession, sessionOfRole } from '../../auth/issue.ts';
import { own, type RoleState } from '../../state/iam.ts';
import type { World } from '../../state/world.ts';
import type { CheckedHandlers, CheckedRequirements, Given } from '../iam/model-limits.ts';
import { evaluatedDocument } from '../iam/principals.ts';
import { requestTagContext, resourceTagContext } from '../iam/tag-rules.ts';
import { AwsFault, type CallContext, type Requirement } from '../service.ts';
import { credentialsShape } from './identity.ts';
import { sessionPolicy } from './session-policy.ts';
import { sessionMarks } from './session-tags.ts';

type Sts = typeof import('@aws-sdk/client-sts');
type AssumeRole = Given<AssumeRoleRequest>;

/** A chained session lasts an hour at most, whatever the role's own maximum says (D-49). */
const chainedLimit = 3600;

export const assumeRoleHandlers: CheckedHandlers<Sts> = {
  /** Who may is decided by the requirements below. */
  AssumeRole(input, context) {
    const { world, principal } = context;
    const { accountId, role } = requireEffectiveRole(input, context);
    const seconds = input.DurationSeconds ?? 3600;
    const chained = principal.kind === 'assumed-role';
    if (chained && seconds > chainedLimit) {
      throw new AwsFault(
        'ValidationError',
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
        400,
      );
    }
    if (seconds > role.maxSessionDuration) {
      throw new AwsFault('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', 400);
    }
    const account = own(world.state.accounts, accountId)!;
    const policy = sessionPolicy(input, account);
    const session = issueSession(world, {
      ...sessionOfRole(account.partition, accountId, role, input.RoleSessionName),
      ...sessionMarks(input, context),
      sessionPolicy: policy.document,
      chained,
      seconds,
    });
    return {
      Credentials: credentialsShape(session),
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      ...(policy.packedSize === null ? {} : { PackedPolicySize: policy.packedSize }),
      ...(session.sourceIdentity === null ? {} : { SourceIdentity: session.sourceIdentity }),
    };
  },
};

export const assumeRoleRequirements: CheckedRequirements<Sts> = {
  /** Tags and source identity, also inherited ones, need permissions of their own in both policies (D-53). */
  AssumeRole(input, context) {
    const marks = sessionMarks(input, context);
    const assume = onTarget('sts:AssumeRole', input, context);
    const tagging = Object.keys(marks.tags).length > 0 ? [onTarget('sts:TagSession', input, context)] : [];
    const naming = marks.sourceIdentity === null ? [] : [onTarget('sts:SetSourceIdentity', input, context)];
    return [assume, ...tagging, ...naming];
  },
};

/** What a role that does not exist answers, so that nobody learns which roles there are. */
const trustsNobody = '{"Version":"2012-10-17","Statement":[]}';

/** The role with its trust policy as it is in effect. */
function onTarget(action: string, input: AssumeRole, context: CallContext): Requirement {
  const role = effectiveRole(context.world, input.RoleArn);
  const marks = sessionMarks(input, context);
  return {
    action,
    resource: input.RoleArn,
    resourceAccountId: accountOf(input.RoleArn) ?? '',
    resourcePolicy: role ? evaluatedDocument(role.trust) : trustsNobody,
    context: {
      'sts:RoleSessionName': input.RoleSessionName,
      ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
      ...(marks.sourceIdentity === null ? {} : { 'sts:SourceIdentity': marks.sourceIdentity }),
      ...(input.TransitiveTagKeys?.length ? { 'sts:TransitiveTagKeys': input.TransitiveTagKeys } : {}),
      ...requestTagContext(Object.entries(marks.tags).map(([Key, Value]) => ({ Key, Value }))),
      ...resourceTagContext(role?.tags),
    },
  };
}

/** The whole ARN must be right, the path too. */
function effectiveRole(world: World, roleArn: string): RoleState | null {
  const role = effectiveIam(world, accountOf(roleArn) ?? '').find('roles', iamNameOf(roleArn, 'role')?.name ?? '');
  return role?.arn === roleArn ? role : null;
}

function requireEffectiveRole({ RoleArn }: AssumeRole, { world, principal }: CallContext): { accountId: string; role: RoleState } {
  const role = effectiveRole(world, RoleArn);
  const accountId = accountOf(RoleArn);
  if (!role || accountId === null || partitionOf(RoleArn) !== partitionOf(principal.arn)) {
    throw new AwsFault('AccessDenied', `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`, 403);
  }
  return { accountId, role };
}
