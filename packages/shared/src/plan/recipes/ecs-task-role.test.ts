import { expect, test } from 'vitest';
import { known } from '../../inventory/reading.ts';
import type { EcsTaskRoleInputs } from '../plan.ts';
import { arn, definition, keyId, policy, role, snapshotOf, user } from '../snapshot.fixture.ts';
import type { PlanSnapshot } from '../snapshot.ts';
import { planEcsTaskRole } from './ecs-task-role.ts';

const create: EcsTaskRoleInputs = { role: { create: { name: 'LimboTaskRole' } } };
const existing: EcsTaskRoleInputs = { role: { existing: arn('role/LimboTaskRole') } };
const planOf = (snapshot: PlanSnapshot, inputs = create) => planEcsTaskRole('plan_1', snapshot, inputs);
const kinds = (snapshot: PlanSnapshot, inputs = create) => planOf(snapshot, inputs).steps.map((step) => step.kind);
const withExec = (snapshot: PlanSnapshot): PlanSnapshot =>
  snapshot.service.state === 'known' ? { ...snapshot, service: known({ ...snapshot.service.value, executeCommand: true }) } : snapshot;
const manyPolicies = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => policy(`${prefix}${index}`, 's3:GetObject', '*', arn(`policy/${prefix}${index}`)));

test('the steps in their order: role, permissions, revision, service, wait, verify', () => {
  expect(kinds(snapshotOf())).toEqual([
    'create-role',
    'put-role-policy',
    'register-task-definition',
    'update-service',
    'wait-for-service',
    'verify',
  ]);
});

test('D-04, D-06: the pair goes, every other variable stays', () => {
  const register = planOf(snapshotOf()).steps.find((step) => step.kind === 'register-task-definition');
  expect(register).toMatchObject({
    removed: [
      { container: 'bot', variable: 'AWS_ACCESS_KEY_ID' },
      { container: 'bot', variable: 'AWS_SECRET_ACCESS_KEY' },
    ],
  });
});

test('D-38: ECS Exec that is switched on keeps its four rights, in a new role and in one that is there', () => {
  const fresh = planOf(withExec(snapshotOf())).permissions.inline.find((one) => one.name === 'EcsExec');
  expect(fresh?.document).toMatchObject({
    Statement: [
      {
        Action: ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map((one) => `ssmmessages:${one}`),
      },
    ],
  });
  const has = role('LimboTaskRole', { inline: [policy('exec', 'ssmmessages:*')] });
  const kept = planOf(withExec(snapshotOf(definition({ taskRoleArn: 'LimboTaskRole' }), { role: known(has) })), existing);
  expect(kept.permissions.inline.map((one) => one.name)).toEqual(['metrics']);
});

test('a policy of the user’s that is called like ours is neither lost nor overwritten', () => {
  const owners = [{ keyId, user: known(user('bot', { inline: [policy('EcsExec', 's3:GetObject')] })) }];
  const names = planOf(withExec(snapshotOf(definition(), { owners }))).permissions.inline.map((one) => one.name);
  expect(names).toEqual(['EcsExec', 'EcsExec-rolewright']);
});

test('D-61: two keys of two users: policies of one name with different content both come along', () => {
  const owner = (id: string, action: string) => ({ keyId: id, user: known(user(id, { inline: [policy('app', action)] })) });
  const inline = (...owners: PlanSnapshot['owners']) =>
    planOf(snapshotOf(definition(), { owners })).permissions.inline.map((one) => one.name);
  expect(inline(owner('a', 's3:GetObject'), owner('b', 's3:PutObject'))).toEqual(['app', 'app-2']);
  expect(inline(owner('a', 's3:GetObject'), owner('b', 's3:GetObject'))).toEqual(['app']);
});

test('D-41: what an existing role has already counts, and the account’s own quota is the measure', () => {
  const has = role('LimboTaskRole', { attached: manyPolicies(9, 'own') });
  const owners = [{ keyId, user: known(user('bot', { attached: manyPolicies(2, 'carried') })) }];
  const given = { role: known(has), owners };
  const { permissions } = planOf(snapshotOf(definition(), given), existing);
  expect(permissions.overQuota).toMatchObject([{ quota: 'managedPerRole', limit: 10, wanted: 11 }]);
  const raised = { ...given, quotas: known({ managedPerRole: 20, inlineSize: 10_240, managedSize: 6_144 }) };
  expect(planOf(snapshotOf(definition(), raised), existing).permissions.overQuota).toEqual([]);
});

test('D-41: inline policies of two users are counted together', () => {
  const large = (name: string) => policy(name, 's3:GetObject', `arn:aws:s3:::${'x'.repeat(5_100)}`);
  const owners = ['a', 'b'].map((id) => ({ keyId: id, user: known(user(id, { inline: [large(id)] })) }));
  expect(planOf(snapshotOf(definition(), { owners })).permissions.overQuota).toMatchObject([{ quota: 'inlineSize', limit: 10_240 }]);
});

test('D-86: nothing of another partition is named in a plan for China', () => {
  const text = JSON.stringify(
    planOf(snapshotOf(definition(), { partition: 'aws-cn', owners: [] })).steps.filter((step) => step.kind === 'create-role'),
  );
  expect(text).toContain('arn:aws-cn:ecs');
  expect(text).not.toContain('arn:aws:');
});
