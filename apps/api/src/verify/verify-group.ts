import { configurationOf } from '@rolewright/shared/inventory/ec2/derive.ts';
import { known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import { documentsIn, isFrom, stayingIn, versionsIn } from '@rolewright/shared/plan/group-members.ts';
import type { GroupOf } from '@rolewright/shared/plan/group-snapshot.ts';
import type { LaunchSource, TemplateNames } from '@rolewright/shared/plan/group-steps.ts';
import type { UserDataOf } from '@rolewright/shared/plan/instance-snapshot.ts';
import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import { isSameSource, sourceInWords } from '@rolewright/shared/plan/launch-source.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { type GroupFacts, judgeGroup, type VerifiedMember } from '@rolewright/shared/verify/judge-group.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';
import { userDataIn } from '../plan/launch-content.ts';
import { elsewhereOf } from './elsewhere.ts';
import { keyUsesOf } from './key-uses.ts';
import { sessionCalls } from './session-calls.ts';
import { storeProof } from './store-proof.ts';
import { storeVerification } from './store-verification.ts';

export interface GroupVerifyInput {
  deps: Deps;
  port: AwsPort;
  accountId: string;
  runId: string;
  workloadId: string | null;
  step: StepOf<'verify-group'>;
  /** The step's source, with the numbers that the run made. */
  source: LaunchSource;
  names: TemplateNames;
  /** When the roll-out was over, ISO 8601. */
  cutOverAt: string;
  probes: ProbeResult[];
}

/** How many instances are looked up in CloudTrail, which takes two calls a second (D-60); the verdict says when there are more. */
const mostSessions = 20;

/** Reads the evidence, judges it by pure rules, and stores the verdict with the run; a proof is also kept for the inventory. */
export async function verifyGroup(input: GroupVerifyInput): Promise<Verification> {
  const { deps, port, runId, workloadId, step, source, cutOverAt, probes } = input;
  const { groupName, profileArn, roleArn, keyIds, ownRole } = step;
  const roleName = lastNameOf(roleArn);
  const role = ownRole ? await port.read.role(roleName) : null;
  const group = await port.read.group(groupName);
  const members = await membersOf(port, groupName, group, source);
  const ids = members.state === 'known' ? members.value.map(({ instanceId }) => instanceId) : [];
  const facts: GroupFacts = {
    now: deps.now().toISOString(),
    cutOverAt,
    groupName,
    roleName,
    profileArn,
    source: sourceInWords(source, input.names),
    members,
    groupHasSource: group.state === 'known' ? known(isSameSource(group.value.source, source)) : group,
    userData: await userDataOf(deps, port, source),
    ownRoleLastUsedAt: role?.state === 'known' ? (role.value.lastUsed?.at ?? null) : null,
    calls: await sessionCalls(input, roleName, ids.slice(0, mostSessions), ids.length),
    keyUses: await keyUsesOf(port, keyIds),
    otherPlaces: await elsewhereOf(deps, keyIds, workloadId ?? groupName),
    probes,
    standalone: await standaloneOf(port, source),
  };
  const verification = judgeGroup(facts);
  await deps.db.transaction().execute(async (tx) => {
    await storeVerification(tx, runId, verification);
    if (verification.state !== 'verified' || workloadId === null) return;
    await storeProof(tx, { workloadId, configuration: configurationOf(documentsIn(source)), roleArn, verifiedAt: deps.now() });
  });
  return verification;
}

/** Members as the group tells of them, with the profile that EC2 tells of (D-76). */
async function membersOf(
  port: AwsPort,
  groupName: string,
  group: Reading<GroupOf>,
  source: LaunchSource,
): Promise<Reading<VerifiedMember[]>> {
  if (group.state !== 'known') return group;
  const instances = await port.read.launchedInstances({ group: groupName });
  if (instances.state !== 'known') return instances;
  const profileOf = new Map(instances.value.map(({ instanceId, profileArn }) => [instanceId, profileArn]));
  return known(
    stayingIn(group.value).map((member) => ({
      instanceId: member.instanceId,
      lifecycleState: member.lifecycleState,
      healthStatus: member.healthStatus,
      isProtected: member.isProtected,
      isNew: isFrom(member, source),
      profileArn: profileOf.get(member.instanceId) ?? null,
    })),
  );
}

/** Of all that the source names, the one that is worst: a key in any of them is a key. */
async function userDataOf({ fingerprint }: Deps, port: AwsPort, source: LaunchSource): Promise<Reading<UserDataOf>> {
  const told: Reading<Record<string, unknown>>[] = [];
  if ('LaunchConfigurationName' in source) {
    const reading = await port.read.launchConfiguration(source.LaunchConfigurationName);
    told.push(reading.state === 'known' ? known(reading.value.data.reveal()) : reading);
  }
  for (const { id, version } of versionsIn(source)) {
    const reading = await port.read.launchTemplateVersion(id, version);
    told.push(reading.state === 'known' ? known(reading.value.data.reveal()) : reading);
  }
  const found: Reading<UserDataOf>[] = told.map((one) => {
    if (one.state === 'known') return userDataIn(fingerprint, one.value);
    return one.state === 'absent' ? { state: 'unreadable', reason: 'What the group launches from is not there any more.' } : one;
  });
  const keyed = found.find((one) => one.state === 'known' && one.value.verdict !== 'clean');
  return keyed ?? found.find(({ state }) => state === 'unreadable') ?? found[0] ?? { state: 'absent' };
}

async function standaloneOf(port: AwsPort, source: LaunchSource): Promise<Reading<string[]>> {
  const found: string[] = [];
  for (const id of new Set(versionsIn(source).map((one) => one.id))) {
    const instances = await port.read.launchedInstances({ templateId: id });
    if (instances.state === 'unreadable') return instances;
    const all = instances.state === 'known' ? instances.value : [];
    found.push(...all.flatMap(({ group, name, instanceId }) => (group === null ? [`${name} (${instanceId})`] : [])));
  }
  return known(found);
}
