import { assumeRoleForService } from '../../auth/assume-for-service.ts';
import { effectiveIam } from '../../auth/effective.ts';
import { activeAssociation, type Ec2Place, type StoredInstance } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import type { SessionState } from '../../state/world.ts';
import { profileNameOf } from './profile.ts';
import { rotateEvery } from './times.ts';

/** What the metadata service has for an instance: credentials, or why it has none. */
export type InstanceCredentials =
  | { kind: 'credentials'; roleName: string; issuedAt: string; session: SessionState }
  /** No profile, or one without a role: `iam/security-credentials/` is 404. */
  | { kind: 'none' }
  /** The role cannot be assumed (D-48): `iam/security-credentials/<role>` answers with this code and no keys. */
  | { kind: 'refused'; roleName: string; message: string };

/**
 * Credentials as `iam/security-credentials/` gives them now. They are kept for an hour: swapping the role inside the profile changes nothing
 * for a running instance until they rotate; another association, a stop or a start does (D-43). The session is named after the instance.
 */
export function instanceCredentials(place: Ec2Place, instance: StoredInstance): InstanceCredentials {
  const { world, account, region, ec2 } = place;
  const now = world.clock.now().toISOString();
  const kept = instance.credentials;
  const session = kept && own(world.state.sessions, kept.accessKeyId);
  if (kept && session && now < kept.rotatesAt) {
    return { kind: 'credentials', roleName: roleNameOf(kept.roleArn), issuedAt: kept.issuedAt, session };
  }
  instance.credentials = null;
  const association = activeAssociation(ec2, instance.instanceId);
  if (instance.state !== 'running' || !association) return { kind: 'none' };
  const iam = effectiveIam(world, account.id);
  const profile = iam.find('instanceProfiles', profileNameOf(association.profileArn));
  const role = profile?.id === association.profileId ? iam.find('roles', profile.roles[0] ?? '') : null;
  if (!role) return { kind: 'none' };
  const given = assumeRoleForService(world, {
    accountId: account.id,
    roleArn: role.arn,
    service: 'ec2.amazonaws.com',
    sourceArn: `arn:${account.partition}:ec2:${region}:${account.id}:instance/${instance.instanceId}`,
    sourceAccount: account.id,
    sessionName: instance.instanceId,
  });
  if ('denied' in given)
    return {
      kind: 'refused',
      roleName: role.name,
      message:
        'EC2 cannot assume the role. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.',
    };
  const rotatesAt = new Date(world.clock.now().getTime() + rotateEvery).toISOString();
  instance.credentials = { roleArn: role.arn, accessKeyId: given.accessKeyId, issuedAt: now, rotatesAt };
  return { kind: 'credentials', roleName: role.name, issuedAt: now, session: given };
}

const roleNameOf = (arn: string): string => arn.split('/').at(-1) ?? '';
