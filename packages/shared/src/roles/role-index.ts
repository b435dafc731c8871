import { accountOf } from '../aws/arn.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { type AssumeRights, assumeRightsOf } from './assume-rights.ts';
import type { OnInstanceRole } from './instance-roles.ts';
import { type Link, mayAssume } from './may-assume.ts';
import { sessionOf, type TrustName, trustNames } from './trust-names.ts';

/** A role with whom its trust policy names. */
export interface IndexedRole {
  role: KnownPrincipal;
  names: readonly TrustName[];
}

/** All users and roles of the scanned accounts, so that the neighbours of one are found without asking about all the others. */
export interface RoleIndex {
  principals: ReadonlyMap<string, KnownPrincipal>;
  byId: ReadonlyMap<string, KnownPrincipal>;
  /** ARNs by the unique ids that scans have seen, those of deleted users and roles too. */
  formerNames: ReadonlyMap<string, string>;
  /** Workloads of EC2 by the role that their instances have. */
  onInstances: ReadonlyMap<string, readonly OnInstanceRole[]>;
  /** AWS accounts that were scanned. */
  scanned: ReadonlySet<string>;
  rights: ReadonlyMap<string, AssumeRights>;
  roles: ReadonlyMap<string, IndexedRole>;
  /** Callers whose policies name the role's ARN. */
  namedBy: ReadonlyMap<string, readonly KnownPrincipal[]>;
  /** Callers whose policies have a pattern. */
  patterned: readonly KnownPrincipal[];
  /** Roles by what their trust policies name: an ARN, an id, 12 digits, `*`, a service. */
  trusting: ReadonlyMap<string, readonly IndexedRole[]>;
  /** `mayAssume`, remembered. `session`: see there. */
  link: (caller: KnownPrincipal, role: KnownPrincipal, session?: string) => Link;
  /** Role of a session that a trust policy names. */
  roleOfSession: (name: string) => { role: KnownPrincipal; sessionName: string } | null;
}

/** Principals → index. Of one that two registered accounts saw, the first counts. `formerNames`: see there. */
export function indexPrincipals(
  all: readonly KnownPrincipal[],
  formerNames: ReadonlyMap<string, string> = new Map(),
  onInstances: ReadonlyMap<string, readonly OnInstanceRole[]> = new Map(),
): RoleIndex {
  const principals = new Map<string, KnownPrincipal>();
  for (const one of all) if (!principals.has(one.arn)) principals.set(one.arn, one);
  const known = [...principals.values()];
  const rights = new Map(known.map((one) => [one.arn, assumeRightsOf(one)]));
  const roles = new Map(known.flatMap((role) => (role.trust === null ? [] : [[role.arn, { role, names: trustNames(role.trust) }]])));
  const namedBy = grouped(
    known.flatMap((caller) => (rights.get(caller.arn)?.exact ?? []).map((arn): [string, KnownPrincipal] => [arn, caller])),
  );
  const byName = [...roles.values()].flatMap((one) =>
    [...new Set(one.names.map(({ name }) => name))].map((name): [string, IndexedRole] => [name, one]),
  );
  const bySession = new Map(known.filter(({ kind }) => kind === 'role').map((role) => [`${role.awsAccountId}/${role.name}`, role]));
  const links = new Map<string, Link>();
  return {
    principals,
    byId: new Map(known.map((one) => [one.uniqueId, one])),
    formerNames,
    onInstances,
    scanned: new Set(known.map(({ awsAccountId }) => awsAccountId)),
    rights,
    roles,
    namedBy,
    patterned: known.filter(({ arn }) => rights.get(arn)?.within != null),
    trusting: grouped(byName),
    link(caller, role, session) {
      const key = `${caller.arn} ${role.arn} ${session ?? ''}`;
      const link = links.get(key) ?? mayAssume(caller, role, session);
      links.set(key, link);
      return link;
    },
    roleOfSession(name) {
      const session = sessionOf(name);
      const role = session === null ? undefined : bySession.get(`${session.awsAccountId}/${session.roleName}`);
      return session === null || role === undefined ? null : { role, sessionName: session.sessionName };
    },
  };
}

/** Was the account of this ARN scanned, so that "not found" means "not there"? */
export const readingOf = (index: RoleIndex, arn: string): 'absent' | 'unreadable' =>
  index.scanned.has(accountOf(arn) ?? '') ? 'absent' : 'unreadable';

function grouped<T>(pairs: readonly [string, T][]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
