import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../inventory/reading.ts';
import { arnOf, homeId } from '../plan/chain-snapshot.fixture.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';
import { policySnapshot } from '../plan/policy-change-snapshot.fixture.ts';
import { planPolicyChange } from '../plan/recipes/policy-change.ts';
import { policyEvidence } from './judge-policies.ts';

const document = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const caller = arnOf(homeId, 'caller');
const edits = (attachTo: string[]): PolicyEdit[] => [
  { kind: 'managed-policy', policyName: 'may-read', document: document('s3:GetObject'), attachTo },
];
const attached = [{ name: 'may-read', arn: `arn:aws:iam::${homeId}:policy/may-read`, document: document('s3:GetObject') }];

/** What is there after the run, judged by the plan that was made before it. */
function stateOf(attachTo: string[], ...[has, change]: [Parameters<typeof policySnapshot>[1], Parameters<typeof policySnapshot>[2]]) {
  const asked = edits(attachTo);
  const plan = planPolicyChange('plan_1', policySnapshot(asked), { edits: asked }, ['']);
  return policyEvidence(policySnapshot(asked, has, change), plan, '2026-11-26T12:00:00.000Z').state;
}

test.each([
  ['attached, with its text', 'verified', { [caller]: { attached } }, known({ document: document('s3:GetObject') })],
  ['attached, with another text', 'failing', { [caller]: { attached } }, known({ document: document('s3:*') })],
  ['attached, with a text that was not told', 'unproven', { [caller]: { attached } }, unreadable('AccessDenied')],
  ['made, and attached to nobody', 'failing', {}, known({ document: document('s3:GetObject') })],
])('B4: a managed policy of a plan is %s: %s', (_, state, has, reading) => {
  expect(stateOf([caller], has, { policies: [reading] })).toBe(state);
});

test('B4: one that is for nobody yet is verified by what it says, not by nothing', () => {
  expect(stateOf([], {}, { policies: [absent] })).toBe('failing');
  expect(stateOf([], {}, { policies: [known({ document: document('s3:GetObject') })] })).toBe('verified');
});
