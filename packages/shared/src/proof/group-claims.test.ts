import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../inventory/reading.ts';
import { type GroupInputs, type GroupRecipe, groupInputs } from '../plan/auto-scaling-group.ts';
import { configuration, group, groupSnapshot, member, onTemplate, template } from '../plan/group-snapshot.fixture.ts';
import type { GroupOf, GroupSnapshot, LaunchOf } from '../plan/group-snapshot.ts';
import { ec2Role, keyScript, managedRole, userData } from '../plan/instance-snapshot.fixture.ts';
import { planAutoScalingGroup } from '../plan/recipes/auto-scaling-group.ts';
import { keyId, user } from '../plan/snapshot.fixture.ts';
import { groupClaims } from './group-claims.ts';

/** Claims also judge what the contract refuses: a plan may be older than it. */
const inputs = (rollOut: object = {}, more: object = {}): GroupInputs => {
  const given = groupInputs.parse({
    role: { create: { name: 'Web' } },
    profile: { create: { name: 'Web' } },
    userData: 'remove-keys',
    ...more,
  });
  return { ...given, rollOut: { ...given.rollOut, ...rollOut } };
};

function claim(id: string, change: Partial<GroupSnapshot> = {}, asked = inputs(), recipe: GroupRecipe = 'asg-launch-template') {
  const snapshot = groupSnapshot(change);
  const found = groupClaims(snapshot, recipe, planAutoScalingGroup('plan_1', recipe, snapshot, asked), asked).find((one) => one.id === id);
  if (!found) throw new Error(`no claim ${id}`);
  return { ...found, text: [...found.evidence, found.advice ?? ''].join(' ') };
}
const groupWith = (has: Partial<GroupOf>): Partial<GroupSnapshot> => ({ group: known(group(has)) });

test('D12: the document’s group passes every check', () => {
  const asked = inputs();
  const snapshot = groupSnapshot();
  const claims = groupClaims(
    snapshot,
    'asg-launch-template',
    planAutoScalingGroup('plan_1', 'asg-launch-template', snapshot, asked),
    asked,
  );
  // The example key's own account is another one.
  expect(claims.flatMap(({ id, verdict }) => (verdict === 'pass' ? [] : [id]))).toEqual(['same-account']);
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
});

test('D-75: a refresh that is under way is waited for, an unreadable group is not called idle', () => {
  expect(claim('group-idle', groupWith({ refreshUnderWay: '08b91cf7' }))).toMatchObject({ verdict: 'fail' });
  expect(claim('group-idle', { group: unreadable('autoscaling:DescribeInstanceRefreshes was denied') }).verdict).toBe('unknown');
});

test('D-37 D-77: what a stack or another service owns is changed there, and the way is named', () => {
  expect(claim('owned-elsewhere', groupWith({ stack: 'web-prod' }))).toMatchObject({
    verdict: 'fail',
    text: expect.stringContaining('web-prod'),
  });
  const eks = claim('owned-elsewhere', onTemplate('3', { owner: 'the EKS node group web' }));
  expect(eks).toMatchObject({ verdict: 'fail', text: expect.stringContaining('eks:UpdateNodegroupVersion') });
});

test('D-73: others who follow $Latest or $Default block, those on a number are named', () => {
  const follows = (version: string) => onTemplate('3', { others: [{ kind: 'group', name: 'batch', version }] });
  expect(claim('template-shared', follows('$Latest'))).toMatchObject({ verdict: 'fail', text: expect.stringContaining('batch') });
  expect(claim('template-shared', follows('$Default')).verdict).toBe('fail');
  expect(claim('template-shared', follows('2'))).toMatchObject({ verdict: 'pass', text: expect.stringContaining('batch') });
  expect(claim('template-shared').verdict).toBe('pass');
});

