import { kindOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { InstanceSnapshot, ServedInstance } from '@rolewright/shared/plan/instance-snapshot.ts';
import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import { type RoleTarget, roleTargetOf } from '@rolewright/shared/plan/role-target.ts';
import type { RoleOf } from '@rolewright/shared/plan/snapshot.ts';
import { sql } from 'kysely';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { inspectedUserData } from './inspected-user-data.ts';
import { portInAccount } from './port-in-account.ts';
import { roleReading } from './role-reading.ts';
import { type SoftRead, softReads } from './soft-reads.ts';
import { userOfKey } from './user-of-key.ts';

/** The longest that all reads of a plan may take together; what is not read by then is unreadable. */
const readMilliseconds = 20_000;

export interface AskedInstance {
  accountId: string;
  region: string;
  instanceId: string;
  inputs: InstanceInputs;
}

/** Reads from AWS all that the move of an instance stands on. What is refused becomes unreadable, with the reason. */
export async function readInstanceSnapshot(ctx: Context, asked: AskedInstance): Promise<InstanceSnapshot> {
  const { accountId, region, instanceId, inputs } = asked;
  const port = await portInAccount(ctx.deps, accountId, region);
  const { awsAccountId, partition } = await port.identity();
  const target = roleTarget(inputs, partition, awsAccountId);
  const softly = softReads(readMilliseconds);
  const [instance, association, inspected, profile, role, quotas, workloadId] = await Promise.all([
    softly(() => port.read.instance(instanceId)),
    softly(() => port.read.associationOf(instanceId)),
    softly(() => inspectedUserData(ctx.deps, port, instanceId)),
    softly(() => port.read.instanceProfile('create' in inputs.profile ? inputs.profile.create.name : inputs.profile.existing)),
    softly(() => roleOf(ctx, port, target.name)),
    softly(() => port.read.roleQuotas()),
    workloadOf(ctx, asked),
  ]);
  const keyIds = inspected.state === 'known' ? inspected.value.findings.flatMap(({ keyId }) => keyId ?? []) : [];
  const longTerm = [...new Set(keyIds)].filter((keyId) => kindOfKeyId(keyId) === 'long-term');
  const { name, ...machine } = instance.state === 'known' ? instance.value : { name: instanceId };
  return {
    readAt: ctx.deps.now().toISOString(),
    accountId,
    awsAccountId,
    partition,
    region,
    instanceId,
    name,
    workloadId,
    instance: instance.state === 'known' ? known(machine as Omit<typeof instance.value, 'name'>) : instance,
    association,
    ...(inputs.userData === 'remove-keys' ? { stopProtection: await softly(() => port.read.stopProtection(instanceId)) } : {}),
    userData: inspected.state === 'known' ? known(kept(inspected.value)) : inspected,
    currentRole: association.state === 'known' ? await softly(() => roleOfProfile(ctx, port, association.value.profileArn)) : association,
    profile: profile.state === 'known' ? known({ name: profile.value.name, arn: profile.value.arn, roles: profile.value.roles }) : profile,
    role,
    owners: await Promise.all(longTerm.map(async (keyId) => ({ keyId, user: await userOfKey(softly, port, keyId) }))),
    quotas,
    served: target.create ? known([]) : await servedBy(softly, port, target, instanceId),
  };
}

/** What of the user data is kept with the plan: nothing that was not masked. */
const kept = ({ fingerprint, verdict, findings, lines }: InspectedOf): InspectedOf => ({ fingerprint, verdict, findings, lines });
type InspectedOf = Extract<InstanceSnapshot['userData'], { state: 'known' }>['value'];

function roleTarget(inputs: InstanceInputs, partition: string, awsAccountId: string): RoleTarget {
  try {
    return roleTargetOf(inputs.role, partition, awsAccountId);
  } catch (error) {
    const message = (error as Error).message;
    throw new AppError('bad-input', `inputs.role: ${message}.`, { fields: [{ field: 'inputs.role', message }] });
  }
}

async function roleOf(ctx: Context, port: AwsPort, name: string): Promise<Reading<RoleOf>> {
  const reading = await port.read.role(name);
  return reading.state === 'known' ? known(roleReading(reading.value, ctx.deps.fingerprint)) : reading;
}

/** The role in the profile that is on the instance (A1); absent: the profile is empty, or was deleted beneath it. */
async function roleOfProfile(ctx: Context, port: AwsPort, profileArn: string): Promise<Reading<RoleOf>> {
  const profile = await port.read.instanceProfile(lastNameOf(profileArn));
  if (profile.state !== 'known') return profile;
  const [arn] = profile.value.roles;
  return arn === undefined ? absent : roleOf(ctx, port, lastNameOf(arn));
}

/** E5: a role may be in many profiles, and a profile on many instances. */
function servedBy(softly: SoftRead, port: AwsPort, role: RoleTarget, own: string): Promise<Reading<ServedInstance[]>> {
  return softly(async () => {
    const profiles = await port.read.profilesOfRole(role.name);
    if (profiles.state !== 'known') return profiles;
    const served: ServedInstance[] = [];
    for (const { arn, name: profileName } of profiles.value) {
      const instances = await port.read.instancesOfProfile(arn);
      if (instances.state !== 'known') return instances;
      served.push(...instances.value.filter(({ instanceId }) => instanceId !== own).map((one) => ({ ...one, profileName })));
    }
    return known(served);
  });
}

/** The workload that the last scan made of the instance, if it looked at instances. */
async function workloadOf({ deps }: Context, { accountId, region, instanceId }: AskedInstance): Promise<string | null> {
  const row = await deps.db
    .selectFrom('workload')
    .select('id')
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where(sql<boolean>`body::jsonb @> ${JSON.stringify({ kind: 'instance', ec2: { instanceIds: [instanceId] } })}::jsonb`)
    .executeTakeFirst();
  return row?.id ?? null;
}
