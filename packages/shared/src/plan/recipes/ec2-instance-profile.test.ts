import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../../inventory/reading.ts';
import type { InstanceInputs } from '../ec2-instance.ts';
import {
  association,
  ec2Role,
  instanceId,
  instanceSnapshot,
  keyScript,
  machine,
  managedRole,
  profileArn,
  userData,
} from '../instance-snapshot.fixture.ts';
import type { InstanceSnapshot, InstanceState } from '../instance-snapshot.ts';
import { arn, policy, role } from '../snapshot.fixture.ts';
import { planEc2InstanceProfile } from './ec2-instance-profile.ts';

const create: InstanceInputs = { role: { create: { name: 'Builder' } }, profile: { create: { name: 'Builder' } } };
const existing: InstanceInputs = { role: { existing: arn('role/Builder') }, profile: { existing: 'builder-profile' } };
const there = {
  role: known(ec2Role('Builder', { inline: [policy('metrics', 'cloudwatch:PutMetricData')] })),
  profile: known({ name: 'builder-profile', arn: profileArn('builder-profile'), roles: [arn('role/Builder')] }),
};
const planOf = (snapshot: InstanceSnapshot, inputs = create) => planEc2InstanceProfile('plan_1', snapshot, inputs);
const kinds = (snapshot: InstanceSnapshot, inputs = create) => planOf(snapshot, inputs).steps.map(({ kind }) => kind);

const [associate, replace, off] = ['associate-instance-profile', 'replace-instance-profile', 'disassociate-instance-profile'];

/** D-65: the state of the instance × the profile that it has → the steps that change its association. */
const cases: [InstanceState, 'none' | 'same' | 'other', string[]][] = [
  ['running', 'none', [associate]],
  ['running', 'same', []],
  ['running', 'other', [replace]],
  ['stopped', 'none', [associate]],
  ['stopped', 'same', []],
  ['stopped', 'other', [off, associate]],
  ['pending', 'none', [associate]],
  ['pending', 'same', []],
  ['pending', 'other', [replace]],
] as [InstanceState, 'none' | 'same' | 'other', string[]][];

for (const [state, profile, wanted] of cases) {
  test(`D13 E15 D-65: ${state} with ${profile === 'none' ? 'no profile' : `the ${profile} profile`}: ${wanted.join(', ') || 'nothing'}`, () => {
    const held = { none: absent, same: known(association('builder-profile')), other: known(association('old')) }[profile];
    const snapshot = instanceSnapshot({ ...there, instance: known(machine({ state })), association: held, currentRole: absent });
    expect(kinds(snapshot, existing).filter((kind) => kind.endsWith('-profile'))).toEqual(wanted);
  });
}

test('D5 D-42: one plan makes role, permissions, profile and attachment, and proves it', () => {
  expect(kinds(instanceSnapshot())).toEqual([
    'create-role',
    'put-role-policy',
    'create-instance-profile',
    'add-role-to-instance-profile',
    'associate-instance-profile',
    'verify-instance',
  ]);
});

test('E2 D-42: an existing profile without a role gets it, one that holds it is left as it is', () => {
  const empty = { ...there, profile: known({ name: 'builder-profile', arn: profileArn('builder-profile'), roles: [] }) };
  expect(kinds(instanceSnapshot(empty), existing)).toEqual([
    'add-role-to-instance-profile',
    'associate-instance-profile',
    'verify-instance',
  ]);
  expect(kinds(instanceSnapshot(there), existing)).toEqual(['associate-instance-profile', 'verify-instance']);
});

test('D-65: the role that Systems Manager uses is extended; its association stays', () => {
  const profile = known({ name: 'managed', arn: profileArn('managed'), roles: [managedRole.arn] });
  const held = { role: known(managedRole), currentRole: known(managedRole), profile, association: known(association('managed')) };
  const inputs: InstanceInputs = { role: { existing: managedRole.arn }, profile: { existing: 'managed' } };
  expect(kinds(instanceSnapshot(held), inputs)).toEqual(['put-role-policy', 'verify-instance']);
});

