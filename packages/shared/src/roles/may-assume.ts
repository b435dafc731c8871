import type { PolicyDocument, PolicyStatement } from '../aws/policy-document.ts';
import { statementsOf } from '../iam/bounds.ts';
import { evaluate } from '../iam/evaluate.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { compilePrincipals, grantOf } from '../iam/principal.ts';
import type { AccessRequest, PolicySet } from '../iam/request.ts';
import { evaluateKnown, type Missing, type ProofDecision } from '../proof/evaluate-known.ts';
import { contextOf, keysIn, policiesOf, requesterOf } from './caller.ts';
import { conditionWords, keyWords } from './condition-words.ts';
import type { EdgeState } from './graph.ts';

/** What is known of one caller and one role. `none`: neither half is there. */
export interface Link {
  state: EdgeState | 'none';
  conditions: string[];
  why: string;
}

/**
 * May this user or role assume that role? Decided by the evaluator with all that the scans read; what a call may freely choose (external id,
 * session name, …) becomes a condition of the link. Where the answer is no, says which half is missing (D-44, D-45). `session`: the trust
 * policy names only the session of this name.
 */
export function mayAssume(caller: KnownPrincipal, role: KnownPrincipal, session?: string): Link {
  const trust = role.trust ?? nobody;
  const { set, missing: unread } = policiesOf(caller);
  const asked = new Set([trust, ...set.identity.map(({ document }) => document), ...(set.boundary ? [set.boundary] : [])].flatMap(keysOf));
  const { context, missing } = contextOf(caller, asked, role.tags);
  const request: AccessRequest = {
    principal: requesterOf(caller, session),
    action: 'sts:AssumeRole',
    resource: role.arn,
    resourceAccountId: role.awsAccountId,
    context,
  };
  const ask = (policies: PolicySet, parts: readonly Missing[]) => decide(request, policies, [...missing, ...parts]);
  const decision = ask({ ...set, resource: trust }, unread);
  if (decision.verdict === 'explicitDeny') return { state: 'none', conditions: [], why: decision.decidedBy.why };
  if (decision.verdict === 'implicitDeny') {
    const trusted = ask({ identity: everything, resource: trust, scps: [] }, []).verdict;
    const permitted = ask({ ...set, resource: trustOf(caller.awsAccountId) }, unread).verdict;
    return missingHalf(
      isPossible(trusted) && namesCaller(trust, request),
      isPossible(permitted) && asksFor(set, role),
      decision.decidedBy.why,
    );
  }
  const conditions = [...(session === undefined ? [] : [`only in its session ${session}`]), ...trustConditions(trust, request)];
  if (decision.verdict !== 'unknown')
    return { state: session === undefined ? 'full' : 'conditional', conditions, why: sentence(decision.decidedBy.why) };
  const parts = decision.missing.flatMap((one) => ('part' in one ? [one.why] : []));
  if (parts.length > 0) return { state: 'unknown', conditions, why: `Not known: ${parts.join('; ')}.` };
  const keys = decision.missing.flatMap((one) => ('key' in one ? [keyWords(one.key)] : []));
  return {
    state: 'conditional',
    conditions: conditions.length > 0 ? conditions : keys,
    why: `Trust and the caller’s policies allow it, depending on ${[...new Set(keys)].join(', ')}.`,
  };
}

/** The evaluator's reason as a sentence of its own; the resource policy of a role is its trust policy. */
const sentence = (why: string): string => {
  const said = ofTrust(why);
  return `${said[0]?.toUpperCase()}${said.slice(1)}.`;
};
const ofTrust = (why: string): string => why.replaceAll('resource policy', 'trust policy');

/** Most questions miss nothing; those are asked of the documents as they are, whose compiled form is remembered. */
const decide = (request: AccessRequest, policies: PolicySet, missing: readonly Missing[]): ProofDecision =>
  missing.length === 0 ? evaluate(request, policies) : evaluateKnown(request, policies, missing);

const isPossible = (verdict: ProofDecision['verdict']): boolean => verdict === 'allowed' || verdict === 'unknown';

function missingHalf(trusted: boolean, permitted: boolean, why: string): Link {
  const said = ofTrust(why);
  if (trusted) return { state: 'trust-only', conditions: [], why: `The trust policy names the caller, but ${said}.` };
  if (permitted) return { state: 'policy-only', conditions: [], why: `A policy of the caller allows it, but ${said}.` };
  return { state: 'none', conditions: [], why };
}

/** An account that is trusted names nobody in particular, so that a caller without permission is no half chain. */
function namesCaller(trust: PolicyDocument, { principal }: AccessRequest): boolean {
  return allowing(trust).some(({ principals }) => {
    const grant = principals === null ? 'none' : grantOf(compilePrincipals(principals), principal);
    return grant === 'role' || grant === 'direct';
  });
}

/** Does a policy name this very role? `sts:AssumeRole` on `*` reaches every role and is a finding, not a half chain to each of them. */
function asksFor({ identity }: Pick<PolicySet, 'identity'>, role: KnownPrincipal): boolean {
  return identity.some(({ document }) =>
    statementsOf('', document).some(({ statement }) => statement.effect === 'Allow' && statement.resources?.includes(role.arn)),
  );
}

/** Conditions of the statement that lets the caller in; of several, the one that asks for least. */
function trustConditions(trust: PolicyDocument, { principal }: AccessRequest): string[] {
  const fitting = allowing(trust).filter(
    ({ principals }) => principals === null || grantOf(compilePrincipals(principals), principal) !== 'none',
  );
  const [least] = fitting.sort((one, other) => one.conditions.length - other.conditions.length);
  return least?.conditions.map(conditionWords) ?? [];
}

const allowing = (trust: PolicyDocument): PolicyStatement[] =>
  statementsOf('', trust).flatMap(({ statement }) => (statement.effect === 'Allow' ? [statement] : []));

const keysOf = (document: PolicySet['identity'][number]['document']): string[] =>
  typeof document === 'string' ? [] : [...keysIn(document)];

const allow = { Effect: 'Allow', Action: '*' };
const nobody: PolicyDocument = { Version: '2012-10-17', Statement: [] };
const everything = [{ name: 'any policy', document: { Version: '2012-10-17', Statement: [{ ...allow, Resource: '*' }] } }];

/** Trusts an account, so that nothing but the caller's own policies decides. */
const trustOf = (accountId: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ ...allow, Principal: { AWS: accountId } }],
});
