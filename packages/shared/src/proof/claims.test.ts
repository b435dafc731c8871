import { expect, test } from 'vitest';
import { known, unreadable } from '../inventory/reading.ts';
import type { EcsTaskRoleInputs } from '../plan/plan.ts';
import { planEcsTaskRole } from '../plan/recipes/ecs-task-role.ts';
import { arn, definition, keyId, policy, role, snapshotOf, user } from '../plan/snapshot.fixture.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import type { Claim } from './claim.ts';
import { elsewhereClaim, steadyClaim } from './live-claims.ts';
import { operatorClaim } from './operator-claims.ts';
import { permissionClaims } from './permission-claims.ts';
import { roleClaims } from './role-claims.ts';
import { workloadClaims } from './workload-claims.ts';

const create: EcsTaskRoleInputs = { role: { create: { name: 'LimboTaskRole' } } };
function claim(id: string, snapshot: PlanSnapshot, inputs = create): Claim {
  const plan = planEcsTaskRole('plan_1', snapshot, inputs);
  const all = [...roleClaims(snapshot, plan), ...permissionClaims(snapshot, plan), ...workloadClaims(snapshot, plan)];
  return all.find((one) => one.id === id)!;
}
const secret = { name: 'SLACK_TOKEN', valueFrom: 'arn:aws:secretsmanager:us-east-1:560921689673:secret:slack-Ab12cd:token::' };

test('C14: the agent’s right to a secret does not belong into the task role', () => {
  const document = definition({}, { secrets: [secret] });
  expect(claim('roles-apart', snapshotOf(document)).verdict).toBe('pass');
  const grants = {
    ...policy('mine', 'secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:560921689673:secret:slack-Ab12cd').document,
  };
  const linted = claim('roles-apart', snapshotOf(document), { ...create, permissions: { document: grants } });
  expect(linted).toMatchObject({
    verdict: 'unknown',
    evidence: [
      'LimboTaskRolePermissions allows secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:560921689673:secret:slack-Ab12cd, which ECS puts into SLACK_TOKEN.',
    ],
  });
});

test('C14 D-27: one role for the agent and the application needs a person’s word', () => {
  const document = definition({ executionRoleArn: 'ecsTaskExecutionRole' });
  const snapshot = snapshotOf(document, { role: known(role('ecsTaskExecutionRole')) });
  expect(claim('roles-apart', snapshot, { role: { existing: arn('role/ecsTaskExecutionRole') } }).verdict).toBe('unknown');
});

test('D-27: a role that the task definition names in short is the same role', () => {
  const snapshot = snapshotOf(definition({ taskRoleArn: 'LimboTaskRole' }), { role: known(role('LimboTaskRole')) });
  expect(claim('existing-role-kept', snapshot, { role: { existing: arn('role/LimboTaskRole') } }).verdict).toBe('pass');
});

test('D-29: others that run as the role are named', () => {
  const given = { role: known(role('LimboTaskRole')), roleUsers: ['reports'] };
  const found = claim('existing-role-kept', snapshotOf(definition({ taskRoleArn: 'LimboTaskRole' }), given), {
    role: { existing: arn('role/LimboTaskRole') },
  });
  expect(found.verdict).toBe('unknown');
  expect(found.evidence.join(' ')).toContain('reports');
});

test.each<[string, string, Record<string, unknown>, Claim['verdict']]>([
  ['D-03: a half that comes from a secret', 'pair-is-whole', { secrets: [{ ...secret, name: 'AWS_SECRET_ACCESS_KEY' }] }, 'fail'],
  [
    'D-10: an environment file, which may bring the name back',
    'pair-is-whole',
    { environmentFiles: [{ value: 'arn:aws:s3:::b/.env', type: 's3' }] },
    'unknown',
  ],
])('%s', (_name, id, inBot, verdict) => {
  expect(claim(id, snapshotOf(definition({}, inBot))).verdict).toBe(verdict);
});

test('D-02: a container that keeps its keys is named', () => {
  const [bot] = definition().containerDefinitions as [object];
  const two = definition({ containerDefinitions: [bot, { ...bot, name: 'worker' }] });
  expect(claim('every-container', snapshotOf(two)).verdict).toBe('pass');
  const one = claim('every-container', snapshotOf(two), { ...create, containers: ['bot'] });
  expect(one).toMatchObject({ verdict: 'unknown', evidence: ['worker would keep its variables.'] });
});

test('D-24: an INACTIVE revision in use cannot be gone back to', () => {
  const found = claim('revision', snapshotOf(definition({ status: 'INACTIVE' })));
  expect(found).toMatchObject({ verdict: 'unknown', evidence: [expect.stringContaining('a roll-back could not')] });
});

