import type { Reading } from '../inventory/reading.ts';
import type { MemberOf } from '../plan/group-snapshot.ts';
import type { UserDataOf } from '../plan/instance-snapshot.ts';
import type { ProbeResult } from '../probes/probe.ts';
import { keySilence, type VerificationFacts } from './judge.ts';
import { probeEvidence } from './judge-probes.ts';
import type { Evidence, Verification } from './verification.ts';

/** An instance of the group as it is now. */
export interface VerifiedMember extends Pick<MemberOf, 'instanceId' | 'lifecycleState' | 'healthStatus' | 'isProtected'> {
  /** It was launched from what the plan leads to, by number. */
  isNew: boolean;
  /** ARN of the profile that EC2 tells; null: none, or EC2 does not tell of the instance. */
  profileArn: string | null;
}

/** What was read of a group after the roll-out. */
export interface GroupFacts {
  now: string;
  /** When the roll-out was over, ISO 8601: until then the old key is rightly used. */
  cutOverAt: string;
  groupName: string;
  roleName: string;
  profileArn: string;
  /** What every instance has to be launched from, in words. */
  source: string;
  /** Those that leave are left out. */
  members: Reading<VerifiedMember[]>;
  /** Does the group itself launch from it? */
  groupHasSource: Reading<boolean>;
  /** Of what the group launches from. */
  userData: Reading<Pick<UserDataOf, 'verdict' | 'findings'>>;
  /** When the role was last used; only of a role that nobody else has. null: not known, or never. */
  ownRoleLastUsedAt: string | null;
  /** Calls as `assumed-role/<role>/<instance id>` since the cut-over; null: not even the group's own Region could be read. */
  calls: { allowed: number; denied: number; lastDenied: string | null; looked: number; of: number; unreadRegions: string[] } | null;
  keyUses: VerificationFacts['keyUses'];
  otherPlaces: string[];
  probes: ProbeResult[];
  /** Instances from the same template that are in no group, in words. */
  standalone: Reading<string[]>;
}

/**
 * Facts → what is proven of a group (D-62, D-76). verified needs every instance in service on the version that the plan names, each with the
 * profile, user data without a key, a use of the role after the cut-over, none denied since, and that every probe passes.
 */
export function judgeGroup(facts: GroupFacts): Verification {
  const refused = denied(facts);
  const probes = facts.probes.map(probeEvidence);
  const told = [inService(facts), launches(facts), profiles(facts), withoutKey(facts), used(facts), refused];
  const evidence = [...told.map((one) => ({ ...one, at: facts.now })), ...probes];
  const failing = refused.state === 'no' || probes.some(({ state }) => state === 'no');
  return {
    state: failing ? 'failing' : evidence.every(({ state }) => state === 'yes') ? 'verified' : 'unproven',
    evidence,
    keySilence: silence(facts),
    remains: remains(facts),
    checkedAt: facts.now,
  };
}

type Finding = Omit<Evidence, 'at'>;

/** An old instance keeps the key for as long as it lives. */
function silence({ keyUses, cutOverAt, now, members }: GroupFacts): Verification['keySilence'] {
  const judged = keySilence({ keyUses, oldTasksGoneAt: cutOverAt, now });
  const old = members.state === 'known' ? members.value.filter(({ isNew }) => !isNew) : [];
  if (judged.state !== 'used' || old.length === 0) return judged;
  return { ...judged, detail: `The key was used after the cut-over, rightly so: ${namesOf(old)} ${isAre(old)} old still and may have it.` };
}

function inService({ members, source, groupName }: GroupFacts): Finding {
  const claim = `Every instance of ${groupName} is in service on ${source}`;
  const told = 'autoscaling:DescribeAutoScalingGroups';
  if (members.state !== 'known') return { claim, state: 'unknown', source: told, detail: unread(members) };
  const all = members.value;
  if (all.length === 0) return { claim, state: 'not-yet', source: told, detail: 'No instance runs.' };
  const old = all.filter(({ isNew }) => !isNew);
  if (old.length > 0) {
    const held = old.filter(({ isProtected }) => isProtected);
    const why =
      held.length > 0
        ? ` ${namesOf(held)} ${isAre(held)} protected from scale-in, so that the roll-out left ${held.length === 1 ? 'it' : 'them'}.`
        : '';
    return { claim, state: 'not-yet', source: told, detail: `${old.length} of ${all.length} still old: ${namesOf(old)}.${why}` };
  }
  const waiting = all.filter(
    ({ lifecycleState, healthStatus }) => lifecycleState !== 'InService' || healthStatus.toLowerCase() !== 'healthy',
  );
  if (waiting.length > 0) {
    const how = waiting.map((one) => `${one.instanceId} is ${one.lifecycleState}, ${one.healthStatus}`).join('; ');
    return { claim, state: 'not-yet', source: told, detail: `${how}.` };
  }
  return { claim, state: 'yes', source: told, detail: `${all.length} of ${all.length} instances.` };
}

/** Whatever is launched next comes from here. */
function launches({ groupHasSource, source, groupName }: GroupFacts): Finding {
  const claim = `${groupName} itself launches from ${source}`;
  const told = 'autoscaling:DescribeAutoScalingGroups';
  if (groupHasSource.state !== 'known') return { claim, state: 'unknown', source: told, detail: unread(groupHasSource) };
  const detail = groupHasSource.value ? 'So does what it launches next.' : 'It launches from something else: somebody changed it since.';
  return { claim, state: groupHasSource.value ? 'yes' : 'no', source: told, detail };
}

