import { expect, test } from 'vitest';
import { ec2Trust } from '../iam/trust.ts';
import { absent, known, unreadable } from '../inventory/reading.ts';
import { arnOf, homeId } from '../plan/chain-snapshot.fixture.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';
import { policySnapshot } from '../plan/policy-change-snapshot.fixture.ts';
import type { ProfileToGive } from '../plan/policy-change-snapshot.ts';
import { planPolicyChange } from '../plan/recipes/policy-change.ts';
import { profileEditClaims } from './profile-edit-claims.ts';

const role = arnOf(homeId, 'servers');
const edits: PolicyEdit[] = [{ kind: 'instance-profile', roleArn: role, profileName: 'servers' }];
const arn = `arn:aws:iam::${homeId}:instance-profile/servers`;
const empty: ProfileToGive = { reading: known({ name: 'servers', arn, roles: [] }), instances: known([]) };

function verdicts(profile: ProfileToGive, trust: typeof ec2Trust = ec2Trust): Record<string, string> {
  const snapshot = policySnapshot(edits, { [role]: { trust } }, { profiles: [profile] });
  const claims = profileEditClaims(snapshot, planPolicyChange('plan_1', snapshot, { edits }, []));
  return Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict]));
}

test('E2 D-42: a new profile, or an empty one, may get a role that trusts EC2', () => {
  const passes = { 'profiles-free': 'pass', 'ec2-may-assume': 'pass', 'instances-gain': 'pass' };
  expect(verdicts({ reading: absent, instances: known([]) })).toEqual(passes);
  expect(verdicts(empty)).toEqual(passes);
});

test('D-43: one that holds another role is refused, and so is a role that EC2 may not assume', () => {
  const held = { ...empty, reading: known({ name: 'servers', arn, roles: [arnOf(homeId, 'other')] }) };
  expect(verdicts(held)['profiles-free']).toBe('fail');
  const tasks = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  expect(verdicts(empty, tasks as typeof ec2Trust)['ec2-may-assume']).toBe('fail');
});

test('E5: instances that have the empty profile get the role at once: to be accepted; so is what could not be read', () => {
  expect(verdicts({ ...empty, instances: known([{ instanceId: 'i-1', name: 'web' }]) })['instances-gain']).toBe('unknown');
  expect(verdicts({ ...empty, instances: unreadable('denied') })['instances-gain']).toBe('unknown');
});

test('a plan that gives no profile a role says nothing of profiles', () => {
  const snapshot = policySnapshot([{ kind: 'detach-policy', principalArn: role, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }]);
  expect(profileEditClaims(snapshot, planPolicyChange('plan_1', snapshot, { edits: [] }, []))).toEqual([]);
});
