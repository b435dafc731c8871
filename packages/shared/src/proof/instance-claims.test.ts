import { expect, test } from 'vitest';
import { known, unreadable } from '../inventory/reading.ts';
import type { InstanceInputs } from '../plan/ec2-instance.ts';
import {
  association,
  ec2Role,
  instanceSnapshot,
  keyScript,
  machine,
  managedRole,
  profileArn,
  userData,
} from '../plan/instance-snapshot.fixture.ts';
import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import { planEc2InstanceProfile } from '../plan/recipes/ec2-instance-profile.ts';
import { arn, policy, role } from '../plan/snapshot.fixture.ts';
import { instanceClaims } from './instance-claims.ts';

const create: InstanceInputs = { role: { create: { name: 'Builder' } }, profile: { create: { name: 'Builder' } } };
const existing: InstanceInputs = { role: { existing: arn('role/Builder') }, profile: { existing: 'Builder' } };
const profileWith = (...roles: string[]) => known({ name: 'Builder', arn: profileArn('Builder'), roles });

function claim(id: string, change: Partial<InstanceSnapshot> = {}, inputs = create) {
  const snapshot = instanceSnapshot(change);
  const found = instanceClaims(snapshot, planEc2InstanceProfile('plan_1', snapshot, inputs), inputs).find((one) => one.id === id);
  if (!found) throw new Error(`no claim ${id}`);
  return { ...found, text: [...found.evidence, found.advice ?? ''].join(' ') };
}

test('E3: EC2 must be able to assume the role; the plan adds that, and a denial blocks', () => {
  expect(claim('trust-works').verdict).toBe('pass');
  const there = { profile: profileWith(arn('role/Builder')) };
  expect(claim('trust-works', { ...there, role: known(role('Builder')) }, existing).text).toContain('a step adds that');
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  expect(claim('trust-works', { ...there, role: known(role('Builder', { trust })) }, existing).verdict).toBe('fail');
});

test('D-42 D-43 E2: a profile holds one role: another one blocks, and is not taken out', () => {
  const there = { role: known(ec2Role('Builder')) };
  expect(claim('profile-holds-role', { ...there, profile: profileWith(arn('role/Builder')) }, existing).verdict).toBe('pass');
  expect(claim('profile-holds-role', { ...there, profile: profileWith() }, existing).verdict).toBe('pass');
  const other = claim('profile-holds-role', { ...there, profile: profileWith(arn('role/Other')) }, existing);
  expect(other).toMatchObject({ verdict: 'fail', text: expect.stringContaining('would lose Other') });
  expect(claim('profile-holds-role', { profile: profileWith() }).verdict).toBe('fail');
});

test('D13: an instance of a group is refused with the reason', () => {
  const found = claim('no-group', { instance: known(machine({ group: 'image-upload-web' })) });
  expect(found).toMatchObject({ verdict: 'fail', text: expect.stringContaining('image-upload-web') });
  expect(found.text).toContain('launch template');
});

test('an instance on its way is waited for', () => {
  expect(claim('instance-state', { instance: known(machine({ state: 'stopping' })) }).verdict).toBe('fail');
  expect(claim('instance-state', { instance: known(machine({ state: 'stopped' })) }).verdict).toBe('pass');
});

test('D-65: replacing the role of Systems Manager by a bare one blocks, extending it passes', () => {
  const held = { association: known(association('managed')), currentRole: known(managedRole) };
  expect(claim('agents-kept', held)).toMatchObject({ verdict: 'fail', text: expect.stringContaining('AWS Systems Manager') });
  const extended = {
    ...held,
    role: known(managedRole),
    profile: known({ name: 'managed', arn: profileArn('managed'), roles: [managedRole.arn] }),
  };
  const inputs: InstanceInputs = { role: { existing: managedRole.arn }, profile: { existing: 'managed' } };
  expect(claim('agents-kept', extended, inputs).verdict).toBe('pass');
});

