import type { PolicyDocument, PolicyStatement } from '../aws/policy-document.ts';
import { statementsOf } from '../iam/bounds.ts';
import { type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import { compilePrincipals, type Grant, grantOf } from '../iam/principal.ts';
import type { RequestPrincipal } from '../iam/request.ts';
import { judgeLink } from '../proof/judge-link.ts';
import { type KnownCaller, knownCaller, readable } from '../proof/known-caller.ts';
import { conditionWords } from './condition-words.ts';
import type { EdgeState } from './graph.ts';

/** What is known of one caller and one role. `none`: neither half is there. */
export interface Link {
  state: EdgeState | 'none';
  conditions: string[];
  why: string;
}

/**
 * An arrow from a caller to a role, or none: as `judgeLink` decides, with the words that an arrow carries. Where the answer is no, half an
 * arrow stays if one side names the other (D-44, D-45). `session`: the trust policy names only the session of this name.
 */
export function mayAssume(caller: KnownPrincipal, role: KnownPrincipal, session?: string): Link {
  const from = callerOf(caller, session);
  const judged = judgeLink(from, role);
  const why = judged.reason.replaceAll('resource policy', 'trust policy');
  if (judged.verdict === 'denied') {
    const half = {
      trust: judged.trust.verdict !== 'denied' && namesCaller(role, from.principal),
      policy: judged.identity.verdict !== 'denied' && namesRole(caller, role),
    };
    return { state: half.trust ? 'trust-only' : half.policy ? 'policy-only' : 'none', conditions: [], why };
  }
  const asked = [...(session === undefined ? [] : [`only in its session ${session}`]), ...trustConditions(role, from.principal)];
  const conditions = asked.length > 0 ? asked : judged.asks;
  if (judged.verdict === 'unknown') return { state: 'unknown', conditions, why };
  return { state: session !== undefined || judged.asks.length > 0 ? 'conditional' : 'full', conditions, why };
}

const callers = new WeakMap<KnownPrincipal, KnownCaller>();

/** A caller is asked about many roles; its form for the evaluator is made once. */
function callerOf(caller: KnownPrincipal, session: string | undefined): KnownCaller {
  if (session !== undefined) return knownCaller(caller, session);
  const known = callers.get(caller) ?? knownCaller(caller);
  callers.set(caller, known);
  return known;
}

/** An account that is trusted names nobody in particular, so that a caller without permission is no half chain. */
function namesCaller({ trust }: KnownPrincipal, caller: RequestPrincipal): boolean {
  return allowing(trust).some((statement) => ['role', 'direct'].includes(grantedBy(statement, caller)));
}

/** Does a policy name this very role? `sts:AssumeRole` on `*` reaches every role and is a finding, not a half chain to each of them. */
function namesRole(caller: KnownPrincipal, { arn }: KnownPrincipal): boolean {
  return policiesOfPrincipal(caller).some(({ document }) => allowing(document).some(({ resources }) => resources?.includes(arn)));
}

/** Conditions of the statement that lets the caller in; of several, the one that asks for least. */
function trustConditions({ trust }: KnownPrincipal, caller: RequestPrincipal): string[] {
  const fitting = allowing(trust).filter((statement) => grantedBy(statement, caller) !== 'none');
  const [least] = fitting.sort((one, other) => one.conditions.length - other.conditions.length);
  return least?.conditions.map(conditionWords) ?? [];
}

/** NotPrincipal lets in whom it does not name; that is seldom anybody in particular. */
const grantedBy = ({ principals }: PolicyStatement, caller: RequestPrincipal): Grant =>
  principals === null ? 'everyone' : grantOf(compilePrincipals(principals), caller);

function allowing(document: PolicyDocument | null): PolicyStatement[] {
  const known = readable(document);
  if (known === null) return [];
  return statementsOf('', known).flatMap(({ statement }) => (statement.effect === 'Allow' ? [statement] : []));
}