test('D-73: with a template of its own nobody else is reached, and it is said who launches from the one that stays', () => {
  const follows = onTemplate('3', { others: [{ kind: 'group', name: 'batch', version: '$Latest' }] });
  expect(claim('template-shared', follows).text).toContain('a launch template of its own');
  const own = claim('template-shared', follows, inputs({}, { launchTemplate: 'own' }));
  expect(own).toMatchObject({
    verdict: 'pass',
    text: expect.stringMatching(/batch launches from version \$Latest of web.* gets no version/),
  });
});

test('D6 D9 D10 D-21: a member that is not known blocks a conversion, a copy, a new version and a policy that would lose it', () => {
  const strange = { launches: known([configuration({ unknownMembers: ['FutureMember'] })]) };
  expect(claim('source-fits', strange)).toMatchObject({ verdict: 'fail', text: expect.stringContaining('FutureMember') });
  const copy = claim('source-fits', strange, inputs(), 'asg-launch-configuration');
  expect(copy).toMatchObject({
    verdict: 'fail',
    text: expect.stringMatching(/FutureMember.*Copy the launch configuration in the console/),
  });
  const version = { ...onTemplate(), launches: known([template({ unknownMembers: ['monitoring.granularity'] })]) };
  expect(claim('source-fits', version)).toMatchObject({ verdict: 'fail', text: expect.stringContaining('monitoring.granularity') });
  const policy = { ...onTemplate(), ...groupWith({ unknownMembers: ['InstancesDistribution.FutureShare'] }) };
  expect(claim('source-fits', policy).text).toContain('MixedInstancesPolicy.InstancesDistribution.FutureShare');
});

test('D6 D9: a launch configuration whose members are known is copied; a template is not, nor what is not there', () => {
  expect(claim('source-fits', {}, inputs(), 'asg-launch-configuration').verdict).toBe('pass');
  expect(claim('source-fits', onTemplate(), inputs(), 'asg-launch-configuration').verdict).toBe('fail');
  expect(claim('source-fits', { launches: absent }).verdict).toBe('fail');
});

test('D10 D-74: one template under two versions in a policy cannot become one', () => {
  const twice = { launches: known([template(), template({}, { version: '2', asked: '2' })]) };
  expect(claim('source-fits', twice)).toMatchObject({ verdict: 'fail', text: expect.stringContaining('two versions of web') });
});

test('D6 D-71: whether the account may create launch configurations is not known before it is tried', () => {
  expect(claim('configuration-allowed', {}, inputs(), 'asg-launch-configuration')).toMatchObject({
    verdict: 'unknown',
    text: expect.stringContaining('1 October 2024'),
  });
});

test('D12: a suspended process that the roll-out needs blocks, another does not', () => {
  for (const name of ['Launch', 'Terminate', 'HealthCheck', 'ReplaceUnhealthy', 'AddToLoadBalancer', 'InstanceRefresh'])
    expect(claim('processes', groupWith({ suspendedProcesses: [name] })).verdict, name).toBe('fail');
  expect(claim('processes', groupWith({ suspendedProcesses: ['AlarmNotification'] })).verdict).toBe('pass');
});

test('D12 D-75: a group of one at 90 % would be down; at 100 % a new instance comes first', () => {
  const one = groupWith({ minSize: 1, maxSize: 2, desiredCapacity: 1, members: [member(1)] });
  expect(claim('in-service', one, inputs({ minHealthyPercentage: 90, maxHealthyPercentage: 100 })).verdict).toBe('pass');
  expect(claim('in-service', one, inputs({ minHealthyPercentage: 0, maxHealthyPercentage: 100 }))).toMatchObject({
    verdict: 'unknown',
    text: expect.stringContaining('down meanwhile'),
  });
  expect(claim('in-service', one).verdict).toBe('pass');
  expect(claim('in-service', {}, inputs({ minHealthyPercentage: 50, maxHealthyPercentage: 200 })).verdict).toBe('fail');
  expect(claim('in-service', groupWith({ desiredCapacity: 0, members: [] }))).toMatchObject({
    verdict: 'unknown',
    text: expect.stringContaining('No instance is wanted'),
  });
});