test('D-65: inline policies of the same kind count as much', () => {
  const inline = [policy('agent', ['cloudwatch:PutMetricData', 'logs:PutLogEvents'])];
  const held = { association: known(association('old')), currentRole: known(ec2Role('Old', { inline })) };
  expect(claim('agents-kept', held)).toMatchObject({ verdict: 'fail', text: expect.stringContaining('the CloudWatch agent') });
});

test('what the instance’s role may do today and the new one may not is named', () => {
  const old = ec2Role('Old', { inline: [policy('queue', 'sqs:SendMessage'), policy('metrics', 'cloudwatch:PutMetricData')] });
  const found = claim('current-role-kept', { association: known(association('old')), currentRole: known(old) });
  expect(found).toMatchObject({ verdict: 'unknown', evidence: ['sqs:SendMessage on * (queue of Old)'] });
});

test('A1 E5: everybody else who has the role is counted and named', () => {
  const there = { role: known(ec2Role('Builder')), profile: profileWith(arn('role/Builder')) };
  const served = known([1, 2].map((number) => ({ instanceId: `i-0${number}`, name: `web-${number}`, profileName: 'web' })));
  const found = claim('shared-role', { ...there, served }, existing);
  expect(found).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('2 other instances have it') });
  expect(found.text).toContain('web-2 (i-02) by the profile web');
  expect(claim('shared-role').verdict).toBe('pass');
});

test('D14 D-66: running programs keep their key, and that is said', () => {
  const found = claim('running-programs');
  expect(found).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('keep it until they are started again') });
  expect(claim('running-programs', { userData: known(userData('#!/bin/sh\nexec /opt/collector\n')) }).verdict).toBe('pass');
});

test('D17 D-78: containers at hop limit 1, IMDSv1 scripts and a service that is off are warned of', () => {
  const docker = { userData: known(userData(keyScript('docker run -d renderer:4.1\n'))) };
  expect(claim('metadata-reachable', docker)).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('hop limit of 1') });
  const two: InstanceInputs = { ...create, metadataOptions: { httpTokens: 'optional', hopLimit: 2 } };
  expect(claim('metadata-reachable', docker, two).verdict).toBe('pass');
  const plain = { userData: known(userData('#!/bin/sh\ncurl http://169.254.169.254/latest/meta-data/instance-id\n')) };
  const required: InstanceInputs = { ...create, metadataOptions: { httpTokens: 'required', hopLimit: 1 } };
  expect(claim('metadata-reachable', plain, required).text).toContain('without a token (line 2)');
  const none = machine({ metadata: { httpTokens: 'optional', hopLimit: 1, endpoint: 'disabled' } });
  expect(claim('metadata-reachable', { instance: known(none) }).verdict).toBe('fail');
});

test('D-67: the stop is acknowledged apart; what no rewriting is certain of blocks', () => {
  const asked: InstanceInputs = { ...create, userData: 'remove-keys' };
  const found = claim('user-data', { instance: known(machine({ addressChanges: true })) }, asked);
  expect(found).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('stopped and started once') });
  expect(found.text).toContain('IP address');
  expect(claim('user-data', { userData: known(userData(keyScript('echo $AWS_ACCESS_KEY_ID\n'))) }, asked).verdict).toBe('fail');
  expect(claim('user-data', { instance: known(machine({ rootDeviceType: 'instance-store' })) }, asked).verdict).toBe('fail');
  expect(claim('user-data').verdict).toBe('pass');
});

test('D13: an instance that the plan stops must not have its stop protection on', () => {
  const inputs: InstanceInputs = { ...create, userData: 'remove-keys' };
  const verdict = (stopProtection?: InstanceSnapshot['stopProtection']) =>
    claim('stop-protection', stopProtection === undefined ? {} : { stopProtection }, inputs).verdict;
  expect(verdict(known(false))).toBe('pass');
  expect(verdict(known(true))).toBe('fail');
  expect(verdict(unreadable('ec2:DescribeInstanceAttribute was denied'))).toBe('unknown');
  expect(verdict()).toBe('unknown');
  expect(() => claim('stop-protection', { stopProtection: known(true), instance: known(machine({ state: 'stopped' })) }, inputs)).toThrow(
    'no claim',
  );
});
