import { accountOf, partitionOf, roleNameOf } from '../aws/arn.ts';
import { evaluate } from './evaluate.ts';
import { principalContext } from './principal.ts';
import type { AccessRequest, Decision, PolicyInput, PolicySet, RequestPrincipal } from './request.ts';
import { type MarksAsked, marksOf, principalTagsOf, type SessionMarks } from './session-marks.ts';

/** A role as a chain sees it. `policies` are its own: what it may do once it is assumed. */
export interface ChainRole {
  arn: string;
  trust: PolicyInput;
  policies: Omit<PolicySet, 'resource' | 'session' | 'rcps'>;
  /** Resource control policies of the role's account. */
  rcps?: PolicySet['rcps'];
  tags?: Readonly<Record<string, string>>;
  uniqueId?: string;
  /** Seconds; AWS's default is one hour. */
  maxSessionDuration?: number;
}

/** Who calls, with all that bears on it. */
export interface ChainCaller {
  principal: RequestPrincipal;
  policies: Omit<PolicySet, 'resource' | 'rcps'>;
  principalTags: Readonly<Record<string, string>>;
  marks: SessionMarks;
}

/** One call of sts:AssumeRole. */
export interface AssumeRoleCall extends MarksAsked {
  sessionName: string;
  externalId?: string;
  durationSeconds?: number;
  /** Inline session policy. */
  policy?: PolicyInput;
  /** What else AWS knows of the request: aws:SourceIp, aws:PrincipalOrgID, … */
  context?: AccessRequest['context'];
}

/** The session, as the caller of what comes next; or why there is none. `decision` where policies refused. */
export type Assumed = { session: ChainCaller; seconds: number } | { refused: string; decision?: Decision & { action: string } };

/** A session made by a session lasts an hour at most, whatever the role's own maximum says (D-49). Source: IAM id_roles_terms-and-concepts. */
export const chainedLimit = 3600;
const shortest = 900;

/**
 * One link of a chain: may the caller assume the role in this way, and who is it then? Tags and source identity need permissions of their
 * own on both sides, also when they are only inherited (D-53). Source: STS API_AssumeRole, IAM id_session-tags.
 */
export function assumeRole(caller: ChainCaller, role: ChainRole, call: AssumeRoleCall): Assumed {
  const marks = marksOf(call, caller.marks);
  if (typeof marks === 'string') return { refused: marks };
  const denied = firstDenied(caller, role, call, marks);
  if (denied) return { refused: `${denied.action} is denied: ${denied.decidedBy.why}`, decision: denied };
  const seconds = call.durationSeconds ?? 3600;
  const tooLong = durationProblem(seconds, caller, role);
  if (tooLong !== null) return { refused: tooLong };
  const accountId = accountOf(role.arn) ?? '';
  const arn = `arn:${partitionOf(role.arn)}:sts::${accountId}:assumed-role/${roleNameOf(role.arn)}/${call.sessionName}`;
  const principal: RequestPrincipal = { arn, kind: 'assumed-role', accountId, roleArn: role.arn };
  if (role.uniqueId !== undefined) principal.uniqueId = role.uniqueId;
  const policies = { ...role.policies, ...(call.policy === undefined ? {} : { session: call.policy }) };
  return { session: { principal, policies, principalTags: principalTagsOf(role.tags ?? {}, marks), marks }, seconds };
}

/** Why STS refuses the duration; null when it does not. It refuses, it does not shorten. */
export function durationProblem(
  seconds: number,
  { principal }: Pick<ChainCaller, 'principal'>,
  role: Pick<ChainRole, 'maxSessionDuration'>,
) {
  if (seconds < shortest) return `DurationSeconds is less than ${shortest}`;
  if (principal.kind === 'assumed-role' && seconds > chainedLimit) {
    return `DurationSeconds exceeds the ${chainedLimit} seconds of a session that another session makes`;
  }
  const most = role.maxSessionDuration ?? 3600;
  return seconds > most ? `DurationSeconds exceeds the role’s MaxSessionDuration of ${most}` : null;
}

function firstDenied(
  caller: ChainCaller,
  role: ChainRole,
  call: AssumeRoleCall,
  marks: SessionMarks,
): (Decision & { action: string }) | null {
  const actions = ['sts:AssumeRole'];
  if (Object.keys(marks.tags).length > 0) actions.push('sts:TagSession');
  if (marks.sourceIdentity !== null) actions.push('sts:SetSourceIdentity');
  const asked = { principal: caller.principal, resource: role.arn, resourceAccountId: accountOf(role.arn) ?? '' };
  const context = contextOfCall(caller, role, call, marks);
  const policies: PolicySet = { ...caller.policies, resource: role.trust, ...(role.rcps === undefined ? {} : { rcps: role.rcps }) };
  for (const action of actions) {
    const decision = evaluate({ ...asked, action, context }, policies);
    if (decision.verdict !== 'allowed') return { ...decision, action };
  }
  return null;
}

/** Condition keys of the call. Source: IAM reference_policies_iam-condition-keys. */
function contextOfCall(caller: ChainCaller, role: ChainRole, call: AssumeRoleCall, marks: SessionMarks): AccessRequest['context'] {
  const context: AccessRequest['context'] = {
    ...principalContext(caller.principal, caller.principalTags),
    ...call.context,
    'sts:RoleSessionName': call.sessionName,
  };
  if (caller.marks.sourceIdentity !== null) context['aws:SourceIdentity'] = caller.marks.sourceIdentity;
  if (call.externalId !== undefined) context['sts:ExternalId'] = call.externalId;
  if (marks.sourceIdentity !== null) context['sts:SourceIdentity'] = marks.sourceIdentity;
  if (marks.transitiveTagKeys.length > 0) context['sts:TransitiveTagKeys'] = [...marks.transitiveTagKeys];
  for (const [key, value] of Object.entries(marks.tags)) context[`aws:RequestTag/${key}`] = value;
  if (Object.keys(marks.tags).length > 0) context['aws:TagKeys'] = Object.keys(marks.tags);
  for (const [key, value] of Object.entries(role.tags ?? {})) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`iam:ResourceTag/${key}`] = value;
  }
  return context;
}
