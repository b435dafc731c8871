import { type CompiledPolicy, type CompiledStatement, compilePolicy } from './compile.ts';
import type { Context } from './condition.ts';
import { exemptFromDeny, type Grant, grantOf, strongerGrant } from './principal.ts';
import type { AccessRequest, PolicyInput } from './request.ts';

/** A policy with the name that the answer uses for it. */
export interface Source {
  name: string;
  policy: CompiledPolicy;
}

/** The request, made ready once for all statements. */
export interface Question {
  request: AccessRequest;
  action: string;
  fields: readonly string[] | null;
  context: Context;
  hasBoundary: boolean;
}

/** The statement that allows. */
export interface Allow {
  policy: string;
  statement: string;
}

/** How, and by which statement, a resource's policy lets the caller in. */
export interface ResourceGrant {
  grant: Grant;
  allow: Allow;
}

/** Policy → source under a name of ours. */
export function source(name: string, input: PolicyInput): Source {
  return { name, policy: compilePolicy(input) };
}

/** Control policies by organisational level. */
export function levels(name: string, documents: readonly (readonly PolicyInput[])[]): Source[][] {
  return documents.map((level, depth) => level.map((input, index) => source(`${name} ${index} of level ${depth}`, input)));
}

/** The first policy that does not allow it; null when each does. */
export function firstSilent(sources: readonly (Source | null)[], question: Question): Source | null {
  return sources.find((one) => one !== null && allowOf(one, question) === null) ?? null;
}

/** The first statement of any of them that allows it. */
export function firstAllow(sources: readonly Source[], question: Question): Allow | null {
  for (const one of sources) {
    const allow = allowOf(one, question);
    if (allow) return allow;
  }
  return null;
}

/** For policies that name no principal, and control policies, whose Principal is always `*`. */
export function allowOf(one: Source, question: Question): Allow | null {
  const statement = one.policy.allows.find((candidate) => matchesCall(candidate, question) && conditionsHold(candidate, question, false));
  return statement ? { policy: one.name, statement: statement.id } : null;
}

/** The strongest way in which the resource's policy lets the caller in. */
export function resourceGrant(one: Source, question: Question): ResourceGrant | null {
  let best: ResourceGrant | null = null;
  for (const statement of one.policy.allows) {
    const grant = statementGrant(statement, question);
    if (grant === 'none' || !matchesCall(statement, question) || !conditionsHold(statement, question, false)) continue;
    if (best === null || strongerGrant(grant, best.grant) !== best.grant) {
      best = { grant, allow: { policy: one.name, statement: statement.id } };
    }
  }
  return best;
}

/** NotPrincipal with Allow lets in everybody who is not listed in any way. */
export function statementGrant(statement: CompiledStatement, { request }: Question): Grant {
  if (statement.principals) return grantOf(statement.principals, request.principal);
  if (statement.notPrincipals) return grantOf(statement.notPrincipals, request.principal) === 'none' ? 'everyone' : 'none';
  return 'none';
}

/** Does this Deny statement of a policy of any kind apply? */
export function matchesDeny(statement: CompiledStatement, question: Question): boolean {
  const { principal } = question.request;
  if (statement.principals && grantOf(statement.principals, principal) === 'none') return false;
  if (statement.notPrincipals && exemptFromDeny(statement.notPrincipals, principal, question.hasBoundary)) return false;
  return matchesCall(statement, question) && conditionsHold(statement, question, true);
}

export function matchesCall(statement: CompiledStatement, { action, request, fields, context }: Question): boolean {
  return statement.action(action) && statement.resource(request.resource, fields, context);
}

/** An operator that nobody knows counts against the caller: an Allow does not hold, a Deny does. */
function conditionsHold(statement: CompiledStatement, { context }: Question, deny: boolean): boolean {
  return statement.conditions.every(({ holds }) => {
    const answer = holds(context);
    return answer === 'unknown' ? deny : answer;
  });
}