test('E15: what the instance had is in the step that replaces it', () => {
  const snapshot = instanceSnapshot({ association: known(association('old')), currentRole: known(ec2Role('Old')) });
  expect(planOf(snapshot).steps.find(({ kind }) => kind === 'replace-instance-profile')).toMatchObject({
    instanceId,
    associationId: 'iip-assoc-0123456789abcdef0',
    fromProfileArn: profileArn('old'),
    fromRoleArn: arn('role/Old'),
    profileArn: profileArn('Builder'),
  });
});

test('E3: a role that EC2 may not assume gets one statement more, and all that it trusts stays', () => {
  const tasks = role('Builder');
  const [step] = planOf(instanceSnapshot({ ...there, role: known(tasks) }), existing).steps;
  expect(step).toMatchObject({ kind: 'replace-trust-policy', roleName: 'Builder', before: tasks.trust });
  expect(step?.kind === 'replace-trust-policy' && step.after.Statement).toEqual([
    ...(tasks.trust.Statement as object[]),
    { Sid: 'Ec2Instances', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]);
});

test('D17 D-78: metadata options are a step of their own, only where asked for and other than today', () => {
  const asked = (httpTokens: 'optional' | 'required') =>
    kinds(instanceSnapshot(), { ...create, metadataOptions: { httpTokens, hopLimit: 1 } });
  expect(kinds(instanceSnapshot())).not.toContain('modify-metadata-options');
  expect(asked('optional')).not.toContain('modify-metadata-options');
  expect(asked('required')).toContain('modify-metadata-options');
});

test('D13 D-67: key lines go last, on a stopped instance, and only where they go by themselves', () => {
  const asked: InstanceInputs = { ...create, userData: 'remove-keys' };
  expect(kinds(instanceSnapshot(), asked).slice(-4)).toEqual([
    'stop-instance',
    'remove-user-data-keys',
    'start-instance',
    'verify-instance',
  ]);
  const stopped = instanceSnapshot({ instance: known(machine({ state: 'stopped' })) });
  expect(kinds(stopped, asked).slice(-2)).toEqual(['remove-user-data-keys', 'verify-instance']);
  const manual = instanceSnapshot({ userData: known(userData(keyScript('echo $AWS_ACCESS_KEY_ID\n'))) });
  expect(kinds(manual, asked)).not.toContain('stop-instance');
  const store = instanceSnapshot({ instance: known(machine({ rootDeviceType: 'instance-store' })) });
  expect(kinds(store, asked)).not.toContain('stop-instance');
});

test('no secret of the user data is in the steps', () => {
  const text = JSON.stringify(planOf(instanceSnapshot(), { ...create, userData: 'remove-keys' }));
  expect(text).not.toContain('wJalrXUtnFEMI');
  expect(text).toContain('••••');
});

test('rule 6: what is unreadable or gone makes no steps, and says so', () => {
  const refused = unreadable('ec2:DescribeInstances was denied (UnauthorizedOperation)');
  expect(planOf(instanceSnapshot({ instance: refused }))).toMatchObject({ steps: [], incomplete: [expect.stringContaining('was denied')] });
  const gone = instanceSnapshot({ instance: known(machine({ state: 'terminated' })) });
  expect(planOf(gone)).toMatchObject({ steps: [], incomplete: [expect.stringContaining('is terminated')] });
  expect(planOf(instanceSnapshot(), existing).incomplete).toEqual([
    'The instance profile builder-profile is not there.',
    'The role Builder is not there.',
  ]);
});

test('D-86: a plan for China names nothing of another partition', () => {
  const steps = planOf(instanceSnapshot({ partition: 'aws-cn', owners: [] })).steps;
  expect(JSON.stringify(steps)).toContain('arn:aws-cn:iam');
  expect(JSON.stringify(steps)).not.toContain('arn:aws:');
});