test('D12: instances above the maximum size, and a warm pool, are acknowledged', () => {
  expect(claim('room').verdict).toBe('pass');
  expect(claim('room', groupWith({ maxSize: 2 }))).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('3 run meanwhile') });
  expect(claim('room', groupWith({ hasWarmPool: true })).text).toContain('warm pool');
});

test('D12 D-75: protected and standby instances are waited for an hour, replaced or left, and each is said', () => {
  const held = groupWith({ members: [member(1, { isProtected: true }), member(2, { lifecycleState: 'Standby' })] });
  const verdict = (protectedInstances: string) => claim('protected-instances', held, inputs({ protectedInstances }));
  expect(verdict('wait')).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('an hour') });
  expect(verdict('leave')).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('keep their key') });
  expect(verdict('replace').verdict).toBe('pass');
  expect(verdict('wait').evidence).toHaveLength(3);
});

test('D12: checkpoints rise and end with 100', () => {
  const verdict = (...checkpoints: number[]) => claim('checkpoints', {}, inputs({ checkpoints })).verdict;
  expect([verdict(), verdict(25, 100), verdict(25, 50), verdict(50, 25, 100), verdict(50, 50, 100)]).toEqual([
    'pass',
    'pass',
    'fail',
    'fail',
    'fail',
  ]);
});

test('D12: alarms exist, do not ring and have data', () => {
  const verdict = (state: GroupSnapshot['alarms'][number]['state']) => claim('alarms', { alarms: [{ name: '5xx', state }] }).verdict;
  expect(verdict(known('OK'))).toBe('pass');
  expect(verdict(known('ALARM'))).toBe('fail');
  expect(verdict(absent)).toBe('fail');
  expect(verdict(known('INSUFFICIENT_DATA'))).toBe('unknown');
  expect(verdict(unreadable('denied'))).toBe('unknown');
});

test('D-75: whether AWS can go back is said, and why not', () => {
  expect(claim('goes-back').verdict).toBe('pass');
  expect(claim('goes-back', onTemplate('$Latest')).verdict).toBe('pass');
  expect(claim('goes-back', {}, inputs(), 'asg-launch-configuration')).toMatchObject({
    verdict: 'unknown',
    text: expect.stringContaining('launch configuration'),
  });
  const parameter = { ...onTemplate(), launches: known([template({ imageId: 'resolve:ssm:/golden' })]) };
  expect(claim('goes-back', parameter).text).toContain('Systems Manager parameter');
});

test('D13 D-76: instances of the template outside of the group keep their key, and are named', () => {
  const found = claim('standalone', { standalone: known([{ instanceId: 'i-0aa', name: 'debug' }]) });
  expect(found).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('debug (i-0aa)') });
  expect(claim('standalone', { standalone: unreadable('denied') }).verdict).toBe('unknown');
});

test('D8 D-69: key lines that go by themselves pass, a manual document blocks with its lines, one that nobody read is not clean', () => {
  expect(claim('user-data')).toMatchObject({ verdict: 'pass', text: expect.stringContaining('Line 2') });
  const withData = (reading: LaunchOf['userData']) => ({ launches: known([configuration({ userData: reading })]) });
  const manual = withData(known(userData(keyScript('echo $AWS_ACCESS_KEY_ID\n'))));
  expect(claim('user-data', manual)).toMatchObject({ verdict: 'fail', text: expect.stringContaining('Line ') });
  expect(claim('user-data', withData(unreadable('denied'))).verdict).toBe('fail');
  expect(claim('user-data', withData(absent)).verdict).toBe('pass');
  const left = inputs({}, { userData: 'leave' });
  expect(claim('user-data', {}, left)).toMatchObject({
    verdict: 'unknown',
    text: expect.stringContaining('use the key as the old ones did'),
  });
});

