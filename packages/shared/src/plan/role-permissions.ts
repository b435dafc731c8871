import { policySize } from '../aws/policy-document.ts';
import { defaultQuotas, overQuota } from '../iam/carry-over.ts';
import { carriedPermissions, nothingCarried, type RolePermissions } from './permissions.ts';
import { type PlannedStep, planTag } from './planned-step.ts';
import type { RoleTarget } from './role-target.ts';
import type { PlanSnapshot, RoleOf } from './snapshot.ts';

/** What a role's permissions are made from: the users of the keys, the role as it is, the account's quotas. */
export type PermissionSources = Pick<PlanSnapshot, 'owners' | 'role' | 'quotas'>;

/** The operator's document, nothing, or what the keys' users may do (`carry-over`), less what an existing role has already. */
export function givenPermissions(
  sources: PermissionSources,
  wanted: 'carry-over' | 'none' | { document: Record<string, unknown> },
  role: RoleTarget,
  incomplete: string[],
): RolePermissions {
  if (wanted === 'none') return { ...nothingCarried, isLeftOut: true };
  const permissions: RolePermissions = wanted === 'carry-over' ? carried(sources, role, incomplete) : ownDocument(wanted.document, role);
  return sources.role.state === 'known' ? withoutPresent(permissions, sources.role.value) : permissions;
}

/** The same with what goes beyond the account's quotas, the role's own policies counted. */
export function withQuotas(sources: PermissionSources, permissions: RolePermissions): RolePermissions {
  const present = sources.role.state === 'known' ? sources.role.value : null;
  const quotas = sources.quotas.state === 'known' ? sources.quotas.value : defaultQuotas;
  const load = {
    attached: present?.attached.length ?? 0,
    inlineSize: (present?.inline ?? []).reduce((sum, one) => sum + policySize(one.document), 0),
  };
  return { ...permissions, overQuota: [...overQuota({ ...permissions, ...load }, quotas)] };
}

function carried({ owners }: PermissionSources, role: RoleTarget, incomplete: string[]): RolePermissions {
  const users = owners.flatMap(({ keyId, user }) => {
    if (user.state === 'known') return [user.value];
    const masked = `${keyId.slice(0, 4)}…${keyId.slice(-4)}`;
    const reason = user.state === 'absent' ? 'it belongs to no user of this account' : user.reason;
    incomplete.push(`The permissions of key ${masked} are not known: ${reason}.`);
    return [];
  });
  return carriedPermissions(users, role.name);
}

function ownDocument(document: Record<string, unknown>, role: RoleTarget): RolePermissions {
  const inline = [{ name: `${role.name}Permissions`.slice(0, 128), document, from: 'the document that you gave', converted: [] }];
  return { ...nothingCarried, inline };
}

/** An existing role keeps what it has; only what is missing by ARN or name is added (D-29). */
function withoutPresent(permissions: RolePermissions, role: RoleOf): RolePermissions {
  const attached = new Set(role.attached.map((policy) => policy.arn));
  const inline = new Map(role.inline.map((policy) => [policy.name, JSON.stringify(policy.document)]));
  return {
    ...permissions,
    boundaryArn: null,
    attach: permissions.attach.filter((policy) => !attached.has(policy.arn)),
    inline: permissions.inline
      .filter((policy) => inline.get(policy.name) !== JSON.stringify(policy.document))
      .map((policy) => (inline.has(policy.name) ? { ...policy, name: `${policy.name.slice(0, 117)}-rolewright` } : policy)),
  };
}

/** Policies made, attached and put for a role, in this order. */
export function permissionSteps(
  planId: string,
  { awsAccountId, partition }: Pick<PlanSnapshot, 'awsAccountId' | 'partition'>,
  role: RoleTarget,
  permissions: RolePermissions,
  ids: (name: string) => string,
): PlannedStep[] {
  const copies = permissions.create.map((policy) => ({
    policy,
    arn: `arn:${partition}:iam::${awsAccountId}:policy/${policy.name}`,
  }));
  return [
    ...copies.map(
      ({ policy, arn }): PlannedStep => ({
        id: ids('policy'),
        kind: 'create-managed-policy',
        policyName: policy.name,
        path: '/',
        policyArn: arn,
        document: policy.document,
        description: `For the role ${role.name}`,
        tags: { [planTag]: planId },
        from: policy.from,
        converted: policy.converted,
      }),
    ),
    ...[...permissions.attach, ...copies.map(({ policy, arn }) => ({ arn, from: policy.from }))].map(
      ({ arn, from }): PlannedStep => ({ id: ids('attach'), kind: 'attach-managed-policy', roleName: role.name, policyArn: arn, from }),
    ),
    ...permissions.inline.map(
      (policy): PlannedStep => ({
        id: ids('inline'),
        kind: 'put-role-policy',
        roleName: role.name,
        policyName: policy.name,
        document: policy.document,
        from: policy.from,
        converted: policy.converted,
      }),
    ),
  ];
}
