import type { Reading } from '../inventory/reading.ts';
import type { AssociationOf, UserDataOf } from '../plan/instance-snapshot.ts';
import type { ProbeResult } from '../probes/probe.ts';
import { keySilence, type VerificationFacts } from './judge.ts';
import { probeEvidence } from './judge-probes.ts';
import type { Evidence, Verification } from './verification.ts';

/** What was read of an instance after the cut-over. */
export interface InstanceFacts {
  now: string;
  /** When the profile was accepted, ISO 8601. */
  cutOverAt: string;
  /** When the run started the instance anew; null: programs that have the key were not stopped. */
  oldProgramsGoneAt: string | null;
  instanceId: string;
  roleName: string;
  profileArn: string;
  association: Reading<AssociationOf>;
  userData: Reading<Pick<UserDataOf, 'verdict' | 'findings'>>;
  /** When the role was last used; only of a role that nobody else has: otherwise it says nothing of this instance. null: not known, or never. */
  ownRoleLastUsedAt: string | null;
  /** Calls as `assumed-role/<role>/<instance id>` since the cut-over; null: not even the instance's own Region could be read. */
  calls: { allowed: number; denied: number; lastDenied: string | null; unreadRegions: string[] } | null;
  keyUses: VerificationFacts['keyUses'];
  otherPlaces: string[];
  /** How the workload's functional probes went after the change; none where none is defined. */
  probes: ProbeResult[];
}

/**
 * Facts → what is proven of an instance (D-62, D-66). Associated is not used: verified needs the profile, user data without a key, a use of
 * the role by this instance after the cut-over, none denied since, and that every functional probe passes; a failing one fails it all.
 */
export function judgeInstance(facts: InstanceFacts): Verification {
  const refused = denied(facts);
  const probes = facts.probes.map(probeEvidence);
  const read = [associated(facts), withoutKey(facts), used(facts), refused].map((one) => ({ ...one, at: facts.now }));
  const evidence = [...read, ...probes];
  return {
    state: [refused, ...probes].some(({ state }) => state === 'no')
      ? 'failing'
      : evidence.every(({ state }) => state === 'yes')
        ? 'verified'
        : 'unproven',
    evidence,
    keySilence: silence(facts),
    remains: remains(facts),
    checkedAt: facts.now,
  };
}

/** Programs that started with the key go on with it, until the instance or they are started again (D-66). */
function silence({ keyUses, oldProgramsGoneAt, cutOverAt, now }: InstanceFacts): Verification['keySilence'] {
  const judged = keySilence({ keyUses, oldTasksGoneAt: oldProgramsGoneAt ?? cutOverAt, now });
  if (judged.state !== 'used' || oldProgramsGoneAt !== null) return judged;
  const detail = 'The key was used after the cut-over: by programs of the instance that started with it, or by somebody else who has it.';
  return { ...judged, detail };
}

type Finding = Omit<Evidence, 'at'>;

function associated({ association, profileArn, instanceId }: InstanceFacts): Finding {
  const claim = `${instanceId} has the profile ${nameOf(profileArn)}`;
  const source = 'ec2:DescribeIamInstanceProfileAssociations';
  if (association.state === 'unreadable') return { claim, state: 'unknown', source, detail: association.reason };
  if (association.state === 'absent') return { claim, state: 'no', source, detail: 'It has none.' };
  const { profileArn: held, state } = association.value;
  if (held !== profileArn) return { claim, state: 'no', source, detail: `It has ${nameOf(held)}.` };
  return { claim, state: state === 'associated' ? 'yes' : 'not-yet', source, detail: `It is ${state}.` };
}

/** A key in user data was exported at the first boot: whatever started then has it still. */
function withoutKey({ userData }: InstanceFacts): Finding {
  const claim = 'No static key is left in its user data';
  const source = 'ec2:DescribeInstanceAttribute';
  if (userData.state === 'unreadable') return { claim, state: 'unknown', source, detail: userData.reason };
  if (userData.state === 'absent' || userData.value.verdict === 'clean') return { claim, state: 'yes', source, detail: 'None found.' };
  const lines = [...new Set(userData.value.findings.map(({ line }) => line))];
  return {
    claim,
    state: 'no',
    source,
    detail: `Line ${lines.join(', ')}. Programs that took it from there keep it until they are started again.`,
  };
}

function used({ calls, ownRoleLastUsedAt, cutOverAt, roleName, instanceId }: InstanceFacts): Finding {
  const claim = `${instanceId} used ${roleName} after the cut-over`;
  if (calls !== null && calls.allowed > 0) {
    const detail = `${calls.allowed} call${calls.allowed === 1 ? '' : 's'} as assumed-role/${roleName}/${instanceId}.`;
    return { claim, state: 'yes', source: 'cloudtrail:LookupEvents', detail };
  }
  if (ownRoleLastUsedAt !== null && ownRoleLastUsedAt >= cutOverAt) {
    return {
      claim,
      state: 'yes',
      source: 'iam:GetRole RoleLastUsed',
      detail: `Last used ${ownRoleLastUsedAt}, by whoever has it: this instance alone.`,
    };
  }
  const source = 'iam:GetRole RoleLastUsed, cloudtrail:LookupEvents';
  const detail =
    'Associated, not yet used. On AWS use shows after minutes to hours; calls on data, such as those on objects in S3, never do.';
  return { claim, state: calls === null ? 'unknown' : 'not-yet', source, detail };
}

function denied({ calls, roleName }: InstanceFacts): Finding {
  const claim = 'No call of the instance as the role was denied since the cut-over';
  const source = 'cloudtrail:LookupEvents';
  if (calls === null) return { claim, state: 'unknown', source, detail: 'CloudTrail could not be read.' };
  if (calls.denied > 0)
    return { claim, state: 'no', source, detail: `${calls.denied} denied, last ${calls.lastDenied ?? ''} by ${roleName}.` };
  const unread = calls.unreadRegions;
  if (unread.length > 0) return { claim, state: 'unknown', source, detail: `CloudTrail could not be read in ${unread.join(', ')}.` };
  return { claim, state: 'yes', source, detail: 'None among the management events; data events are not visible here.' };
}

function remains({ otherPlaces, keyUses, userData }: InstanceFacts): string[] {
  const inUserData = userData.state === 'known' && userData.value.verdict !== 'clean';
  return [
    ...otherPlaces,
    ...(inUserData
      ? ['The user data still shows the key to everybody who may call ec2:DescribeInstanceAttribute, and to every program on the instance.']
      : []),
    'What user data wrote at the first boot is still on the disk: ~/.aws/credentials, environment files, /var/lib/cloud/instances. Only a look there tells.',
    ...((keyUses?.length ?? 0) > 0
      ? ['The key itself is still active. Retiring it (deactivate, wait, delete) is not done here yet; leave it active until then.']
      : []),
  ];
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
