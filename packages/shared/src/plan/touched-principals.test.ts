import { expect, test } from 'vitest';
import type { PlannedStep } from './planned-step.ts';
import { touchedPrincipals } from './touched-principals.ts';

test('every user and role that a step changes, once, in the account of the step', () => {
  const steps: PlannedStep[] = [
    { id: '1', kind: 'attach-managed-policy', roleName: 'role1', policyArn: 'arn:aws:iam::111122223333:policy/p', from: '' },
    { id: '2', kind: 'put-user-policy', accountId: 'other', userName: 'ann', policyName: 'p', document: {}, because: '' },
    { id: '3', kind: 'detach-policy', holder: { kind: 'user', name: 'ben' }, policyArn: 'arn:aws:iam::111122223333:policy/p' },
    { id: '4', kind: 'replace-trust-policy', roleName: 'role1', before: {}, after: {}, forgets: [] },
    { id: '5', kind: 'verify-policies' },
  ];
  expect(touchedPrincipals(steps, 'home')).toEqual([
    { accountId: 'home', kind: 'role', name: 'role1' },
    { accountId: 'other', kind: 'user', name: 'ann' },
    { accountId: 'home', kind: 'user', name: 'ben' },
  ]);
});
