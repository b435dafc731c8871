import { compilePolicy, resourceFields } from './compile.ts';
import { contextOf } from './condition.ts';
import { holdingConditions, type NearMiss, nearMiss, nearMissOfResource } from './near-miss.ts';
import { type Grant, roleArnOf } from './principal.ts';
import type { AccessRequest, Decision, PolicySet } from './request.ts';
import {
  allowOf,
  firstAllow,
  firstSilent,
  levels,
  matchesDeny,
  type Question,
  type ResourceGrant,
  resourceGrant,
  type Source,
  source,
} from './sources.ts';

/**
 * Decides one request as AWS documents it: an explicit deny anywhere wins; service and resource control policies must allow at every
 * level; then identity or resource policy within an account, both across accounts; boundary and session policy limit what the identity
 * side gives and what a role's ARN is granted. sts:AssumeRole on a role and kms on a key always need the resource's own policy (D-44, D-45).
 *
 * Pure; a condition key that is not in the context is missing. Throws MalformedPolicyDocument. Keep documents as the same objects or the
 * same text between calls: what is compiled of them is remembered by that.
 * Source: IAM reference_policies_evaluation-logic, reference_policies_evaluation-logic-cross-account, access_policies_boundaries.
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  if (needsNoPermission.has(request.action.toLowerCase())) return decide('allowed', null, 'AWS asks no permission for it');
  const question: Question = {
    request,
    action: request.action.toLowerCase(),
    fields: resourceFields(request.resource),
    context: contextOf(request.context),
    hasBoundary: policies.boundary !== undefined,
  };
  const identity = policies.identity.map(({ name, document }) => ({ name, policy: compilePolicy(document) }));
  const resource = policies.resource === undefined ? null : source('resource policy', policies.resource);
  const boundary = policies.boundary === undefined ? null : source('permissions boundary', policies.boundary);
  const session = policies.session === undefined ? null : source('session policy', policies.session);
  const scps = underServiceControl(request) ? levels('service control policy', policies.scps) : [];
  const rcps = isServiceLinked(request) ? [] : levels('resource control policy', policies.rcps ?? []);

  const all = [...scps.flat(), ...rcps.flat(), resource, boundary, session, ...identity].filter((one) => one !== null);
  for (const one of all) {
    const statement = one.policy.denies.find((candidate) => matchesDeny(candidate, question));
    if (statement) {
      const why = `${one.name} denies it explicitly${holdingConditions(statement)}`;
      return decide('explicitDeny', { policy: one.name, statement: statement.id }, why);
    }
  }
  for (const level of [...scps, ...rcps]) {
    if (level.every((one) => allowOf(one, question) === null)) {
      const what = rcps.includes(level) ? 'resource control policy' : 'service control policy';
      return refuse(nearMiss(level, question), null, `no ${what} allows it at one level of the organisation`);
    }
  }
  return decideAllow({ question, identity, resource, boundary, session });
}

interface Sides {
  question: Question;
  identity: readonly Source[];
  resource: Source | null;
  boundary: Source | null;
  session: Source | null;
}

/** After all denies and control policies: does somebody allow it, and does nobody limit it? */
function decideAllow(sides: Sides): Decision {
  const { question, resource } = sides;
  const { kind } = question.request.principal;
  const granted = resource && resourceGrant(resource, question);
  if (kind === 'account-root' && question.action === 'sts:assumerole') {
    return decide('implicitDeny', null, 'the root user of an account cannot assume roles');
  }
  if (kind === 'service' || kind === 'anonymous') {
    if (granted) return decide('allowed', granted.allow, 'resource policy allows the caller');
    const who = kind === 'service' ? question.request.principal.arn : 'anonymous callers';
    return refuse(resource && nearMissOfResource(resource, question), null, `no resource policy allows ${who}`);
  }
  const limit = firstSilent([sides.boundary, sides.session], question);
  if (granted && isSameAccount(question)) {
    const verdict = decideByResourcePolicy(granted, limit, sides);
    if (verdict) return verdict;
  }
  return decideByIdentity(granted, limit, sides);
}

