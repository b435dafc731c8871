import type { KnownPrincipal } from '../iam/known-principal.ts';
import type { Decision } from '../iam/request.ts';
import type { LinkVerdict } from './assumer.ts';
import type { DeniedCall, Diagnosis, MissingHalf } from './diagnosis.ts';
import { idsAskedBy } from './ids-asked-by.ts';
import { judgeLink, linkDecision } from './judge-link.ts';
import { knownCaller } from './known-caller.ts';
import { mayDo, ownDecision } from './may-do.ts';
import { planMissing } from './plan-missing.ts';

/** Who called, and the role that was to be assumed where it was sts:AssumeRole. */
export interface Sides {
  caller: KnownPrincipal;
  role: KnownPrincipal | null;
}

/** Trust, identity, boundary of a link; there are no more. */
const mostChanges = 4;

/**
 * Which half of a denied call is missing, and the smallest change that mends it: each change is made in thought and the call judged again,
 * until it is allowed or only a person can go on (B1, D-44, D-45).
 */
export function diagnose(call: DeniedCall, sides: Sides): Pick<Diagnosis, 'verdict' | 'reason' | 'missing' | 'afterwards' | 'fix'> {
  const first = judge(call, sides);
  const missing: MissingHalf[] = [];
  let now = sides;
  let afterwards = first.verdict;
  while (afterwards === 'denied' && missing.length < mostChanges) {
    const change = nextChange(call, now);
    missing.push(change);
    if (change.statement === null) break;
    now = changed(now, change);
    afterwards = judge(call, now).verdict;
  }
  return { ...first, missing, afterwards, fix: planMissing(call, sides, { ...first, missing, afterwards }) };
}

function judge({ action, resource }: DeniedCall, { caller, role }: Sides): { verdict: LinkVerdict; reason: string } {
  if (role !== null) return judgeLink(knownCaller(caller), role);
  const { verdict, why } = mayDo(knownCaller(caller), action, resource);
  return { verdict, reason: why };
}

function nextChange(call: DeniedCall, { caller, role }: Sides): MissingHalf {
  const decision = role === null ? ownDecision(knownCaller(caller), call.action, call.resource) : linkDecision(knownCaller(caller), role);
  const { policy, why } = decision.decidedBy;
  const at = (of: KnownPrincipal) => ({ owner: of.arn, awsAccountId: of.awsAccountId });
  if (decision.verdict === 'explicitDeny') {
    const owner = policy === 'resource policy' && role !== null ? role : caller;
    return { half: 'deny', ...at(owner), words: `${denyWords(decision)} An allow cannot mend it.`, statement: null };
  }
  if (policy === 'resource policy' && role !== null) {
    const ids = idsAskedBy(role);
    const [id] = ids;
    const asked = ids.length === 1 && id !== undefined ? { Condition: { StringEquals: { 'sts:ExternalId': id } } } : {};
    const statement = { Effect: 'Allow', Principal: { AWS: caller.arn }, Action: call.action, ...asked };
    return { half: 'trust', ...at(role), words: trustWords(why, caller, role, ids), statement };
  }
  const statement = { Effect: 'Allow', Action: call.action, Resource: call.resource };
  if (policy === 'permissions boundary') {
    const words = `The caller’s permissions boundary is missing it: ${why}. Add the statement to the boundary; whoever set it decides that.`;
    return { half: 'boundary', ...at(caller), words, statement };
  }
  const words = `The caller’s half is missing: ${why}. Add the statement to a policy of ${caller.name}.`;
  return { half: 'identity', ...at(caller), words, statement };
}

const denyWords = ({ decidedBy: { policy, statement, why } }: Decision): string =>
  `${why}. Narrow or remove statement ${statement ?? ''} of ${policy ?? 'the policy'}.`;

function trustWords(why: string, caller: KnownPrincipal, role: KnownPrincipal, ids: readonly string[]): string {
  const asked = {
    none: '',
    one: ' It has the external-id condition that the trust policy has for its other callers.',
    several: ' Give it an external-id condition, as the trust policy has them for its other callers.',
  };
  const keep = asked[ids.length === 0 ? 'none' : ids.length === 1 ? 'one' : 'several'];
  return `The trust half is missing: ${why}. Add the statement to the trust policy of ${role.name}, which names ${caller.name} alone.${keep}`;
}

/** The same users and roles with the statement in place. */
function changed({ caller, role }: Sides, { half, statement }: MissingHalf): Sides {
  if (half === 'trust' && role !== null) return { caller, role: { ...role, trust: added(role.trust, statement) } };
  if (half === 'boundary' && caller.boundary !== null) {
    return { role, caller: { ...caller, boundary: { ...caller.boundary, document: added(caller.boundary.document, statement) } } };
  }
  const policy = { name: 'the change', arn: null, document: added(null, statement) };
  return { role, caller: { ...caller, inline: [...caller.inline, policy] } };
}

function added(document: KnownPrincipal['trust'], statement: MissingHalf['statement']) {
  const { Statement = [] } = document ?? {};
  return { Version: '2012-10-17', ...document, Statement: [...(Array.isArray(Statement) ? Statement : [Statement]), statement] };
}
