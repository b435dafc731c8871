import { AppError } from '@rolewright/shared/error.ts';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { ProfileOf, ServedInstance } from '@rolewright/shared/plan/instance-snapshot.ts';
import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import { type RoleTarget, roleTargetOf } from '@rolewright/shared/plan/role-target.ts';
import type { RoleOf } from '@rolewright/shared/plan/snapshot.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { roleReading } from './role-reading.ts';
import type { SoftRead } from './soft-reads.ts';

/** The role that the inputs name. Throws AppError `bad-input` for an ARN that cannot be. */
export function roleTarget({ role }: Pick<InstanceInputs, 'role'>, partition: string, awsAccountId: string): RoleTarget {
  try {
    return roleTargetOf(role, partition, awsAccountId);
  } catch (error) {
    const message = (error as Error).message;
    throw new AppError('bad-input', `inputs.role: ${message}.`, { fields: [{ field: 'inputs.role', message }] });
  }
}

export async function roleNamed(ctx: Context, port: AwsPort, name: string): Promise<Reading<RoleOf>> {
  const reading = await port.read.role(name);
  return reading.state === 'known' ? known(roleReading(reading.value, ctx.deps.fingerprint)) : reading;
}

/** The role in a profile, by its name or ARN (A1); absent: the profile is empty, or was deleted beneath whoever has it. */
export async function roleOfProfile(ctx: Context, port: AwsPort, profile: string): Promise<Reading<RoleOf>> {
  const held = await port.read.instanceProfile(lastNameOf(profile));
  if (held.state !== 'known') return held;
  const [arn] = held.value.roles;
  return arn === undefined ? absent : roleNamed(ctx, port, lastNameOf(arn));
}

/** The profile that the inputs name. */
export async function profileAsked(port: AwsPort, { profile }: Pick<InstanceInputs, 'profile'>): Promise<Reading<ProfileOf>> {
  const reading = await port.read.instanceProfile('create' in profile ? profile.create.name : profile.existing);
  if (reading.state !== 'known') return reading;
  const { name, arn, roles } = reading.value;
  return known({ name, arn, roles });
}

/** E5: a role may be in many profiles, and a profile on many instances; `own` are left out. A new role serves nobody. */
export async function servedBy(
  softly: SoftRead,
  port: AwsPort,
  role: RoleTarget,
  own: (instanceId: string) => boolean,
): Promise<Reading<ServedInstance[]>> {
  if (role.create) return known([]);
  return softly(async () => {
    const profiles = await port.read.profilesOfRole(role.name);
    if (profiles.state !== 'known') return profiles;
    const served: ServedInstance[] = [];
    for (const { arn, name: profileName } of profiles.value) {
      const instances = await port.read.instancesOfProfile(arn);
      if (instances.state !== 'known') return instances;
      served.push(...instances.value.filter(({ instanceId }) => !own(instanceId)).map((one) => ({ ...one, profileName })));
    }
    return known(served);
  });
}
