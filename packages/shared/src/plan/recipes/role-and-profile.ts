import { ec2Context, ec2Service, ec2Trust, trustsService } from '../../iam/trust.ts';
import { freeSid, statementsOf, withStatements } from '../../iam/trust-statements.ts';
import { type InstanceInputs, ownProfilePath } from '../ec2-instance.ts';
import type { InstanceSnapshot } from '../instance-snapshot.ts';
import type { RolePermissions } from '../permissions.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import { permissionSteps } from '../role-permissions.ts';
import type { RoleTarget } from '../role-target.ts';

/** The instance profile that a plan is about, whether it exists or not. */
export interface ProfileTarget {
  name: string;
  arn: string;
  create: boolean;
}

/** What the role and the profile of instances are planned from. */
export type RoleSources = Pick<InstanceSnapshot, 'awsAccountId' | 'partition' | 'profile' | 'role'>;

export interface RoleWork {
  planId: string;
  snapshot: RoleSources;
  /** Whose role it is: in a description, and the sentence's beginning that says what for. */
  holder: { words: string; needs: string };
  role: RoleTarget;
  profile: ProfileTarget;
  permissions: RolePermissions;
  ids: (name: string) => string;
}

/** Inputs → the profile: a new one under the console's own path, or the one of that name. */
export function profileTargetOf({ profile }: Pick<InstanceInputs, 'profile'>, snapshot: RoleSources): ProfileTarget {
  if ('existing' in profile) {
    const arn = snapshot.profile.state === 'known' ? snapshot.profile.value.arn : '';
    return { name: profile.existing, arn, create: false };
  }
  const { name } = profile.create;
  return { name, arn: `arn:${snapshot.partition}:iam::${snapshot.awsAccountId}:instance-profile${ownProfilePath}${name}`, create: true };
}

/**
 * The role is made, or one that does not trust EC2 gets a statement that does; whom it trusts already stays (D-51, E3). Then its permissions.
 */
export function roleSteps(work: RoleWork): PlannedStep[] {
  return [...identitySteps(work), ...permissionSteps(work.planId, work.snapshot, work.role, work.permissions, work.ids)];
}

function identitySteps({ planId, snapshot, holder, role, permissions, ids }: RoleWork): PlannedStep[] {
  if (role.create) {
    const step: PlannedStep = {
      id: ids('role'),
      kind: 'create-role',
      roleName: role.name,
      path: role.path,
      trust: ec2Trust,
      description: `Role of ${plain(holder.words)}, in place of static access keys`,
      boundaryArn: permissions.boundaryArn,
      tags: { [planTag]: planId },
      because: `${holder.needs} metadata service gives the credentials to the programs on it.`,
    };
    return [step];
  }
  if (snapshot.role.state !== 'known') return [];
  const { trust } = snapshot.role.value;
  if (trustsService(trust, ec2Service, ec2Context).verdict !== 'implicitDeny') return [];
  const statement = { ...statementsOf(ec2Trust)[0], Sid: freeSid(trust, 'Ec2Instances') };
  const after = withStatements(trust, [statement]);
  return [{ id: ids('trust'), kind: 'replace-trust-policy', roleName: role.name, before: trust, after, forgets: [] }];
}

/** What IAM takes in a description. */
const plain = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, ' ');

/** The profile is made, and an empty one gets the role (D-42, E2). */
export function profileSteps({ planId, snapshot, role, profile, ids }: RoleWork): PlannedStep[] {
  const roles = snapshot.profile.state === 'known' ? snapshot.profile.value.roles : [];
  const steps: PlannedStep[] = profile.create
    ? [
        {
          id: ids('profile'),
          kind: 'create-instance-profile',
          profileName: profile.name,
          path: ownProfilePath,
          profileArn: profile.arn,
          tags: { [planTag]: planId },
        },
      ]
    : [];
  // A profile that holds another role is refused by a check: taking that out would change everybody who uses it (D-43).
  if (roles.length > 0) return steps;
  const add = { profileName: profile.name, profileArn: profile.arn, roleName: role.name, roleArn: role.arn };
  return [...steps, { id: ids('add-role'), kind: 'add-role-to-instance-profile', ...add }];
}
