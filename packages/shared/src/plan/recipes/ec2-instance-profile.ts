import { ec2Context, ec2Service, ec2Trust, trustsService } from '../../iam/trust.ts';
import { freeSid, statementsOf, withStatements } from '../../iam/trust-statements.ts';
import { type InstanceInputs, ownProfilePath } from '../ec2-instance.ts';
import type { InstanceOf, InstanceSnapshot } from '../instance-snapshot.ts';
import { nothingCarried, type RolePermissions } from '../permissions.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import { givenPermissions, permissionSteps, withQuotas } from '../role-permissions.ts';
import { type RoleTarget, roleTargetOf } from '../role-target.ts';
import { numbered } from '../step-ids.ts';

/** The instance profile that a plan is about, whether it exists or not. */
export interface ProfileTarget {
  name: string;
  arn: string;
  create: boolean;
}

/** What the recipe makes of a snapshot: the steps and what the checks need to know about them. */
export interface InstancePlan {
  steps: PlannedStep[];
  role: RoleTarget;
  profile: ProfileTarget;
  permissions: RolePermissions;
  /** What was unreadable or missing, so that the plan is not complete. */
  incomplete: string[];
}

/**
 * Recipe `ec2-instance-profile` (A1, D5, D13, E15): a role, its permissions, a profile with it, the profile on the instance, and the proof;
 * where asked for, metadata options and, last, the key lines out of the user data. Pure and deterministic. Throws Error with a sentence for a
 * role ARN that cannot be.
 */
export function planEc2InstanceProfile(planId: string, snapshot: InstanceSnapshot, inputs: InstanceInputs): InstancePlan {
  const role = roleTargetOf(inputs.role, snapshot.partition, snapshot.awsAccountId);
  const profile = profileTargetOf(inputs, snapshot);
  const incomplete = unreadSentences(snapshot, role, profile);
  if (incomplete.length > 0 || snapshot.instance.state !== 'known')
    return { steps: [], role, profile, permissions: nothingCarried, incomplete };
  const gaps: string[] = [];
  const permissions = withQuotas(snapshot, givenPermissions(snapshot, inputs.permissions ?? 'carry-over', role, gaps));
  const ids = numbered();
  const work = { planId, snapshot, role, profile, permissions, ids };
  const changing = [
    ...roleSteps(work),
    ...permissionSteps(planId, snapshot, role, permissions, ids),
    ...profileSteps(work),
    ...associationSteps(work, snapshot.instance.value),
    ...metadataSteps(work, snapshot.instance.value, inputs),
    ...userDataSteps(work, snapshot.instance.value, inputs),
  ];
  const verify: PlannedStep = {
    id: ids('verify'),
    kind: 'verify-instance',
    instanceId: snapshot.instanceId,
    profileArn: profile.arn,
    roleArn: role.arn,
    keyIds: snapshot.owners.map(({ keyId }) => keyId),
    ownRole: role.create,
  };
  return { steps: changing.length === 0 ? [] : [...changing, verify], role, profile, permissions, incomplete: gaps };
}

interface Work {
  planId: string;
  snapshot: InstanceSnapshot;
  role: RoleTarget;
  profile: ProfileTarget;
  permissions: RolePermissions;
  ids: (name: string) => string;
}

function profileTargetOf({ profile }: InstanceInputs, snapshot: InstanceSnapshot): ProfileTarget {
  if ('existing' in profile) {
    const arn = snapshot.profile.state === 'known' ? snapshot.profile.value.arn : '';
    return { name: profile.existing, arn, create: false };
  }
  const { name } = profile.create;
  return { name, arn: `arn:${snapshot.partition}:iam::${snapshot.awsAccountId}:instance-profile${ownProfilePath}${name}`, create: true };
}

