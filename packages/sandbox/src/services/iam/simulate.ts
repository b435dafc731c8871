import { createHash } from 'node:crypto';
import type { EvaluationResult, SimulatePolicyResponse, Statement } from '@aws-sdk/client-iam';
import { accountOf, iamNameOf } from '@rolewright/shared/aws/arn.ts';
import { parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { conditionKeysOf } from '@rolewright/shared/iam/condition-keys.ts';
import { evaluate } from '@rolewright/shared/iam/evaluate.ts';
import { principalContext } from '@rolewright/shared/iam/principal.ts';
import type { PolicyInput, PolicySet, RequestPrincipal } from '@rolewright/shared/iam/request.ts';
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
    const caller = callerOf(input, principal);
    return simulate({ ...input, principal: caller, callerContext: principalContext(caller), policies });
  },

  /** Policies of nobody. */
  SimulateCustomPolicy(input, context) {
    const boundary = input.PermissionsBoundaryPolicyInputList?.[0];
    const { id: accountId, partition } = context.account;
    const nobody: RequestPrincipal = { kind: 'assumed-role', arn: `arn:${partition}:sts::${accountId}:assumed-role/none/none`, accountId };
    const principal = callerOf(input, nobody);
    const callerContext = input.CallerArn === undefined ? {} : principalContext(principal);
    return simulate({
      ...input,
      principal,
      callerContext,
      policies: { identity: given(input.PolicyInputList), ...(boundary ? { boundary } : {}) },
    });
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
  ResourcePolicy?: string | undefined;
  ContextEntries?: { ContextKeyName?: string | undefined; ContextKeyValues?: string[] | undefined }[] | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
  principal: RequestPrincipal;
  callerContext: Record<string, string | string[]>;
  policies: Pick<PolicySet, 'identity' | 'boundary'>;
}

/** Every action on every resource; without resources, on all. */
function simulate(simulation: Simulation): SimulatePolicyResponse {
  const { ActionNames, ResourceArns = ['*'], callerContext } = simulation;
  const entries = (simulation.ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
    ContextKeyName,
    ContextKeyValues,
  ]);
  const context = { ...callerContext, ...Object.fromEntries(entries) };
  const results = ActionNames.flatMap((action) => ResourceArns.map((resource) => ({ action, resource })));
  const numbered = results.map((asked, index) => ({ ...asked, key: String(index).padStart(6, '0') }));
  const { page, truncation } = listPage(numbered, ({ key }) => key, simulation, `simulation ${digest(results)}`);
  return { EvaluationResults: page.map(({ action, resource }) => resultOf(simulation, context, action, resource)), ...truncation };
}

/** A marker may have 320 characters, so that it cannot hold what was asked. */
const digest = (asked: object): string => createHash('sha256').update(JSON.stringify(asked)).digest('base64url');

function resultOf(
  { principal, policies, ResourceOwner, ResourcePolicy }: Simulation,
  context: Record<string, string | string[]>,
  action: string,
  resource: string,
): EvaluationResult {
  if (!/^[^:]+:[^:]+$/.test(action)) throw invalidInput(`Invalid Entity Action: ${action}`);
  const request = { principal, action, resource, resourceAccountId: accountOf(ResourceOwner ?? '') ?? principal.accountId, context };
  const resourceSide = resourcePolicyFor(action, principal, ResourcePolicy);
  const { verdict, decidedBy } = evaluate(request, { ...policies, ...resourceSide, scps: [] });
  const decider = verdict === 'implicitDeny' ? null : decidedBy.policy;
  const MatchedStatements = decider === null ? [] : [matchedStatement(decider, principal)];
  const MissingContextValues = missingKeys(
    [...policies.identity.map(({ document }) => document), policies.boundary, ResourcePolicy],
    context,
  );
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: verdict,
    MatchedStatements,
    MissingContextValues,
    ...(resource === '*'
      ? {}
      : {
          ResourceSpecificResults: [{ EvalResourceName: resource, EvalResourceDecision: verdict, MatchedStatements, MissingContextValues }],
        }),
    ...(policies.boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decidedBy.policy !== 'permissions boundary' } }),
  };
}

/** Whom the simulation is for: CallerArn, which may only be a user's. A resource policy needs one; of roles AWS simulates none. */
function callerOf(
  { CallerArn, ResourcePolicy }: Pick<Simulation, 'ResourcePolicy'> & { CallerArn?: string | undefined },
  source: RequestPrincipal,
) {
  if (CallerArn === undefined) {
    if (ResourcePolicy !== undefined && source.kind !== 'user')
      throw invalidInput('CallerArn must be the ARN of a user where ResourcePolicy is given.');
    return source;
  }
  const accountId = accountOf(CallerArn);
  if (iamNameOf(CallerArn, 'user') === null || accountId === null) throw invalidInput(`Invalid CallerArn: ${CallerArn}`);
  return { kind: 'user', arn: CallerArn, accountId } satisfies RequestPrincipal;
}

/** Trust policies are parsed and then not looked at (aws-cli#10314): what an identity policy says of a role stands alone, as of KMS keys. */
function resourcePolicyFor(action: string, principal: RequestPrincipal, given: string | undefined): Pick<PolicySet, 'resource'> {
  if (given !== undefined) requireGrammar(given, 'stored-resource');
  if (!/^(sts|kms):/i.test(action)) return given === undefined ? {} : { resource: given };
  const Statement = { Effect: 'Allow', Principal: { AWS: principal.accountId }, Action: '*', Resource: '*' };
  return { resource: { Version: '2012-10-17', Statement } };
}

/** Keys that the policies ask for and nobody gave. */
function missingKeys(documents: readonly (PolicyInput | undefined)[], context: Record<string, unknown>): string[] {
  const given = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const asked = documents.flatMap((document) =>
    document === undefined ? [] : [...conditionKeysOf(typeof document === 'string' ? parsePolicy(document) : document).keys()],
  );
  return [...new Set(asked)].filter((key) => !given.has(key)).sort();
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