/**
 * Within an account a resource policy that names the caller is enough. What names the user, the session or everyone is beyond boundary
 * and session policy; what names the role's ARN is limited by both, and so is a federated session when the user's ARN is named
 * instead of its own. A policy
 * that names only the account leaves it to identity policies: null.
 */
function decideByResourcePolicy({ grant, allow }: ResourceGrant, limit: Source | null, { question, session }: Sides): Decision | null {
  if (grant === 'account') return null;
  const { kind, arn } = question.request.principal;
  const federated = kind === 'user' && session !== null && !arn.includes(':federated-user/');
  if (limit && (grant === 'role' || (grant === 'direct' && federated))) {
    return refuse(nearMiss([limit], question), limit.name, `${limit.name} does not allow it`);
  }
  return decide('allowed', allow, 'resource policy names the caller; within the account no identity policy is needed');
}

function decideByIdentity(granted: ResourceGrant | null, limit: Source | null, { question, identity, resource }: Sides): Decision {
  const sameAccount = isSameAccount(question);
  const bothSides = !sameAccount || ownPolicyDecides(question);
  if (bothSides && !granted) {
    const what = question.action.startsWith('sts:') ? 'trust policy of the role' : 'resource policy';
    const miss = resource && nearMissOfResource(resource, question);
    return refuse(miss, resource?.name ?? null, `no statement of the ${what} allows the caller`);
  }
  if (question.request.principal.kind === 'account-root') {
    return decide('allowed', granted?.allow ?? null, 'the root user of the account may do all');
  }
  const allow = firstAllow(identity, question);
  if (allow === null) {
    const miss = nearMiss(identity, question) ?? (granted || !resource ? null : nearMissOfResource(resource, question));
    return refuse(miss, null, missingIdentity(sameAccount, granted?.grant ?? 'none'));
  }
  if (limit) return refuse(nearMiss([limit], question), limit.name, `${limit.name} does not allow it`);
  return decide('allowed', allow, bothSides ? `${allow.policy} and the resource policy allow it` : `${allow.policy} allows it`);
}

const isSameAccount = ({ request }: Question): boolean => request.principal.accountId === request.resourceAccountId;

function missingIdentity(sameAccount: boolean, grant: Grant): string {
  if (!sameAccount) return 'no identity policy of the caller allows it, and across accounts both sides must';
  if (grant === 'account') return 'the resource policy names only the account, so an identity policy of the caller must allow it too';
  return 'no identity policy of the caller allows it';
}

/** Not even an explicit deny stops these (STS API_GetCallerIdentity, IAM id_credentials_temp_control-access_getsessiontoken). */
const needsNoPermission: ReadonlySet<string> = new Set(['sts:getcalleridentity', 'sts:getsessiontoken']);

/** Roles and KMS keys: their own policy must allow, an identity policy alone never does (D-44). */
function ownPolicyDecides({ action, fields }: Question): boolean {
  if (action.startsWith('sts:')) return fields?.[2] === 'iam' && fields[5]?.startsWith('role/') === true;
  return action.startsWith('kms:') && fields?.[2] === 'kms' && fields[5]?.startsWith('key/') === true;
}

/** SCPs bear on users, roles and the root user of a member account; not on services or service-linked roles. */
function underServiceControl(request: AccessRequest): boolean {
  const { kind } = request.principal;
  return kind !== 'service' && kind !== 'anonymous' && !isServiceLinked(request);
}

const isServiceLinked = ({ principal }: AccessRequest): boolean => roleArnOf(principal)?.includes(':role/aws-service-role/') === true;

/** An implicit deny: the policy whose silence decides, and the statement that a condition alone kept from allowing it. */
function refuse(miss: NearMiss | null, policy: string | null, why: string): Decision {
  if (miss === null) return decide('implicitDeny', policy === null ? null : { policy, statement: null }, why);
  return decide('implicitDeny', miss, `${why}; statement ${miss.statement} of ${miss.policy} would, but ${miss.why}`);
}

function decide(verdict: Decision['verdict'], by: { policy: string; statement: string | null } | null, why: string): Decision {
  return { verdict, decidedBy: { policy: by?.policy ?? null, statement: by?.statement ?? null, why } };
}
