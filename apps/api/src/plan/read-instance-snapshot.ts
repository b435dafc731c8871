import { known } from '@rolewright/shared/inventory/reading.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import { takesKeysOut } from '@rolewright/shared/plan/edited-user-data.ts';
import type { InstanceSnapshot } from '@rolewright/shared/plan/instance-snapshot.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { inspectedUserData, keptUserData } from './inspected-user-data.ts';
import { longTermKeys } from './long-term-keys.ts';
import { portInAccount } from './port-in-account.ts';
import { profileAsked, roleNamed, roleOfProfile, roleTarget, servedBy } from './profile-readings.ts';
import { softReads } from './soft-reads.ts';
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
    softly(() => inspectedUserData(ctx.deps, port, instanceId, inputs.userData)),
    softly(() => profileAsked(port, inputs)),
    softly(() => roleNamed(ctx, port, target.name)),
    softly(() => port.read.roleQuotas()),
    workloadOf(ctx, asked),
  ]);
  const keyIds = longTermKeys(inspected.state === 'known' ? [inspected.value] : []);
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
    ...(takesKeysOut(inputs.userData) ? { stopProtection: await softly(() => port.read.stopProtection(instanceId)) } : {}),
    userData: inspected.state === 'known' ? known(keptUserData(inspected.value)) : inspected,
    currentRole: association.state === 'known' ? await softly(() => roleOfProfile(ctx, port, association.value.profileArn)) : association,
    profile,
    role,
    owners: await Promise.all(keyIds.map(async (keyId) => ({ keyId, user: await userOfKey(softly, port, keyId) }))),
    quotas,
    served: await servedBy(softly, port, target, (id) => id === instanceId),
  };
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
