import { randomUUID } from 'node:crypto';
import type { AutoScalingPlace } from '../../state/autoscaling.ts';
import { own } from '../../state/iam.ts';
import { record } from '../cloudtrail/record.ts';
import type { Principal } from '../service.ts';
import { serviceRoleArn } from './service-role.ts';

const host = 'autoscaling.amazonaws.com';

/** What Auto Scaling does with the account's instances stands in CloudTrail as a call of its service-linked role, in the session `AutoScaling`. */
export function recordByService(
  { world, account, region }: AutoScalingPlace,
  operation: 'RunInstances' | 'TerminateInstances',
  input: Record<string, unknown>,
  failed?: { code: string; message: string },
): void {
  const roleArn = serviceRoleArn({ account });
  const roleId = own(account.iam.roles, roleArn.split('/').at(-1) ?? '')?.id ?? '';
  const principal: Principal = {
    kind: 'assumed-role',
    arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${roleArn.split('/').at(-1)}/AutoScaling`,
    accountId: account.id,
    userId: `${roleId}:AutoScaling`,
    roleArn,
    sessionName: 'AutoScaling',
    accessKeyId: '',
  };
  record(world, account, {
    at: world.clock.now(),
    region,
    service: 'ec2',
    operation,
    principal,
    sourceIp: host,
    userAgent: host,
    requestId: randomUUID(),
    input,
    errorCode: failed?.code,
    errorMessage: failed?.message,
  });
}
