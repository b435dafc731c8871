import type { PolicyDocument } from '../aws/policy-document.ts';
import type { AccessSide } from '../iam/bounds.ts';
import type { CarryOver, UserPermissions } from '../iam/carry-over.ts';
import { carryOver } from '../iam/carry-over.ts';
import { canonicalJson } from './fingerprint.ts';
import type { PolicyOf, PrincipalOf } from './snapshot.ts';

/** What the role gets, from the users of the keys or from the operator's own document. */
export interface RolePermissions {
  attach: { arn: string; from: string }[];
  inline: { name: string; document: PolicyDocument; from: string; converted: string[] }[];
  create: { name: string; document: PolicyDocument; from: string; converted: string[] }[];
  boundaryArn: string | null;
  blocked: CarryOver['blocked'][number][];
  unknown: CarryOver['unknown'][number][];
  overQuota: CarryOver['overQuota'][number][];
  /** The operator chose to add nothing: what the users may do and the role may not is left out on purpose. */
  isLeftOut?: true;
}

export const nothingCarried: RolePermissions = {
  attach: [],
  inline: [],
  create: [],
  boundaryArn: null,
  blocked: [],
  unknown: [],
  overQuota: [],
};

/** The users' permissions for the role, each policy once; two users with different boundaries have no common one (reported as unknown). */
export function carriedPermissions(users: PrincipalOf[], roleName: string): RolePermissions {
  const parts = users.map((user) => carryOver(userPermissions(user), roleName));
  const boundaries = [...new Set(parts.map((part) => part.boundary?.arn ?? null))];
  const unknown = parts.flatMap((part) => part.unknown);
  if (boundaries.length > 1) {
    const why = `the keys belong to users with different permissions boundaries (${boundaries.map((arn) => arn ?? 'none').join(', ')})`;
    unknown.push({ policy: 'permissions boundary', from: 'the users', statement: '', why });
  }
  return {
    attach: once(
      parts.flatMap((part) => part.attach),
      (one) => one.arn,
    ).map(({ arn, from }) => ({ arn, from })),
    inline: apart(parts.flatMap((part) => part.inline)).map(copy),
    create: apart(parts.flatMap((part) => part.create)).map(copy),
    boundaryArn: boundaries.find((arn) => arn !== null) ?? null,
    blocked: parts.flatMap((part) => part.blocked),
    unknown,
    // Counted by the recipe, over all users and what the role has already.
    overQuota: [],
  };
}

/** A user as it was read → as the carry-over rules take it. */
export function userPermissions(user: PrincipalOf): UserPermissions {
  const managed = (policies: PolicyOf[]) => policies.map(({ arn, name, document }) => ({ arn: arn ?? '', name, document }));
  const inline = (policies: PolicyOf[]) => policies.map(({ name, document }) => ({ name, document }));
  return {
    arn: user.arn,
    name: user.arn.slice(user.arn.lastIndexOf('/') + 1),
    attached: managed(user.attached),
    inline: inline(user.inline),
    groups: user.groups.map((group) => ({ name: group.name, inline: inline(group.inline), attached: managed(group.attached) })),
    ...(user.boundary ? { boundary: { arn: user.boundary.arn ?? '', name: user.boundary.name, document: user.boundary.document } } : {}),
  };
}

/** Every identity policy of a principal, groups' included, by name. */
export const policiesOf = (principal: PrincipalOf): PolicyOf[] => [
  ...principal.attached,
  ...principal.inline,
  ...principal.groups.flatMap((group) => [...group.attached, ...group.inline]),
];

/** A user as it was read → as the comparing rules take it. */
export function sideOfUser(user: PrincipalOf): AccessSide {
  return {
    subject: { kind: 'user', arn: user.arn },
    policies: policiesOf(user).map(({ name, document }) => ({ name, document })),
    ...(user.boundary ? { boundary: user.boundary.document } : {}),
  };
}

const copy = ({ name, document, from, converted }: CarryOver['inline'][number]) => ({ name, document, from, converted: [...converted] });

/** Equal documents of one name once; different ones, of two users, under names of their own. */
function apart(documents: readonly CarryOver['inline'][number][]): CarryOver['inline'][number][] {
  const kept: CarryOver['inline'][number][] = [];
  for (const one of documents) {
    const text = canonicalJson(one.document);
    if (kept.some((other) => other.policy === one.policy && canonicalJson(other.document) === text)) continue;
    const taken = (name: string) => kept.some((other) => other.name === name);
    const names = [one.name, ...documents.map((_, index) => `${one.name.slice(0, 120)}-${index + 2}`)];
    kept.push({ ...one, name: names.find((name) => !taken(name)) ?? one.name });
  }
  return kept;
}

function once<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