test.each<[string, PlanSnapshot['owners'], Claim['verdict']]>([
  ['of this account, by IAM', [{ keyId: 'AKIAIOSFODNN7EXAMPLE', user: known(user('bot')) }], 'pass'],
  ['of the old format whose user IAM does not know', [{ keyId: 'AKIAIOSFODNN7EXAMPLE', user: unreadable('denied') }], 'unknown'],
])('D-14, D-16: a key %s', (_name, owners, verdict) => {
  expect(claim('same-account', snapshotOf(definition(), { owners })).verdict).toBe(verdict);
});

test('D-37: a service whose tags name another owner is changed there', () => {
  const base = snapshotOf();
  const snapshot = { ...base, workload: { ...base.workload, managedBy: 'Copilot application shop' } };
  expect(claim('owned-elsewhere', snapshot)).toMatchObject({ verdict: 'fail', evidence: [expect.stringContaining('Copilot')] });
});

test('D-61: resource policies that name the user are unknown, never clean', () => {
  expect(claim('resource-policies', snapshotOf()).verdict).toBe('unknown');
});

test('C9: every way of not being steady fails', () => {
  const steady = {
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    deployments: [{ rolloutState: 'COMPLETED', status: 'PRIMARY', failedTasks: 0 }],
  };
  expect(steadyClaim(steady, '').verdict).toBe('pass');
  expect(steadyClaim({ ...steady, runningCount: 1 }, '').verdict).toBe('fail');
  expect(steadyClaim({ ...steady, pendingCount: 1 }, '').verdict).toBe('fail');
  expect(steadyClaim({ ...steady, desiredCount: 0, runningCount: 0 }, '').verdict).toBe('fail');
  expect(steadyClaim({ ...steady, deployments: [...steady.deployments, ...steady.deployments] }, '').verdict).toBe('fail');
  expect(steadyClaim(null, 'denied').verdict).toBe('unknown');
});

test('D-33, D-88: rules are listed, and what was not seen is not clean', () => {
  const seen = { places: [], users: [], rules: [], unseen: [] };
  expect(elsewhereClaim(seen).verdict).toBe('pass');
  expect(elsewhereClaim({ ...seen, rules: ['The rule nightly starts limbo:3'] }).evidence).toContain('The rule nightly starts limbo:3');
  expect(elsewhereClaim({ ...seen, unseen: ['The last scan was partial'] }).verdict).toBe('unknown');
});

/** D-94 in short: roles only with the boundary, PassRole only of named roles. */
const boundary = policy('app-boundary', '*', '*', arn('policy/app-boundary'));
const Condition = { StringEquals: { 'iam:PermissionsBoundary': arn('policy/app-boundary') } };
const operator = (...passable: string[]) =>
  known(
    role('RolewrightOperator', {
      inline: [
        {
          name: 'change',
          arn: null,
          document: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'], Resource: '*', Condition },
              { Effect: 'Allow', Action: ['iam:TagRole', 'iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'], Resource: '*' },
              {
                Effect: 'Allow',
                Action: ['ecs:RegisterTaskDefinition', 'ecs:DeregisterTaskDefinition', 'ecs:UpdateService'],
                Resource: '*',
              },
              { Effect: 'Allow', Action: 'iam:PassRole', Resource: passable },
            ],
          },
        },
      ],
    }),
  );
const operatorOf = (snapshot: PlanSnapshot, ...passable: string[]) =>
  operatorClaim(operator(...passable), snapshot, planEcsTaskRole('plan_1', snapshot, create).steps);

test('D-94: an operator that may only make bounded roles is judged by the boundary that the role will have', () => {
  const bounded = [{ keyId, user: known(user('bot', { inline: [policy('m', 's3:GetObject')], boundary })) }];
  expect(operatorOf(snapshotOf(definition(), { owners: bounded }), arn('role/LimboTaskRole')).verdict).toBe('pass');
  const found = operatorOf(snapshotOf(), arn('role/LimboTaskRole'));
  expect(found.verdict).toBe('fail');
  expect(found.evidence.join(' ')).toContain('iam:CreateRole');
});

test('D-36: PassRole is asked of both roles, as the definition in use names them', () => {
  const owners = [{ keyId, user: known(user('bot', { boundary })) }];
  const snapshot = snapshotOf(definition({ executionRoleArn: 'agent' }), { owners });
  expect(operatorOf(snapshot, arn('role/LimboTaskRole')).evidence).toEqual([
    expect.stringContaining(`iam:PassRole on ${arn('role/agent')}`),
  ]);
  expect(operatorOf(snapshot, arn('role/LimboTaskRole'), arn('role/agent')).verdict).toBe('pass');
});

test('D-23: tags that go along need ecs:TagResource', () => {
  const base = snapshotOf(definition(), { owners: [{ keyId, user: known(user('bot', { boundary })) }] });
  if (base.taskDefinition.state !== 'known') throw new Error('not read');
  const tagged = { ...base, taskDefinition: known({ ...base.taskDefinition.value, tags: { team: 'bots' } }) };
  expect(operatorOf(tagged, arn('role/LimboTaskRole')).evidence.join(' ')).toContain('ecs:TagResource');
});
