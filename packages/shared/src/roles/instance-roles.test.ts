import { expect, test } from 'vitest';
import { emptyProfileFix } from './fix-profile.ts';
import { instanceRoleFindings, instanceUseOf } from './instance-roles.ts';
import { roleNamed, trusting } from './known-principals.fixture.ts';

const ec2 = trusting({ Service: 'ec2.amazonaws.com' });
const role = (instanceProfiles?: string[], trust = ec2) => ({
  ...roleNamed('agent', { trust }),
  ...(instanceProfiles === undefined ? {} : { instanceProfiles }),
});
const two = [
  { id: '1', name: 'builder' },
  { id: '2', name: 'uploader' },
];

test('E2 D-42: a role for EC2 that no profile holds is a finding, with the two calls that mend it', () => {
  const [found] = instanceRoleFindings(role([]), []);
  expect(found).toMatchObject({ code: 'role-without-profile', severity: 'warn' });
  expect(found?.fix).toContain('add-role-to-instance-profile --instance-profile-name agent --role-name agent');
  expect(instanceRoleFindings(role(['agent']), [])).toEqual([]);
  // Not told is not none.
  expect(instanceRoleFindings(role(), [])).toEqual([]);
  expect(instanceRoleFindings(role([], trusting({ Service: 'ecs-tasks.amazonaws.com' })), [])).toEqual([]);
});

test('E2: an empty profile gets the role of its name, where that trusts EC2; another one only a person can choose', () => {
  const empty = { arn: `arn:aws:iam::${role([]).awsAccountId}:instance-profile/agent`, name: 'agent' };
  expect(emptyProfileFix(empty, [role([])]).proposal).toMatchObject({
    title: 'Put agent into the instance profile agent',
    edits: [{ kind: 'instance-profile', roleArn: role([]).arn, profileName: 'agent' }],
  });
  expect(emptyProfileFix({ ...empty, name: 'other' }, [role([])]).why).toContain('no role is called other');
  expect(emptyProfileFix(empty, [role([], trusting({ Service: 'ecs-tasks.amazonaws.com' }))]).why).toContain('does not trust EC2');
  const elsewhere = { ...empty, arn: 'arn:aws:iam::999999999999:instance-profile/agent' };
  expect(emptyProfileFix(elsewhere, [role([])]).proposal).toBeNull();
});

test('A2 D-79: a role that two workloads run on is a finding that names both', () => {
  const [found] = instanceRoleFindings(role(['agent']), two);
  expect(found).toMatchObject({ code: 'shared-instance-role', message: expect.stringContaining('builder and uploader') });
  expect(instanceRoleFindings(role(['agent']), two.slice(1))).toEqual([]);
});

test('E3: why a role can or cannot be selected for an instance', () => {
  expect(instanceUseOf(role(['agent']))).toMatchObject({ isSelectable: true, why: expect.stringContaining('profile agent') });
  expect(instanceUseOf(role([]))).toMatchObject({ isSelectable: false, why: expect.stringContaining('no profile holds this role') });
  expect(instanceUseOf(role())).toMatchObject({ isSelectable: false, why: expect.stringContaining('not known') });
  const tasks = trusting({ Service: 'ecs-tasks.amazonaws.com' });
  expect(instanceUseOf(role(['agent'], tasks))).toMatchObject({ isSelectable: false, why: expect.stringContaining('does not name ec2') });
  expect(instanceUseOf(role([], tasks))).toBeNull();
});
