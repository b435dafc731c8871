import { expect, test } from 'vitest';
import { known } from '../inventory/reading.ts';
import type { InstanceInputs } from '../plan/ec2-instance.ts';
import { association, ec2Role, instanceSnapshot } from '../plan/instance-snapshot.fixture.ts';
import { planEc2InstanceProfile } from '../plan/recipes/ec2-instance-profile.ts';
import { arn, policy, role } from '../plan/snapshot.fixture.ts';
import { instanceNeeds } from './instance-operator-needs.ts';
import { operatorMay } from './operator-claims.ts';

const inputs: InstanceInputs = {
  role: { create: { name: 'Builder' } },
  profile: { create: { name: 'Builder' } },
  metadataOptions: { httpTokens: 'required', hopLimit: 1 },
  userData: 'remove-keys',
};
const snapshot = instanceSnapshot({ association: known(association('old')), currentRole: known(ec2Role('Old')) });
const needs = instanceNeeds(snapshot, planEc2InstanceProfile('plan_1', snapshot, inputs));
const operator = (...actions: string[]) => known(role('Operator', { inline: [policy('all', actions)] }));
const verdict = (...actions: string[]) => operatorMay(operator(...actions), snapshot, needs, 'operator-permissions');

test('D7 D-65: without iam:PassRole for EC2 nothing is begun; both roles are passed, the old one when it is put back', () => {
  expect(verdict('iam:*', 'ec2:*').verdict).toBe('pass');
  const without = known(
    role('Operator', {
      inline: [
        policy('all', ['iam:*', 'ec2:*']),
        {
          name: 'no',
          arn: null,
          document: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' }] },
        },
      ],
    }),
  );
  const blocked = operatorMay(without, snapshot, needs, 'operator-permissions');
  expect(blocked.verdict).toBe('fail');
  expect(blocked.evidence.join(' ')).toContain(`iam:PassRole on ${arn('role/Builder')}`);
  expect(blocked.evidence.join(' ')).toContain(`iam:PassRole on ${arn('role/Old')}`);
});

test('E15: what undoing needs is asked for too', () => {
  const actions = needs.map(({ action }) => action);
  for (const action of ['iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:DeleteRole', 'ec2:StartInstances'])
    expect(actions).toContain(action);
});
