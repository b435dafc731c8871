import type { EvaluationResult, SimulatePolicyResponse, Statement } from '@aws-sdk/client-iam';
import { accountOf, iamNameOf } from '@rolewright/shared/aws/arn.ts';
import { evaluate } from '@rolewright/shared/iam/evaluate.ts';
import { principalContext } from '@rolewright/shared/iam/principal.ts';
import type { PolicySet, RequestPrincipal } from '@rolewright/shared/iam/request.ts';
import { effectiveIam } from '../../auth/effective.ts';
import { type NamedPolicy, policiesOf } from '../../auth/policies-of.ts';
import type { RoleState, UserState } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { onRole, onUser } from './entity-requirements.ts';
import { invalidInput, noSuchEntity, requireGrammar } from './faults.ts';
import { listPage } from './paging.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const simulateHandlers: IamHandlers = {
  /** The identity side only, as on AWS: neither trust policies nor session policies are looked at (D-57). */
  SimulatePrincipalPolicy(input, context) {
    const { entity, kind } = sourceOf(context, input.PolicySourceArn);
    const own = policiesOf(context.world, context.account.id, effectiveIam(context.world, context.account.id), entity);
    const bounded = input.PermissionsBoundaryPolicyInputList?.[0] ?? own.boundary;
    const principal: RequestPrincipal = {
      kind: kind === 'user' ? 'user' : 'assumed-role',
      arn:
        kind === 'user' ? entity.arn : `arn:${context.account.partition}:sts::${context.account.id}:assumed-role/${entity.name}/simulation`,
      accountId: context.account.id,
      ...(kind === 'user' ? {} : { roleArn: entity.arn }),
      uniqueId: entity.id,
    };
    const policies = { identity: [...own.identity, ...given(input.PolicyInputList)], ...(bounded ? { boundary: bounded } : {}) };
    return simulate({ ...input, principal, policies });
  },

  /** Policies of nobody. */
  SimulateCustomPolicy(input, context) {
    const boundary = input.PermissionsBoundaryPolicyInputList?.[0];
    const { id: accountId, partition } = context.account;
    const principal: RequestPrincipal = {
      kind: 'user',
      arn: input.CallerArn ?? `arn:${partition}:iam::${accountId}:user/simulation`,
      accountId,
    };
    return simulate({ ...input, principal, policies: { identity: given(input.PolicyInputList), ...(boundary ? { boundary } : {}) } });
  },
};

export const simulateRequirements: IamRequirements = {
  SimulatePrincipalPolicy: ({ PolicySourceArn }, context) => {
    const user = iamNameOf(PolicySourceArn, 'user');
    const role = iamNameOf(PolicySourceArn, 'role');
    if (user) return [onUser('SimulatePrincipalPolicy', user.name, context)];
    return [
      role ? onRole('SimulatePrincipalPolicy', role.name, context) : { action: 'iam:SimulatePrincipalPolicy', resource: PolicySourceArn },
    ];
  },
  SimulateCustomPolicy: () => [{ action: 'iam:SimulateCustomPolicy', resource: '*' }],
};

interface Simulation {
  ActionNames: string[];
  ResourceArns?: string[] | undefined;
  ResourceOwner?: string | undefined;
  ContextEntries?: { ContextKeyName?: string | undefined; ContextKeyValues?: string[] | undefined }[] | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
  principal: RequestPrincipal;
  policies: Pick<PolicySet, 'identity' | 'boundary'>;
}

/** Every action on every resource; without resources, on all. */
function simulate(simulation: Simulation): SimulatePolicyResponse {
  const { ActionNames, ResourceArns = ['*'], principal } = simulation;
  const entries = (simulation.ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
    ContextKeyName,
    ContextKeyValues,
  ]);
  const context = { ...principalContext(principal), ...Object.fromEntries(entries) };
  const results = ActionNames.flatMap((action) => ResourceArns.map((resource) => ({ action, resource })));
  const numbered = results.map((asked, index) => ({ ...asked, key: String(index).padStart(6, '0') }));
  const { page, truncation } = listPage(numbered, ({ key }) => key, simulation, `simulation ${JSON.stringify(results)}`);
  return { EvaluationResults: page.map(({ action, resource }) => resultOf(simulation, context, action, resource)), ...truncation };
}

function resultOf(
  { principal, policies }: Simulation,
  context: Record<string, string | string[]>,
  action: string,
  resource: string,
): EvaluationResult {
  if (!/^[^:]+:[^:]+$/.test(action)) throw invalidInput(`Invalid Entity Action: ${action}`);
  // The simulator knows no other account: whose the resource is does not count.
  const request = { principal, action, resource, resourceAccountId: principal.accountId, context };
  const { verdict, decidedBy } = evaluate(request, { ...policies, scps: [] });
  const decider = verdict === 'implicitDeny' ? null : decidedBy.policy;
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: verdict,
    MatchedStatements: decider === null ? [] : [matchedStatement(decider, principal)],
    MissingContextValues: [],
    ...(policies.boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decidedBy.policy !== 'permissions boundary' } }),
  };
}

function matchedStatement(policy: string, principal: RequestPrincipal): Statement {
  const [, kind, id = policy] = /^(inline|managed) policy (.*)$/.exec(policy) ?? [];
  const inline = principal.kind === 'user' ? 'user' : 'role';
  const type = kind === 'inline' ? inline : kind === undefined ? 'none' : accountOf(id) === 'aws' ? 'aws-managed' : 'user-managed';
  return { SourcePolicyId: id, SourcePolicyType: type };
}

function sourceOf(context: CallContext, arn: string): { entity: UserState | RoleState; kind: 'user' | 'role' } {
  const iam = effectiveIam(context.world, context.account.id);
  const user = iam.find('users', iamNameOf(arn, 'user')?.name ?? '');
  const role = iam.find('roles', iamNameOf(arn, 'role')?.name ?? '');
  if (user?.arn === arn) return { entity: user, kind: 'user' };
  if (role?.arn === arn) return { entity: role, kind: 'role' };
  throw noSuchEntity(`${arn} does not exist.`);
}

function given(documents: readonly string[] | undefined): NamedPolicy[] {
  return (documents ?? []).map((document, index) => {
    requireGrammar(document, 'inline');
    return { name: `PolicyInputList.${index + 1}`, document };
  });
}
