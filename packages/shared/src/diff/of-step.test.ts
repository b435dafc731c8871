import { expect, test } from 'vitest';
import { planEcsTaskRole } from '../plan/recipes/ecs-task-role.ts';
import { definition, keyId, snapshotOf } from '../plan/snapshot.fixture.ts';
import { diffOfStep } from './of-step.ts';

const masked = (id?: string) => ({ $masked: { fingerprint: 'f', class: 'secret', ...(id ? { keyId: id } : {}) } });
const environment = [
  { name: 'AWS_ACCESS_KEY_ID', value: masked(keyId) },
  { name: 'AWS_REGION', value: 'us-east-1' },
  { name: 'AWS_SECRET_ACCESS_KEY', value: masked() },
  { name: 'SLACK_TOKEN', value: masked() },
];
const document = definition({ revision: 3, registeredBy: 'ci', futureMember: { of: 'AWS' } }, { environment, essential: true });
const diffs = () => {
  const snapshot = snapshotOf(document);
  const { steps } = planEcsTaskRole('plan_1', snapshot, { role: { create: { name: 'LimboTaskRole' } } });
  return steps.map((step) => [step.kind, diffOfStep(step, snapshot)] as const);
};
const of = (kind: string) => diffs().find(([one]) => one === kind)?.[1];

test('C4 D-20: the diff of the revision is the pair, masked, and the role, and nothing else', () => {
  const diff = of('register-task-definition')!;
  const changed = diff.lines.filter((line) => line.kind === 'added' || line.kind === 'removed');
  expect(changed.map(({ kind, text }) => `${kind} ${text.trim()}`)).toEqual([
    'removed { "name": "AWS_ACCESS_KEY_ID", "value": AKIA…MPLE (masked) },',
    'removed { "name": "AWS_SECRET_ACCESS_KEY", "value": •••• (masked) },',
    'added "taskRoleArn": "arn:aws:iam::560921689673:role/LimboTaskRole"',
  ]);
  expect(diff.summary.map((one) => one.text)).toEqual([
    'arn:aws:iam::560921689673:role/LimboTaskRole',
    'AWS_ACCESS_KEY_ID = AKIA…MPLE (masked)',
    'AWS_SECRET_ACCESS_KEY = •••• (masked)',
  ]);
});

test('every step that changes something has a diff, one that only reads has none', () => {
  expect(diffs().map(([kind, diff]) => [kind, diff !== null])).toEqual([
    ['create-role', true],
    ['put-role-policy', true],
    ['register-task-definition', true],
    ['update-service', true],
    ['wait-for-service', false],
    ['verify', false],
  ]);
});
