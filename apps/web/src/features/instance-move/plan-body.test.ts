import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { newPlan } from '@rolewright/shared/plan/plan.ts';
import { expect, test } from 'vitest';
import { draftOf, type MoveDraft } from './draft.ts';
import { issuesOf } from './field-issues.ts';
import { moduleOf } from './module-of-field.ts';
import { moveBody } from './plan-body.ts';

const metadata = { endpoint: 'enabled' as const, tokens: 'optional' as const, hopLimit: 1 };
const bare = {
  states: {},
  launchTemplate: null,
  launchConfigurationName: null,
  mixedInstancesPolicy: null,
  instanceProfileArn: null,
  roleArn: null,
  metadata,
};
const document = (verdict: 'automatic' | 'manual', change: object = {}) => ({
  ...{ source: 'instance', id: 'i-0a1b2c3d4e5f60718', name: 'web', version: null, standing: 'in-use', reading: 'known', why: null },
  ...{ kind: 'shell', verdict, holdsKey: true, lines: [], findings: [], ...change },
});
const workload = (change: object = {}, documents: unknown[] = [document('automatic')], state = 'running') =>
  ({
    ...{ id: 'wl_1', accountId: 'acc_1', region: 'us-east-1', kind: 'instance', name: 'image-upload-web', desiredCount: 2 },
    ec2: { ...bare, instanceIds: ['i-0a1b2c3d4e5f60718'] },
    ec2Detail: { instances: [{ state }], documents },
    ...change,
  }) as unknown as WorkloadDetail;
const group = workload({ kind: 'auto-scaling-group' });

const made = (of: WorkloadDetail, change: Partial<MoveDraft> = {}) => moveBody(of, { ...draftOf(of, null), ...change });
const wrong = (body: unknown) => issuesOf(body).map(({ field }) => field);

test('D5: the defaults are a plan that the contract accepts: a role and a profile of a name that is found again', () => {
  expect(newPlan.parse(made(workload()))).toMatchObject({
    recipe: 'ec2-instance-profile',
    target: { instanceId: 'i-0a1b2c3d4e5f60718' },
    inputs: { role: { create: { name: 'ImageUploadWebRole' } }, profile: { create: { name: 'ImageUploadWebRole' } }, userData: 'leave' },
  });
  expect(newPlan.parse(made(group))).toMatchObject({
    recipe: 'asg-launch-template',
    target: { groupName: 'image-upload-web' },
    inputs: { userData: 'remove-keys', rollOut: { minHealthyPercentage: 100, maxHealthyPercentage: 150, checkpoints: [50, 100] } },
  });
});

test('D13 D-67: a running instance is not stopped unless asked for; a stopped one and a group lose the key lines by default', () => {
  const userData = (of: WorkloadDetail) => draftOf(of, null).userData;
  expect(userData(workload())).toBe('leave');
  expect(userData(workload({}, undefined, 'stopped'))).toBe('remove-keys');
  expect(userData(group)).toBe('remove-keys');
  const unreadable = document('automatic', { reading: 'unreadable', why: 'denied' });
  expect(userData(workload({ kind: 'auto-scaling-group' }, [document('automatic'), document('manual')]))).toBe('leave');
  expect(userData(workload({ kind: 'auto-scaling-group' }, [unreadable]))).toBe('leave');
});

test('D-65: a role and a profile that are there are extended, not replaced', () => {
  const arn = (name: string) => `arn:aws:iam::111122223333:${name}`;
  const ec2 = { ...bare, instanceIds: [], roleArn: arn('role/node'), instanceProfileArn: arn('instance-profile/team/node-profile') };
  const { inputs } = made(workload({ ec2 }));
  expect(inputs).toMatchObject({ role: { existing: arn('role/node') }, profile: { existing: 'node-profile' } });
});

test('D17: metadata options are in the plan only where asked for', () => {
  expect(made(workload()).inputs).not.toHaveProperty('metadataOptions');
  const inputs = { metadataOptions: { httpTokens: 'required', hopLimit: 2 } };
  expect(newPlan.parse(made(workload(), { changesMetadata: true, hopLimit: '2' }))).toMatchObject({ inputs });
});

test('what is wrong is said of its field, also within a choice of two, and leads to its module', () => {
  expect(wrong(made(workload(), { name: 'no spaces' }))).toEqual(['inputs.role.create.name']);
  expect(wrong(made(workload(), { path: 'team' }))).toEqual(['inputs.role.create.path']);
  expect(wrong(made(workload(), { profileName: '' }))).toEqual(['inputs.profile.create.name']);
  expect(wrong(made(workload(), { profileKind: 'existing', existingProfile: '' }))).toEqual(['inputs.profile.existing']);
  expect(wrong(made(workload(), { permissions: 'document', document: '{' }))).toEqual(['inputs.permissions.document']);
  expect(wrong(made(workload(), { changesMetadata: true, hopLimit: '' }))).toEqual(['inputs.metadataOptions.hopLimit']);
  const { rollOut } = draftOf(group, null);
  const rolledOut = (change: object) => wrong(made(group, { rollOut: { ...rollOut, ...change } }));
  expect(rolledOut({ minHealthy: '', maxHealthy: '250' })).toEqual([
    'inputs.rollOut.minHealthyPercentage',
    'inputs.rollOut.maxHealthyPercentage',
  ]);
  expect(rolledOut({ checkpoints: '50, x' })).toEqual(['inputs.rollOut.checkpoints.1']);
  expect(rolledOut({ checkpoints: '50' })).toEqual(['inputs.rollOut.checkpoints']);
  expect(['inputs.role.create.name', 'inputs.profile', 'inputs.rollOut.alarms', 'target.instanceId'].map(moduleOf)).toEqual([
    ...['role', 'role', 'launch', null],
  ]);
});

test('a plan that was made comes back as it was typed', () => {
  const draft = {
    ...draftOf(group, null),
    permissions: 'as-planned' as const,
    changesMetadata: true,
    hopLimit: '2',
    userData: 'leave' as const,
  };
  const plan = { ...newPlan.parse(moveBody(group, draft)) } as never;
  expect(draftOf(group, plan)).toEqual(draft);
});
