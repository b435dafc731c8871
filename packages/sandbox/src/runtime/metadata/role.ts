import { randomUUID } from 'node:crypto';
import { record } from '../../services/cloudtrail/record.ts';
import { type InstanceCredentials, instanceCredentials } from '../../services/ec2/credentials.ts';
import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';

const seconds = (at: string): string => at.replace(/\.\d+Z$/, 'Z');

/** Body of `iam/security-credentials/<role>`; of a role that EC2 cannot assume the code alone, with status 200, as on AWS. */
export function roleDocument(given: Exclude<InstanceCredentials, { kind: 'none' }>, now: string): object {
  if (given.kind === 'refused') return { Code: 'AssumeRoleUnauthorizedAccess', Message: given.message, LastUpdated: seconds(now) };
  const { session, issuedAt } = given;
  return {
    Code: 'Success',
    LastUpdated: seconds(issuedAt),
    Type: 'AWS-HMAC',
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    Token: session.sessionToken,
    Expiration: seconds(session.expiresAt),
  };
}

/** The instance's credentials now. That EC2 assumed the role shows in CloudTrail: evidence that it was received, not that it is used (D-62). */
export function credentialsNow(place: Ec2Place, instance: StoredInstance): InstanceCredentials {
  const before = instance.credentials?.accessKeyId;
  const given = instanceCredentials(place, instance);
  if (given.kind !== 'credentials' || given.session.accessKeyId === before) return given;
  const { session } = given;
  record(place.world, place.account, {
    at: place.world.clock.now(),
    region: place.region,
    service: 'sts',
    operation: 'AssumeRole',
    principal: { kind: 'service', arn: 'ec2.amazonaws.com', accountId: '', userId: '', accessKeyId: '' },
    sourceIp: 'ec2.amazonaws.com',
    userAgent: 'ec2.amazonaws.com',
    requestId: randomUUID(),
    input: { RoleArn: session.roleArn, RoleSessionName: instance.instanceId },
    output: { Credentials: { AccessKeyId: session.accessKeyId }, AssumedRoleUser: { Arn: session.arn } },
  });
  return given;
}
