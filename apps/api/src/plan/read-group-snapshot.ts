import { templatesIn } from '@rolewright/shared/aws/mixed-instances-policy.ts';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { GroupInputs } from '@rolewright/shared/plan/auto-scaling-group.ts';
import type { GroupOf, GroupSnapshot, LaunchOf } from '@rolewright/shared/plan/group-snapshot.ts';
import type { LaunchSource } from '@rolewright/shared/plan/group-steps.ts';
import { sql } from 'kysely';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { longTermKeys } from './long-term-keys.ts';
import { portInAccount } from './port-in-account.ts';
import { profileAsked, roleNamed, roleOfProfile, roleTarget, servedBy } from './profile-readings.ts';
import { readConfigurationLaunch, readTemplateLaunch } from './read-launch.ts';
import { type SoftRead, softReads } from './soft-reads.ts';
import { userOfKey } from './user-of-key.ts';

/** The longest that all reads of a plan may take together; what is not read by then is unreadable. */
const readMilliseconds = 20_000;

export interface AskedGroup {
  accountId: string;
  region: string;
  groupName: string;
  inputs: GroupInputs;
}

/** Reads from AWS all that the move of an Auto Scaling group stands on. What is refused becomes unreadable, with the reason. */
export async function readGroupSnapshot(ctx: Context, asked: AskedGroup): Promise<GroupSnapshot> {
  const { accountId, region, groupName, inputs } = asked;
  const port = await portInAccount(ctx.deps, accountId, region);
  const { awsAccountId, partition } = await port.identity();
  const target = roleTarget(inputs, partition, awsAccountId);
  const softly = softReads(readMilliseconds);
  const [group, profile, role, quotas, alarms, workloadId] = await Promise.all([
    softly(() => port.read.group(groupName)),
    softly(() => profileAsked(port, inputs)),
    softly(() => roleNamed(ctx, port, target.name)),
    softly(() => port.read.roleQuotas()),
    alarmStates(softly, port, inputs.rollOut.alarms),
    workloadOf(ctx, asked),
  ]);
  const [launches, standalone] = await Promise.all([
    group.state === 'known' ? softly(() => launchesOf(ctx, port, group.value, asked)) : group,
    group.state === 'known' ? softly(() => standaloneOf(port, group.value.source)) : group,
  ]);
  const told = launches.state === 'known' ? launches.value : [];
  const keyIds = longTermKeys(told.flatMap(({ userData }) => (userData.state === 'known' ? userData.value : [])));
  const own = new Set(group.state === 'known' ? group.value.members.map(({ instanceId }) => instanceId) : []);
  const held = told[0]?.profile ?? null;
  return {
    readAt: ctx.deps.now().toISOString(),
    accountId,
    awsAccountId,
    partition,
    region,
    groupName,
    workloadId,
    group,
    launches,
    currentRole: held !== null ? await softly(() => roleOfProfile(ctx, port, held)) : launches.state === 'known' ? absent : launches,
    profile,
    role,
    owners: await Promise.all(keyIds.map(async (keyId) => ({ keyId, user: await userOfKey(softly, port, keyId) }))),
    quotas,
    served: await servedBy(softly, port, target, (id) => own.has(id)),
    standalone,
    alarms,
  };
}

/** Each template version that a source names, once, its own first. */
function templatesOf(source: LaunchSource): { launchTemplateId: string; version: string }[] {
  if ('LaunchConfigurationName' in source) return [];
  if ('LaunchTemplate' in source) {
    const { LaunchTemplateId: launchTemplateId, Version: version } = source.LaunchTemplate;
    return [{ launchTemplateId, version }];
  }
  const all = templatesIn(source.MixedInstancesPolicy);
  return all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
}

type Version = ReturnType<typeof templatesOf>[number];
const isSame = (one: Version, other: Version): boolean => one.launchTemplateId === other.launchTemplateId && one.version === other.version;

/** What the group launches from; one that cannot be read makes the list so. */
async function launchesOf(
  { deps }: Context,
  port: AwsPort,
  { source }: GroupOf,
  { groupName, inputs }: AskedGroup,
): Promise<Reading<LaunchOf[]>> {
  const { fingerprint } = deps;
  const { userData } = inputs;
  const readings = await Promise.all(
    'LaunchConfigurationName' in source
      ? [readConfigurationLaunch(fingerprint, port, source.LaunchConfigurationName, userData)]
      : templatesOf(source).map((one) => readTemplateLaunch(fingerprint, port, one, groupName, userData)),
  );
  const open = readings.find(({ state }) => state !== 'known');
  if (open !== undefined && open.state !== 'known') return open;
  return known(readings.flatMap((one) => (one.state === 'known' ? one.value : [])));
}

/** D-76: they keep what they were launched with, whatever the group does. */
async function standaloneOf(port: AwsPort, source: LaunchSource): Promise<GroupSnapshot['standalone']> {
  const found: { instanceId: string; name: string }[] = [];
  for (const templateId of new Set(templatesOf(source).map(({ launchTemplateId }) => launchTemplateId))) {
    const instances = await port.read.launchedInstances({ templateId });
    if (instances.state !== 'known') return instances;
    const alone = instances.value.filter(({ group }) => group === null);
    found.push(...alone.map(({ instanceId, name }) => ({ instanceId, name })));
  }
  return known(found);
}

async function alarmStates(softly: SoftRead, port: AwsPort, names: readonly string[]): Promise<GroupSnapshot['alarms']> {
  const all = await softly(async () => known(await port.read.alarms(names)));
  if (all.state === 'known') return all.value;
  return names.map((name) => ({ name, state: all }));
}

/** The workload that the last scan made of the group, if it looked at groups. */
async function workloadOf({ deps }: Context, { accountId, region, groupName }: AskedGroup): Promise<string | null> {
  const row = await deps.db
    .selectFrom('workload')
    .select('id')
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where(sql<boolean>`body::jsonb @> ${JSON.stringify({ kind: 'auto-scaling-group', name: groupName })}::jsonb`)
    .executeTakeFirst();
  return row?.id ?? null;
}
