import { expect, test } from 'vitest';
import { known } from '../inventory/reading.ts';
import { groupInputs } from '../plan/auto-scaling-group.ts';
import { groupSnapshot, onTemplate, templateId } from '../plan/group-snapshot.fixture.ts';
import { ec2Role } from '../plan/instance-snapshot.fixture.ts';
import { planAutoScalingGroup } from '../plan/recipes/auto-scaling-group.ts';
import { arn, policy, role } from '../plan/snapshot.fixture.ts';
import { groupNeeds } from './group-operator-needs.ts';
import { operatorMay } from './operator-claims.ts';

const inputs = groupInputs.parse({
  role: { create: { name: 'Web' } },
  profile: { create: { name: 'Web' } },
  userData: 'remove-keys',
  rollOut: { alarms: ['5xx'] },
});
const snapshot = groupSnapshot({ currentRole: known(ec2Role('Old')) });
const needsOf = (recipe: 'asg-launch-template' | 'asg-launch-configuration', of = snapshot) =>
  groupNeeds(of, planAutoScalingGroup('plan_1', recipe, of, inputs));
const actions = (...args: Parameters<typeof needsOf>) => needsOf(...args).map(({ action }) => action);
const rights = ['iam:*', 'ec2:*', 'autoscaling:*', 'cloudwatch:*'];

test('D7 D-74: without iam:PassRole nothing is begun; the role that is put back is passed too', () => {
  const needs = needsOf('asg-launch-template');
  const mayAll = known(role('Operator', { inline: [policy('all', rights)] }));
  expect(operatorMay(mayAll, snapshot, needs, 'operator-permissions').verdict).toBe('pass');
  const no = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' }] };
  const mayNot = known(role('Operator', { inline: [policy('all', rights), { name: 'no', arn: null, document: no }] }));
  const blocked = operatorMay(mayNot, snapshot, needs, 'operator-permissions');
  expect(blocked.verdict).toBe('fail');
  expect(blocked.evidence.join(' ')).toContain(`iam:PassRole on ${arn('role/Web')}`);
  expect(blocked.evidence.join(' ')).toContain(`iam:PassRole on ${arn('role/Old')}`);
});

test('D9 D12: what the roll-out, its roll-back and its alarms need is asked for', () => {
  expect(actions('asg-launch-template')).toEqual(
    expect.arrayContaining([
      'ec2:CreateLaunchTemplate',
      'ec2:CreateLaunchTemplateVersion',
      'ec2:DeleteLaunchTemplate',
      'ec2:DeleteLaunchTemplateVersions',
      'ec2:RunInstances',
      'autoscaling:UpdateAutoScalingGroup',
      'autoscaling:StartInstanceRefresh',
      'autoscaling:RollbackInstanceRefresh',
      'autoscaling:CancelInstanceRefresh',
      'cloudwatch:DescribeAlarms',
    ]),
  );
  expect(actions('asg-launch-template')).not.toContain('autoscaling:CreateLaunchConfiguration');
});

test('D6: the copy of a launch configuration needs no ec2:RunInstances, and its own deletion', () => {
  const asked = actions('asg-launch-configuration');
  expect(asked).toEqual(expect.arrayContaining(['autoscaling:CreateLaunchConfiguration', 'autoscaling:DeleteLaunchConfiguration']));
  expect(asked).not.toContain('ec2:RunInstances');
});

test('an operator who may change this template alone may do it', () => {
  const of = groupSnapshot(onTemplate());
  const [version] = needsOf('asg-launch-template', of).filter(({ action }) => action === 'ec2:CreateLaunchTemplateVersion');
  expect(version?.resource).toBe(`arn:aws:ec2:us-east-1:560921689673:launch-template/${templateId}`);
});
