import { dataId, homeId } from '../plan/chain-snapshot.fixture.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';
import { policySnapshot } from '../plan/policy-change-snapshot.fixture.ts';
import { planPolicyChange } from '../plan/recipes/policy-change.ts';
import { exportPolicyChange } from './export-policy-change.ts';
import type { ExportFormat } from './format.ts';

const target = `arn:aws:iam::${dataId}:role/target`;
const caller = `arn:aws:iam::${homeId}:role/caller`;
const user = `arn:aws:iam::${homeId}:user/ann`;
/** As iam/external-id.ts masks them: the one that stands in the trust policy, and the one that the console makes. */
export const [oldId, newId] = ['external-id-00000000000000ff', 'external-id-0000000000000001'];

const document = (Action: string, Resource: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const trust = (principal: object, ids: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': ids } },
    },
  ],
});
const read = { name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', document: document('s3:Get*', '*') };

/** Every kind of edit, over two accounts. */
export const edits: PolicyEdit[] = [
  { kind: 'trust', roleArn: target, document: trust({ AWS: caller }, [oldId, 'generate']) },
  { kind: 'inline-policy', principalArn: caller, policyName: 'old', document: document('s3:GetObject', 'arn:aws:s3:::bucket/*') },
  { kind: 'inline-policy', principalArn: caller, policyName: 'gone', document: null },
  { kind: 'inline-policy', principalArn: user, policyName: 'new', document: document('sts:AssumeRole', target) },
  { kind: 'managed-policy', policyName: 'may-call', document: document('sts:AssumeRole', target), attachTo: [caller, user] },
  { kind: 'detach-policy', principalArn: caller, policyArn: read.arn },
];

export const takesAway: PolicyEdit[] = edits.filter((edit) => edit.kind === 'detach-policy');

/** Names that IAM tells apart and a logical id or label does not, a path that a shell would read, a partner in the trust policy. */
export const alike: PolicyEdit[] = [
  { kind: 'trust', roleArn: target, document: trust({ AWS: 'arn:aws:iam::333344445555:root' }, oldId) },
  {
    kind: 'managed-policy',
    policyName: 'target',
    path: '/$(id)`id`/"\'/',
    document: document('s3:GetObject', '*'),
    attachTo: [target],
  },
  { kind: 'inline-policy', principalArn: target, policyName: 'a-b', document: document('s3:GetObject', 'arn:aws:s3:::a/$us-east-1/*') },
  { kind: 'inline-policy', principalArn: target, policyName: 'a_b', document: document('s3:PutObject', '*') },
];

/** A role into a profile that is new. */
export const intoProfile: PolicyEdit[] = [{ kind: 'instance-profile', roleArn: target, profileName: 'servers' }];

/** A change of policies as a file. */
export function exportedChange(format: ExportFormat, stack = 1, asked = edits): string | null {
  const inline = ['old', 'gone'].map((name) => ({ name, arn: null, document: document('s3:*', '*') }));
  const snapshot = policySnapshot(asked, {
    [target]: { trust: trust({ Service: 'ec2.amazonaws.com', AWS: caller }, oldId), path: '/', maxSessionDuration: 7200 },
    [caller]: { inline, attached: [read] },
  });
  const { steps } = planPolicyChange('plan_1', snapshot, { edits: asked }, [newId, '', '', '', '', '']);
  return exportPolicyChange(format, steps, snapshot, { applied: false, blockers: [] }, stack)?.text ?? null;
}