/** The role is made, or one that does not trust EC2 gets a statement that does; whom it trusts already stays (D-51, E3). */
function roleSteps({ planId, snapshot, role, permissions, ids }: Work): PlannedStep[] {
  if (role.create) {
    const step: PlannedStep = {
      id: ids('role'),
      kind: 'create-role',
      roleName: role.name,
      path: role.path,
      trust: ec2Trust,
      description: `Role of the instance ${plain(snapshot.name)}, in place of static access keys`,
      boundaryArn: permissions.boundaryArn,
      tags: { [planTag]: planId },
      because:
        'The instance needs an identity of its own. EC2 assumes the role for it, and its metadata service gives the credentials to the programs on it.',
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

function profileSteps({ planId, snapshot, role, profile, ids }: Work): PlannedStep[] {
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

/** D-65: associate where there is none, replace by the association's id on a running instance, take off and attach on a stopped one. */
function associationSteps({ snapshot, role, profile, ids }: Work, { state }: InstanceOf): PlannedStep[] {
  const { instanceId, association, currentRole } = snapshot;
  const associate = (): PlannedStep => ({
    id: ids('associate'),
    kind: 'associate-instance-profile',
    instanceId,
    profileArn: profile.arn,
    roleArn: role.arn,
  });
  if (association.state !== 'known' || association.value.state === 'disassociating') return [associate()];
  const { associationId, profileArn } = association.value;
  if (profileArn === profile.arn) return [];
  const roleThere = currentRole.state === 'known' ? currentRole.value.arn : null;
  if (state === 'running' || state === 'pending') {
    const from = { fromProfileArn: profileArn, fromRoleArn: roleThere };
    const to = { profileArn: profile.arn, roleArn: role.arn };
    return [{ id: ids('replace'), kind: 'replace-instance-profile', instanceId, associationId, ...from, ...to }];
  }
  const off: PlannedStep = {
    id: ids('disassociate'),
    kind: 'disassociate-instance-profile',
    instanceId,
    associationId,
    profileArn,
    roleArn: roleThere,
  };
  return [off, associate()];
}

function metadataSteps({ snapshot, ids }: Work, { metadata }: InstanceOf, { metadataOptions }: InstanceInputs): PlannedStep[] {
  if (metadataOptions === undefined) return [];
  const before = { httpTokens: metadata.httpTokens, hopLimit: metadata.hopLimit };
  if (before.httpTokens === metadataOptions.httpTokens && before.hopLimit === metadataOptions.hopLimit) return [];
  return [{ id: ids('metadata'), kind: 'modify-metadata-options', instanceId: snapshot.instanceId, before, after: { ...metadataOptions } }];
}

/** Last, since it stops the instance; only where every key line goes by itself (D-67, D-68). */
function userDataSteps({ snapshot, ids }: Work, { state, rootDeviceType }: InstanceOf, { userData }: InstanceInputs): PlannedStep[] {
  if (userData !== 'remove-keys' || snapshot.userData.state !== 'known' || rootDeviceType !== 'ebs') return [];
  const { verdict, fingerprint, lines } = snapshot.userData.value;
  if (verdict !== 'automatic') return [];
  const { instanceId } = snapshot;
  const remove: PlannedStep = { id: ids('user-data'), kind: 'remove-user-data-keys', instanceId, fingerprint, lines };
  if (state === 'stopped' || state === 'stopping') return [remove];
  return [{ id: ids('stop'), kind: 'stop-instance', instanceId }, remove, { id: ids('start'), kind: 'start-instance', instanceId }];
}

/** What must be known to plan at all. */
function unreadSentences({ instance, association, instanceId, ...snapshot }: InstanceSnapshot, role: RoleTarget, profile: ProfileTarget) {
  const why = (what: string, reading: { state: string; reason?: string }): string[] =>
    reading.state === 'known' ? [] : [`${what} ${reading.state === 'absent' ? 'is not there' : `could not be read: ${reading.reason}`}.`];
  const isGone = instance.state === 'known' && ['shutting-down', 'terminated'].includes(instance.value.state);
  return [
    ...why(`The instance ${instanceId}`, instance),
    ...(isGone ? [`The instance ${instanceId} is ${instance.value.state}.`] : []),
    ...(association.state === 'unreadable' ? why(`The instance profile of ${instanceId}`, association) : []),
    ...(profile.create ? [] : why(`The instance profile ${profile.name}`, snapshot.profile)),
    ...(role.create ? [] : why(`The role ${role.name}`, snapshot.role)),
  ];
}
