import type { InstanceInputs } from '../ec2-instance.ts';
import { userDataChange } from '../edited-user-data.ts';
import type { InstanceOf, InstanceSnapshot } from '../instance-snapshot.ts';
import { nothingCarried, type RolePermissions } from '../permissions.ts';
import type { PlannedStep } from '../planned-step.ts';
import { givenPermissions, withQuotas } from '../role-permissions.ts';
import { type RoleTarget, roleTargetOf } from '../role-target.ts';
import { numbered } from '../step-ids.ts';
import { type ProfileTarget, profileSteps, profileTargetOf, type RoleWork, roleSteps } from './role-and-profile.ts';

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
  const holder = {
    words: `the instance ${snapshot.name}`,
    needs: 'The instance needs an identity of its own. EC2 assumes the role for it, and its',
  };
  const work = { planId, snapshot, holder, role, profile, permissions, ids };
  const changing = [
    ...roleSteps(work),
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

interface Work extends RoleWork {
  snapshot: InstanceSnapshot;
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

/** Last, since it stops the instance; only where every key line goes by itself, or a person edited it until it was clean (D-67, D-68). */
function userDataSteps({ snapshot, ids }: Work, { state, rootDeviceType }: InstanceOf, { userData }: InstanceInputs): PlannedStep[] {
  if (snapshot.userData.state !== 'known' || rootDeviceType !== 'ebs') return [];
  const change = userDataChange(snapshot.userData, userData);
  if (change === null) return [];
  const { fingerprint } = snapshot.userData.value;
  const { instanceId } = snapshot;
  const { lines, edits } = change;
  const remove: PlannedStep = {
    ...{ id: ids('user-data'), kind: 'remove-user-data-keys', instanceId, fingerprint, lines },
    ...(edits === null ? {} : { edits: edits.edits }),
  };
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
