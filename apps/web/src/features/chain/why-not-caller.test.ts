import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { expect, test } from 'vitest';
import { whyNotCaller } from './why-not-caller.ts';

const of = (profile: string | null, role: string | null, state: Workload['state'] = 'no-credentials') =>
  whyNotCaller({
    state,
    why: 'IAM refused.',
    ec2: {
      ...{ instanceIds: ['i-1'], states: {}, launchTemplate: null, launchConfigurationName: null, mixedInstancesPolicy: null },
      instanceProfileArn: profile && `arn:aws:iam::111122223333:instance-profile/team/${profile}`,
      roleArn: role && `arn:aws:iam::111122223333:role/${role}`,
      metadata: { endpoint: null, tokens: null, hopLimit: null },
    },
  });

test('E2 E3: who has no role cannot begin a chain, and says why; unreadable is not none', () => {
  expect(of('web', 'WebRole')).toBeNull();
  expect(of(null, null)).toBe('It has no instance profile: give it one with a role first.');
  expect(of('web', null)).toBe('Its instance profile web holds no role: put one into it first.');
  expect(of('web', null, 'unknown')).toBe('Which role its instance profile web holds is not known. IAM refused.');
});
