import type { KnownPrincipal } from '../iam/known-principal.ts';
import { conditionWords } from './condition-words.ts';
import type { EdgeState } from './graph.ts';
import type { Link } from './may-assume.ts';
import type { IndexedRole, RoleIndex } from './role-index.ts';
import { readingOf } from './role-index.ts';
import type { TrustKind, TrustName } from './trust-names.ts';

/** One end of an edge: a user or role that was scanned, or what a policy names and no scan has found. */
export type End = { principal: KnownPrincipal } | { name: string; kind: Exclude<TrustKind, 'session'> };

/** An edge as seen from one end. */
export interface Neighbour {
  end: End;
  state: EdgeState;
  conditions: string[];
  why: string;
}

/** Who may assume the role, or has one half of it: first those whom it or whose policies name it, then those whose policies have a pattern. */
export function* callersOf(index: RoleIndex, { role, names }: IndexedRole): Generator<Neighbour> {
  const seen = new Set<string>([role.arn]);
  for (const one of names) {
    const caller = one.kind === 'session' ? index.roleOfSession(one.name) : null;
    const principal = caller?.role ?? index.principals.get(one.name) ?? index.byId.get(one.name);
    if (principal === undefined) {
      const neighbour = seen.has(one.name) ? null : unscanned(index, one);
      seen.add(one.name);
      if (neighbour) yield neighbour;
    } else if (!seen.has(principal.arn)) {
      seen.add(principal.arn);
      yield* linked(principal, index.link(principal, role, caller?.sessionName));
    }
  }
  for (const principal of [...(index.namedBy.get(role.arn) ?? []), ...index.patterned]) {
    const within = index.rights.get(principal.arn);
    if (seen.has(principal.arn) || !(within?.exact.includes(role.arn) || within?.within?.(role.arn))) continue;
    seen.add(principal.arn);
    yield* linked(principal, index.link(principal, role));
  }
}

/** Roles that the caller may assume, or has one half of: first those that it names or that name it, then those within its patterns. */
export function* targetsOf(index: RoleIndex, caller: KnownPrincipal): Generator<Neighbour> {
  const seen = new Set<string>([caller.arn]);
  const rights = index.rights.get(caller.arn);
  const naming = [...(index.trusting.get(caller.arn) ?? []), ...(index.trusting.get(caller.uniqueId) ?? [])].map(({ role }) => role.arn);
  for (const arn of [...(rights?.exact ?? []), ...naming]) {
    if (seen.has(arn)) continue;
    seen.add(arn);
    const target = index.roles.get(arn);
    if (target) yield* linked(target.role, index.link(caller, target.role));
    else yield missingTarget(index, arn);
  }
  for (const { role } of openTo(index, caller)) {
    if (seen.has(role.arn)) continue;
    seen.add(role.arn);
    yield* linked(role, index.link(caller, role));
  }
}

/** Roles that trust an account, a service or another name that is no scanned user or role. */
export function targetsOfName(index: RoleIndex, name: string): Neighbour[] {
  return (index.trusting.get(name) ?? []).flatMap(({ role, names }) => {
    const one = names.find((entry) => entry.name === name);
    const seen = one && unscanned(index, one);
    return seen ? [{ ...seen, end: { principal: role } }] : [];
  });
}

/** Roles that let the caller in without naming it, its session aside: by its account, or everyone. */
function openTo(index: RoleIndex, caller: KnownPrincipal): IndexedRole[] {
  return [...(index.trusting.get(caller.awsAccountId) ?? []), ...(index.trusting.get('*') ?? [])];
}

function* linked(principal: KnownPrincipal, { state, conditions, why }: Link): Generator<Neighbour> {
  if (state !== 'none') yield { end: { principal }, state, conditions, why };
}

/** The edge from what is not among the scanned users and roles; null for a session of a role that is not there. */
function unscanned(index: RoleIndex, { kind, name, statement }: TrustName): Neighbour | null {
  const conditions = statement.conditions.map(conditionWords);
  const [state, why] = saidOf(index, kind, name, conditions.length > 0);
  return { end: { name, kind: kind === 'session' ? 'principal' : kind }, state, conditions, why };
}

function saidOf(index: RoleIndex, kind: TrustKind, name: string, asks: boolean): [EdgeState, string] {
  const met = asks ? 'conditional' : 'full';
  if (kind === 'service') return [met, 'The trust policy names the service; whoever may pass the role to it decides what runs with it.'];
  if (kind === 'federated') return [met, 'The trust policy names an identity provider; who signs in there decides.'];
  if (kind === 'everyone') return [met, 'The trust policy lets anybody in whom its conditions do not stop.'];
  if (kind === 'dangling') return ['trust-only', 'The user or role of this id was deleted: nobody can come this way (D-47).'];
  if (kind === 'account') return ['delegation', 'The account is trusted: everyone in it whose own policies allow it may assume the role.'];
  return readingOf(index, name) === 'absent'
    ? ['trust-only', 'The last scan of its account did not find it.']
    : ['unknown', 'Its account is not scanned, so that its own policies are not known.'];
}

function missingTarget(index: RoleIndex, arn: string): Neighbour {
  const end = { name: arn, kind: 'principal' as const };
  const isAbsent = readingOf(index, arn) === 'absent';
  const why = isAbsent
    ? 'A policy allows it, and the last scan of its account did not find the role.'
    : 'A policy allows it; the role’s account is not scanned, so that its trust policy is not known.';
  return { end, state: isAbsent ? 'policy-only' : 'unknown', conditions: [], why };
}
