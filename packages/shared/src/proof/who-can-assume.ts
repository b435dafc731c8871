import type { PolicyDocument } from '../aws/policy-document.ts';
import { normalisePolicy } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import type { Assumer, Link } from './assumer.ts';
import { judgeLink } from './judge-link.ts';
import { knownCaller, readable } from './known-caller.ts';
import { namedByTrust } from './named-by-trust.ts';

/** What no scan tells, so that no verdict on a link takes it into account. */
export const notSeenOfLinks = [
  'Service and resource control policies of the organisation are not visible to a scan: they may deny what is allowed here.',
  'A session policy may limit a session further.',
];

type Role = Pick<KnownPrincipal, 'arn' | 'trust' | 'tags'>;

/**
 * Everyone who was scanned, and whom else the trust policy names, each with whether it may assume the role and why; the allowed first.
 * `principals` are of all scanned accounts (`scanned`: their 12 digits), the role itself among them (D-46).
 */
export function whoCanAssume(role: Role, principals: readonly KnownPrincipal[], scanned: ReadonlySet<string>): Assumer[] {
  return [...judgeAssumers(role, principals, scanned)].sort(byVerdict);
}

/** The same one by one and in no order, for a caller that gives way to others in between. */
export function* judgeAssumers(role: Role, principals: readonly KnownPrincipal[], scanned: ReadonlySet<string>): Generator<Assumer> {
  const trust = readable(role.trust);
  const sessions = trust === null ? [] : sessionsIn(trust);
  for (const one of principals) {
    const { kind, arn: principal, awsAccountId } = one;
    yield { kind, principal, awsAccountId, scanned: true, ...bestLink(one, role, sessions) };
  }
  if (trust !== null) yield* namedByTrust({ ...role, trust }, principals, scanned);
}

/** A trust policy may name one session of a role and not the role. */
function bestLink(from: KnownPrincipal, role: Role, sessions: readonly string[]): Link {
  const link = judgeLink(knownCaller(from), role);
  if (link.verdict === 'allowed' || from.kind === 'user') return link;
  const mine = sessions.filter((arn) => arn.includes(`::${from.awsAccountId}:assumed-role/${from.name}/`));
  for (const arn of mine) {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const named = judgeLink(knownCaller(from, name), role);
    if (named.verdict !== 'denied') return { ...named, reason: `Only its session ${name}. ${named.reason}` };
  }
  return link;
}

function sessionsIn(trust: PolicyDocument): string[] {
  const { statements } = normalisePolicy(trust);
  const names = statements.flatMap(({ principals }) => (principals === null || principals === '*' ? [] : (principals.AWS ?? [])));
  return names.filter((name) => name.includes(':assumed-role/'));
}

const order = { allowed: 0, unknown: 1, denied: 2 } as const;

/** The allowed first, then what is not known. */
export function byVerdict(one: Assumer, other: Assumer): number {
  return order[one.verdict] - order[other.verdict] || (one.principal < other.principal ? -1 : 1);
}