function profiles({ members, profileArn }: GroupFacts): Finding {
  const claim = `Each instance has the profile ${nameOf(profileArn)}`;
  const source = 'ec2:DescribeInstances';
  if (members.state !== 'known') return { claim, state: 'unknown', source, detail: unread(members) };
  const without = members.value.filter((one) => one.profileArn !== profileArn);
  if (members.value.length === 0) return { claim, state: 'not-yet', source, detail: 'No instance runs.' };
  if (without.length === 0) return { claim, state: 'yes', source, detail: `${members.value.length} of ${members.value.length} instances.` };
  const how = without.map((one) => `${one.instanceId} has ${one.profileArn === null ? 'none' : nameOf(one.profileArn)}`).join('; ');
  return { claim, state: without.every(({ isNew }) => !isNew) ? 'not-yet' : 'no', source, detail: `${how}.` };
}

function withoutKey({ userData, source: launched }: GroupFacts): Finding {
  const claim = `No static key is left in the user data of ${launched}`;
  const source = launched.startsWith('launch configuration')
    ? 'autoscaling:DescribeLaunchConfigurations'
    : 'ec2:DescribeLaunchTemplateVersions';
  if (userData.state === 'unreadable') return { claim, state: 'unknown', source, detail: userData.reason };
  if (userData.state === 'absent' || userData.value.verdict === 'clean') return { claim, state: 'yes', source, detail: 'None found.' };
  const lines = [...new Set(userData.value.findings.map(({ line }) => line))];
  return { claim, state: 'no', source, detail: `Line ${lines.join(', ')}. Every instance that is launched takes it from there.` };
}

function used({ calls, ownRoleLastUsedAt, cutOverAt, roleName, groupName }: GroupFacts): Finding {
  const claim = `The instances of ${groupName} used ${roleName} after the cut-over`;
  if (calls !== null && calls.allowed > 0) {
    const detail = `${calls.allowed} call${calls.allowed === 1 ? '' : 's'} as assumed-role/${roleName}/<instance id>.`;
    return { claim, state: 'yes', source: 'cloudtrail:LookupEvents', detail };
  }
  if (ownRoleLastUsedAt !== null && ownRoleLastUsedAt >= cutOverAt) {
    const detail = `Last used ${ownRoleLastUsedAt}, by whoever has it: the instances of this group alone.`;
    return { claim, state: 'yes', source: 'iam:GetRole RoleLastUsed', detail };
  }
  const source = 'iam:GetRole RoleLastUsed, cloudtrail:LookupEvents';
  const detail = 'No use is visible yet. On AWS it shows after minutes to hours; calls on data, such as those on objects in S3, never do.';
  return { claim, state: calls === null ? 'unknown' : 'not-yet', source, detail };
}

function denied({ calls, roleName }: GroupFacts): Finding {
  const claim = 'No call of the instances as the role was denied since the cut-over';
  const source = 'cloudtrail:LookupEvents';
  if (calls === null) return { claim, state: 'unknown', source, detail: 'CloudTrail could not be read.' };
  if (calls.denied > 0)
    return { claim, state: 'no', source, detail: `${calls.denied} denied, last ${calls.lastDenied ?? ''} by ${roleName}.` };
  if (calls.unreadRegions.length > 0)
    return { claim, state: 'unknown', source, detail: `CloudTrail could not be read in ${calls.unreadRegions.join(', ')}.` };
  const looked = calls.looked < calls.of ? ` Looked at ${calls.looked} of ${calls.of} instances.` : '';
  return { claim, state: 'yes', source, detail: `None among the management events; data events are not visible here.${looked}` };
}

function remains({ otherPlaces, keyUses, userData, standalone, source }: GroupFacts): string[] {
  const inUserData = userData.state === 'known' && userData.value.verdict !== 'clean';
  return [
    ...otherPlaces,
    ...(standalone.state === 'known' ? standalone.value : []).map(
      (one) => `${one} was launched from the same template and is in no group: the roll-out did not replace it.`,
    ),
    ...(standalone.state === 'unreadable'
      ? [`Whether instances in no group were launched from the same template could not be read: ${standalone.reason}`]
      : []),
    ...(inUserData
      ? [`The user data of ${source} still shows the key to everybody who may describe it, and to every program on the instances.`]
      : []),
    'The launch configuration or the template versions from before still show their user data to everyone who may describe them; only deleting the key ends that.',
    ...((keyUses?.length ?? 0) > 0
      ? ['The key itself is still active. Retiring it (deactivate, wait, delete) is not done here yet; leave it active until then.']
      : []),
  ];
}

const unread = (reading: { state: 'absent' } | { state: 'unreadable'; reason: string }): string =>
  reading.state === 'absent' ? 'It is not there any more.' : reading.reason;
const namesOf = (members: readonly VerifiedMember[]): string => members.map(({ instanceId }) => instanceId).join(', ');
const isAre = (members: readonly unknown[]): string => (members.length === 1 ? 'is' : 'are');
const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
