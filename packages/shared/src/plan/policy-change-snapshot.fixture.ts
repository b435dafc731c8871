import { absent, known } from '../inventory/reading.ts';
import { dataId, homeId, readRole } from './chain-snapshot.fixture.ts';
import type { PolicyEdit } from './policy-change.ts';
import type { PolicyAccount, PolicyChangeSnapshot } from './policy-change-snapshot.ts';
import { policyChangeTargetOf } from './policy-change-target.ts';

const quotas = known({ managedPerRole: 10, inlineSize: 10_240, managedSize: 6144, trustSize: 2048 });
const account = (id: string, awsAccountId: string): PolicyAccount => ({ id, awsAccountId, name: id, partition: 'aws', quotas });
const accounts = [account('home', homeId), account('data', dataId)];

/** What was read for these edits: every role as `readRole` makes it and every user without policies, unless `has` says so by ARN. */
export function policySnapshot(
  edits: PolicyEdit[],
  has: Record<string, Partial<ReturnType<typeof readRole>>> = {},
  change: Partial<PolicyChangeSnapshot> = {},
): PolicyChangeSnapshot {
  const asked = { target: { title: 'What is mended' }, inputs: { edits } };
  const target = policyChangeTargetOf(asked, homeId, (id) => accounts.find((one) => one.awsAccountId === id) ?? null);
  return {
    readAt: '2026-11-26T12:00:00.000Z',
    region: 'us-east-1',
    accounts,
    target,
    principals: target.principals.map(({ arn, kind, name, awsAccountId }) =>
      kind === 'role'
        ? { kind, reading: known({ ...readRole(awsAccountId, name), arn, ...has[arn] }) }
        : { kind, reading: known({ arn, inline: [], attached: [], groups: [], boundary: null, ...has[arn] }) },
    ),
    policies: target.policies.map(() => absent),
    ...(target.profiles ? { profiles: target.profiles.map(() => ({ reading: absent, instances: known([]) })) } : {}),
    ownIds: [],
    ...change,
  };
}