test('D8: what a person edited passes where no key is left, is to be accepted where there is a doubt, and blocks by its lines where a key is left', () => {
  const edits = [{ fromLine: 2, toLine: 4, lines: ['true'] }];
  const edited = {
    fingerprint: 'a'.repeat(64),
    edits,
    verdict: 'clean' as const,
    findings: [],
    lines: [],
    problems: [],
    doubts: [] as string[],
  };
  const manual = userData(keyScript('echo $AWS_ACCESS_KEY_ID\n'));
  const asked = inputs({}, { userData: { edited: [{ fingerprint: edited.fingerprint, edits }] } });
  const of = (change: object) =>
    claim('user-data', { launches: known([configuration({ userData: known({ ...manual, edited: { ...edited, ...change } }) })]) }, asked);
  expect(of({})).toMatchObject({ verdict: 'pass', text: expect.stringContaining('A person edited it: 3 lines go, 1 line comes') });
  expect(of({ doubts: ['Line 2 still names X.'] })).toMatchObject({
    verdict: 'unknown',
    text: expect.stringContaining('Line 2 still names X.'),
  });
  const findings = [{ line: 2, variable: null, keyId: null, why: 'A key.' }];
  expect(of({ verdict: 'manual', findings })).toMatchObject({
    verdict: 'fail',
    text: expect.stringContaining('Line 2 of the edited text for the user data of launch configuration web-v5: A key.'),
  });
});

test('D-70: the version that is replaced still shows the key, which is said', () => {
  expect(claim('old-versions', onTemplate()).text).toContain('version 3 of web still shows the key');
  expect(() => claim('old-versions', { launches: known([configuration({ userData: absent })]) })).toThrow('no claim');
});

test('D17 D-78: a container host at hop limit 1, and tokens that become required, are warned of', () => {
  const docker = { launches: known([configuration({ userData: known(userData(keyScript('docker run -d web:1\n'))) })]) };
  expect(claim('metadata-reachable', docker)).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('hop limit of 1') });
  const options = (httpTokens: string, hopLimit: number) => inputs({}, { metadataOptions: { httpTokens, hopLimit } });
  expect(claim('metadata-reachable', docker, options('optional', 2)).verdict).toBe('pass');
  expect(claim('metadata-reachable', {}, options('required', 1)).text).toContain('MetadataNoToken');
  const off = { launches: known([template({ shown: { MetadataOptions: { HttpEndpoint: 'disabled' } } })]) };
  expect(claim('metadata-reachable', off).verdict).toBe('fail');
});

test('D-79: keys of two users on one host: the chain is named first', () => {
  const owners = [
    { keyId, user: known(user('web')) },
    { keyId: 'AKIAYFCZVQXEQOTHER00', user: known(user('mailer')) },
  ];
  expect(claim('one-user', { owners })).toMatchObject({ verdict: 'unknown', text: expect.stringContaining('web, mailer') });
  expect(claim('one-user', { owners }).advice).toMatch(/^Give each application a role of its own/);
  expect(claim('one-user').verdict).toBe('pass');
});

test('E3 E5 D-65: the claims about role, profile and agents are those of instances', () => {
  expect(claim('trust-works').verdict).toBe('pass');
  expect(claim('profile-holds-role').verdict).toBe('pass');
  expect(claim('agents-kept', { currentRole: known(managedRole) })).toMatchObject({
    verdict: 'fail',
    claim: expect.stringContaining('the instances of the group'),
  });
  const shared = { role: known(ec2Role('Web')), served: known([{ instanceId: 'i-0bb', name: 'admin', profileName: 'web' }]) };
  const existing = inputs({}, { role: { existing: ec2Role('Web').arn } });
  expect(claim('shared-role', shared, existing).text).toContain('admin (i-0bb) by the profile web');
});

test('rule 6: without the group there are claims all the same, none of which passes it', () => {
  const refused = { group: unreadable('denied'), launches: unreadable('denied') };
  for (const id of ['group-idle', 'owned-elsewhere', 'source-fits', 'template-shared', 'user-data', 'running-programs'])
    expect(claim(id, refused).verdict, id).toBe('unknown');
});
