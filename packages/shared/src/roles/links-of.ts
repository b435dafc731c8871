import type { KnownPrincipal } from '../iam/known-principal.ts';
import { conditionWords } from './condition-words.ts';
import type { EdgeState } from './graph.ts';
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

/** A neighbour that may be one: whether there is an arrow is judged when it is asked for, which costs much more than to name it. */
export interface Candidate {
  id: string;
  judge: () => Neighbour | null;
}

/** Who may assume the role, or has one half of it: first those whom it or whose policies name it, then those whose policies have a pattern. */
export function* callersOf(index: RoleIndex, indexed: IndexedRole): Generator<Candidate> {
  const { role, names } = indexed;
  const seen = new Set<string>([role.arn]);
  for (const one of namedCallersOf(index, indexed)) {
    seen.add(one.id);
    yield one;
  }
  const open = new Set(names.map(({ name }) => name));
  for (const caller of index.patterned) {
    // Whom the trust policy lets in neither by name nor by account has no half of the chain.
    if (seen.has(caller.arn) || !(open.has('*') || open.has(caller.awsAccountId))) continue;
    if (index.rights.get(caller.arn)?.within?.(role.arn)) yield linked(index, caller, role);
  }
}

/** Those whom the trust policy names, and those whose policies name the role: any half that is alone is among these. */
export function* namedCallersOf(index: RoleIndex, { role, names }: IndexedRole): Generator<Candidate> {
  const seen = new Set<string>([role.arn]);
  for (const one of names) {
    const caller = one.kind === 'session' ? index.roleOfSession(one.name) : null;
    const principal = caller?.role ?? index.principals.get(one.name) ?? index.byId.get(one.name);
    const id = principal?.arn ?? one.name;
    if (seen.has(id)) continue;
    seen.add(id);
    if (principal === undefined) yield { id, judge: () => unscanned(index, one) };
    else yield linked(index, principal, role, principal, caller?.sessionName);
  }
  for (const caller of index.namedBy.get(role.arn) ?? []) {
    if (seen.has(caller.arn)) continue;
    seen.add(caller.arn);
    yield linked(index, caller, role);
  }
}

/** Roles that the caller may assume, or has one half of: first those that it names or that name it, then those within its patterns. */
export function* targetsOf(index: RoleIndex, caller: KnownPrincipal): Generator<Candidate> {
  const seen = new Set<string>([caller.arn]);
  const rights = index.rights.get(caller.arn);
  const naming = [...(index.trusting.get(caller.arn) ?? []), ...(index.trusting.get(caller.uniqueId) ?? [])].map(({ role }) => role.arn);
  for (const arn of [...(rights?.exact ?? []), ...naming]) {
    if (seen.has(arn)) continue;
    seen.add(arn);
    const target = index.roles.get(arn);
    yield target ? linked(index, caller, target.role, target.role) : { id: arn, judge: () => missingTarget(index, arn) };
  }
  const everyone = (index.trusting.get('*') ?? []).map(({ role }) => role);
  const delegating = (index.trusting.get(caller.awsAccountId) ?? []).flatMap(({ role }) => (rights?.within?.(role.arn) ? [role] : []));
  for (const role of [...everyone, ...delegating]) {
    if (seen.has(role.arn)) continue;
    seen.add(role.arn);
    yield linked(index, caller, role, role);
  }
}

/** Roles that trust an account, a service or another name that is no scanned user or role. */
export function targetsOfName(index: RoleIndex, name: string): Candidate[] {
  return (index.trusting.get(name) ?? []).map(({ role, names }) => ({
    id: role.arn,
    judge: () => {
      const one = names.find((entry) => entry.name === name);
      return one === undefined ? null : { ...unscanned(index, one), end: { principal: role } };
    },
  }));
}

/** `end`: which of the two is the neighbour. */
function linked(index: RoleIndex, caller: KnownPrincipal, role: KnownPrincipal, end = caller, session?: string): Candidate {
  return {
    id: end.arn,
    judge: () => {
      const { state, conditions, why } = index.link(caller, role, session);
      return state === 'none' ? null : { end: { principal: end }, state, conditions, why };
    },
  };
}

/** The edge from what is not among the scanned users and roles. */
function unscanned(index: RoleIndex, { kind, name, statement }: TrustName): Neighbour {
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
