import { partitionOf } from '../aws/arn.ts';
import type { ChainCaller } from '../iam/assume-role.ts';
import { noMarks } from '../iam/session-marks.ts';

/** Nothing is known of these accounts; an administrator there has all that an identity policy can give. */
const strangers = ['999999999999', '888888888888', '777777777777'];

/** An account that is none of these. */
export const strangerTo = (accountIds: readonly string[]): string => strangers.find((one) => !accountIds.includes(one)) ?? '';

/** A role of the account that may do everything: who tells most of whether a stranger is let in. `arn`: of the same partition. */
export function administratorOf(arn: string, accountId: string): ChainCaller {
  const partition = partitionOf(arn);
  const principal = {
    kind: 'assumed-role' as const,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/another-administrator/work`,
    accountId,
    roleArn: `arn:${partition}:iam::${accountId}:role/another-administrator`,
  };
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  return { principal, policies: { identity: [{ name: 'AdministratorAccess', document }], scps: [] }, principalTags: {}, marks: noMarks };
}
