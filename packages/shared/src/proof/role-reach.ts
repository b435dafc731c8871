import { normalisePolicy } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import type { Link } from './assumer.ts';
import { grantsOf } from './grants.ts';
import { judgeLink } from './judge-link.ts';
import { knownCaller, readable } from './known-caller.ts';
import { mayDo } from './may-do.ts';
import type { ReachedRole, ReachQuery } from './reach-answer.ts';

/** Roles of a chain beyond the first one. */
const mostLinks = 4;
/** Roles that are looked beyond; an administrator's chains lead everywhere. */
const mostRoles = 100;

interface Step {
  role: KnownPrincipal;
  path: string[];
  verdict: 'allowed' | 'unknown';
  link: Link | null;
}

/**
 * A user or role itself and every role that it can become over chains of four links at most, each once by a shortest way, with what it may do
 * there. Yields now and then a null, so that the caller can give way to others; ends with the roles. (E7, D-44, D-49)
 */
export function* reachOfRole(
  first: KnownPrincipal,
  principals: readonly KnownPrincipal[],
  question: ReachQuery,
): Generator<null, { roles: ReachedRole[]; cut: boolean }> {
  const targets = principals.filter((one) => one.kind === 'role' && mayTrustRoles(one));
  const found = new Map<string, Step>([[first.arn, { role: first, path: [first.arn], verdict: 'allowed', link: null }]]);
  let cut = false;
  // A Map is walked in the order of its entries, those added on the way too: breadth first.
  for (const step of found.values()) {
    if (cut || step.path.length > mostLinks) continue;
    const caller = knownCaller(step.role);
    for (const role of targets) {
      if (found.has(role.arn)) continue;
      const link = judgeLink(caller, role);
      yield null;
      if (link.verdict === 'denied') continue;
      if (found.size === mostRoles) {
        cut = true;
        break;
      }
      const verdict = step.verdict === 'allowed' ? link.verdict : 'unknown';
      found.set(role.arn, { role, path: [...step.path, role.arn], verdict, link });
    }
  }
  const roles: ReachedRole[] = [];
  for (const step of found.values()) {
    roles.push(reached(step, question));
    yield null;
  }
  return { roles: roles.sort((one, other) => other.blast - one.blast || one.path.length - other.path.length), cut };
}

function reached({ role, path, verdict, link }: Step, { action, resource }: ReachQuery): ReachedRole {
  const caller = knownCaller(role);
  const grants = grantsOf(role);
  const answer = action === undefined || resource === undefined ? null : mayDo(caller, action, resource);
  return {
    arn: role.arn,
    awsAccountId: role.awsAccountId,
    path,
    verdict,
    link,
    administratorLike: grants.some(isEverything),
    blast: Math.max(0, ...grants.filter(({ left }) => left !== 'none').map(({ blast }) => blast)),
    grants,
    unread: caller.unread.map(({ why }) => why),
    answer,
  };
}

/** Everything on everything by a line of its own, and nothing limits it. */
export const isAdministratorLike = (principal: KnownPrincipal): boolean => grantsOf(principal).some(isEverything);

const isEverything = ({ action, resource, condition, left }: ReachedRole['grants'][number]): boolean =>
  left === 'all' && condition === null && /^\*+(:\*+)?$/.test(action) && /^\*+$/.test(resource);

/** A trust policy that names services alone is never a link of a chain. */
function mayTrustRoles({ trust }: KnownPrincipal): boolean {
  const known = readable(trust);
  if (known === null) return true;
  return normalisePolicy(known).statements.some(
    ({ effect, principals, notPrincipals }) =>
      effect === 'Allow' && (notPrincipals !== null || principals === '*' || principals?.AWS !== undefined),
  );
}
