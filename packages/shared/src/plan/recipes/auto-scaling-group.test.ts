import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../../inventory/reading.ts';
import { type GroupInputs, groupInputs } from '../auto-scaling-group.ts';
import {
  configuration,
  group,
  groupSnapshot,
  member,
  onTemplate,
  template,
  templateId,
  templateMember,
} from '../group-snapshot.fixture.ts';
import type { GroupSnapshot } from '../group-snapshot.ts';
import { ec2Role, keyScript, profileArn, userData } from '../instance-snapshot.fixture.ts';
import type { StepOf } from '../planned-step.ts';
import { arn, policy } from '../snapshot.fixture.ts';
import type { StepKind } from '../step.ts';
import { planAutoScalingGroup } from './auto-scaling-group.ts';

const inputs = (more: object = {}): GroupInputs =>
  groupInputs.parse({ role: { create: { name: 'Web' } }, profile: { create: { name: 'Web' } }, userData: 'remove-keys', ...more });
const existing = (more: object = {}): GroupInputs => inputs({ role: { existing: arn('role/Web') }, profile: { existing: 'Web' }, ...more });
const there = {
  role: known(ec2Role('Web', { inline: [policy('metrics', 'cloudwatch:PutMetricData')] })),
  profile: known({ name: 'Web', arn: profileArn('Web'), roles: [arn('role/Web')] }),
};
const planOf = (snapshot: GroupSnapshot, asked = inputs(), recipe: Parameters<typeof planAutoScalingGroup>[1] = 'asg-launch-template') =>
  planAutoScalingGroup('plan_1', recipe, snapshot, asked);
const kinds = (...args: Parameters<typeof planOf>) => planOf(...args).steps.map(({ kind }) => kind);
function step<K extends StepKind>(kind: K, ...args: Parameters<typeof planOf>): StepOf<K> {
  const found = planOf(...args).steps.find((one): one is StepOf<K> => one.kind === kind);
  if (!found) throw new Error(`no step ${kind}`);
  return found;
}

const identity = ['create-role', 'put-role-policy', 'create-instance-profile', 'add-role-to-instance-profile'];

test('D5 D9 D-71 D-75: from a launch configuration: a version that is the same, the group on it, then the one that differs', () => {
  expect(kinds(groupSnapshot())).toEqual([
    ...identity,
    'create-launch-template',
    'create-launch-template-version',
    'update-group',
    'refresh-instances',
    'verify-group',
  ]);
  const same = { LaunchTemplate: { LaunchTemplateId: 'step:template-1', Version: '1' } };
  const next = { LaunchTemplate: { LaunchTemplateId: 'step:template-1', Version: 'step:version-1' } };
  expect(step('create-launch-template', groupSnapshot()).shown).toMatchObject({ Monitoring: { Enabled: true } });
  expect(step('update-group', groupSnapshot())).toMatchObject({ before: { LaunchConfigurationName: 'web-v5' }, after: same });
  expect(step('refresh-instances', groupSnapshot())).toMatchObject({
    before: same,
    desired: next,
    preferences: { AutoRollback: true, SkipMatching: true },
  });
  expect(step('verify-group', groupSnapshot())).toMatchObject({ source: next, ownRole: true, withoutKeys: true });
});

test('D7 D8 D9: a numbered version: a new one from it, and the refresh to that, with the number to go back to', () => {
  const snapshot = groupSnapshot(onTemplate());
  expect(kinds(snapshot)).toEqual([...identity, 'create-launch-template-version', 'refresh-instances', 'verify-group']);
  const version = step('create-launch-template-version', snapshot);
  expect(version).toMatchObject({ launchTemplateId: templateId, sourceVersion: '3', fingerprint: 'launch-1' });
  expect(version.edits).toMatchObject({ profileArn: profileArn('Web'), roleArn: arn('role/Web'), metadataOptions: null });
  expect(version.edits.userData?.filter(({ change }) => change === 'removed')).toHaveLength(2);
  expect(step('refresh-instances', snapshot)).toMatchObject({
    before: { LaunchTemplate: { LaunchTemplateId: templateId, Version: '3' } },
    desired: { LaunchTemplate: { LaunchTemplateId: templateId, Version: 'step:version-1' } },
  });
});

for (const asked of ['$Latest', '$Default']) {
  test(`D-73 D-75: ${asked} is pinned to the number that it means, before there is a newer version`, () => {
    const snapshot = groupSnapshot(onTemplate(asked));
    expect(kinds(snapshot).slice(4)).toEqual(['update-group', 'create-launch-template-version', 'refresh-instances', 'verify-group']);
    expect(step('update-group', snapshot)).toMatchObject({
      before: { LaunchTemplate: { LaunchTemplateId: templateId, Version: asked } },
      after: { LaunchTemplate: { LaunchTemplateId: templateId, Version: '3' } },
    });
  });
}

const other = 'lt-0fffffffffffffff0';
const mixed = {
  LaunchTemplate: {
    LaunchTemplateSpecification: { LaunchTemplateId: templateId, LaunchTemplateName: 'web', Version: '3' },
    Overrides: [
      { InstanceType: 't3.small', WeightedCapacity: '1' },
      {
        InstanceType: 't4g.small',
        LaunchTemplateSpecification: { LaunchTemplateId: other, LaunchTemplateName: 'arm', Version: '$Latest' },
      },
    ],
  },
  InstancesDistribution: { OnDemandBaseCapacity: 1, SpotAllocationStrategy: 'price-capacity-optimized' },
};

const ofMixed = groupSnapshot({
  group: known(group({ source: { MixedInstancesPolicy: mixed }, members: [templateMember(1)] })),
  launches: known([
    template(),
    template({ fingerprint: 'launch-2' }, { launchTemplateId: other, templateName: 'arm', version: '7', asked: '$Latest' }),
  ]),
});
/** The policy on versions of templates, given as "id version", and else as it was. */
const policyOn = (own: string, override: string) => {
  const specification = (text: string) => ({ LaunchTemplateId: text.split(' ')[0], Version: text.split(' ')[1] });
  const Overrides = [
    mixed.LaunchTemplate.Overrides[0],
    { InstanceType: 't4g.small', LaunchTemplateSpecification: specification(override) },
  ];
  return { MixedInstancesPolicy: { ...mixed, LaunchTemplate: { LaunchTemplateSpecification: specification(own), Overrides } } };
};

test('D10 D-74: each template of a mixed instances policy gets a version, and the policy is changed inside of it alone', () => {
  expect(kinds(ofMixed).slice(4)).toEqual([
    'update-group',
    'create-launch-template-version',
    'create-launch-template-version',
    'refresh-instances',
    'verify-group',
  ]);
  expect(step('update-group', ofMixed).after).toEqual(policyOn(`${templateId} 3`, `${other} 7`));
  expect(step('refresh-instances', ofMixed).desired).toEqual(policyOn(`${templateId} step:version-1`, `${other} step:version-2`));
});

test('D10 D-73 D-74: a mixed instances policy gets templates of its own, each a copy of what it names; one without a change stays', () => {
  const own = inputs({ launchTemplate: 'own' });
  const made = ['create-launch-template', 'create-launch-template-version'];
  expect(kinds(ofMixed, own).slice(4)).toEqual([...made, ...made, 'update-group', 'refresh-instances', 'verify-group']);
  const copies = planOf(ofMixed, own).steps.flatMap((one) => (one.kind === 'create-launch-template' ? [one] : []));
  expect(copies.map(({ copyOf, fingerprint }) => [copyOf?.launchTemplateId, copyOf?.version, fingerprint])).toEqual([
    [templateId, '3', 'launch-1'],
    [other, '7', 'launch-2'],
  ]);
  expect(new Set(copies.map(({ templateName }) => templateName)).size).toBe(2);
  const alike = policyOn('step:template-1 1', 'step:template-2 1');
  expect(step('update-group', ofMixed, own)).toMatchObject({ before: policyOn(`${templateId} 3`, `${other} $Latest`), after: alike });
  const desired = policyOn('step:template-1 step:version-1', 'step:template-2 step:version-2');
  expect(step('refresh-instances', ofMixed, own)).toMatchObject({ before: alike, desired, preferences: { AutoRollback: true } });
  expect(step('verify-group', ofMixed, own).source).toEqual(desired);

  // What has the profile already, and no key, is not copied: the policy keeps naming it, by its number.
  const done = template(
    { profile: profileArn('Web'), userData: absent },
    { launchTemplateId: other, templateName: 'arm', version: '7', asked: '$Latest' },
  );
  const partly = { ...ofMixed, launches: known([template(), done]) };
  expect(kinds(partly, own).slice(4)).toEqual([...made, 'update-group', 'refresh-instances', 'verify-group']);
  expect(step('refresh-instances', partly, own).desired).toEqual(policyOn('step:template-1 step:version-1', `${other} 7`));
});

test('D6 D-75: the copy of a launch configuration has no way back by AWS, and nothing is sent as desired', () => {
  const snapshot = groupSnapshot();
  const steps = kinds(snapshot, inputs(), 'asg-launch-configuration');
  expect(steps.slice(4)).toEqual(['create-launch-configuration', 'update-group', 'refresh-instances', 'verify-group']);
  const refresh = step('refresh-instances', snapshot, inputs(), 'asg-launch-configuration');
  expect(refresh).toMatchObject({ desired: null, before: { LaunchConfigurationName: 'web-v5' } });
  expect(refresh.preferences).toMatchObject({ AutoRollback: false, SkipMatching: false });
  const copy = step('create-launch-configuration', snapshot, inputs(), 'asg-launch-configuration');
  expect(copy.launchConfigurationName).toMatch(/^web-v5-/);
  expect(kinds(groupSnapshot(onTemplate()), inputs(), 'asg-launch-configuration')).toEqual([]);
});

test('nothing to do: the profile is there, no key is, and every instance is of that version', () => {
  const clean = { profile: profileArn('Web'), userData: known(userData('#!/bin/sh\nexec /opt/web\n')) };
  const so = { ...there, ...onTemplate(), launches: known([template(clean)]) };
  expect(kinds(groupSnapshot(so), existing())).toEqual([]);
  expect(kinds(groupSnapshot({ ...there, launches: known([configuration(clean)]) }), existing())).toEqual([]);
  expect(kinds(groupSnapshot({ ...there, launches: known([configuration(clean)]) }), existing(), 'asg-launch-configuration')).toEqual([]);
});

test('D14 D-76: instances of an older version are replaced, though the group has the right one already', () => {
  const clean = { profile: 'Web', userData: absent };
  const source = { LaunchTemplate: { LaunchTemplateId: templateId, Version: '3' } };
  const old = { source, members: [templateMember(1), templateMember(2, '2')] };
  const snapshot = groupSnapshot({ ...there, group: known(group(old)), launches: known([template(clean)]) });
  expect(kinds(snapshot, existing())).toEqual(['refresh-instances', 'verify-group']);
  expect(step('refresh-instances', snapshot, existing())).toMatchObject({ before: source, desired: source });
  const going = { source, members: [templateMember(1), { ...member(2), lifecycleState: 'Terminating:Wait' }] };
  expect(kinds(groupSnapshot({ ...there, group: known(group(going)), launches: known([template(clean)]) }), existing())).toEqual([]);
});

test('D17 D-78: metadata options are part of the new version, only where asked for and other than today', () => {
  const asked = (httpTokens: 'optional' | 'required') => inputs({ metadataOptions: { httpTokens, hopLimit: 1 } });
  const held = template({ metadata: { httpTokens: 'optional', hopLimit: 1 } });
  const snapshot = groupSnapshot({ ...onTemplate(), launches: known([held]) });
  const edits = (wanted: GroupInputs) => step('create-launch-template-version', snapshot, wanted).edits.metadataOptions;
  expect(edits(inputs())).toBeNull();
  expect(edits(asked('optional'))).toBeNull();
  expect(edits(asked('required'))).toEqual({ httpTokens: 'required', hopLimit: 1 });
});

test('D8 D-69: what no rewriting is certain of stays in the version, and is not called gone', () => {
  const manual = template({ userData: known(userData(keyScript('echo $AWS_ACCESS_KEY_ID\n'))) });
  const snapshot = groupSnapshot({ ...onTemplate(), launches: known([manual]) });
  expect(step('create-launch-template-version', snapshot).edits.userData).toBeNull();
  expect(step('verify-group', snapshot).withoutKeys).toBe(false);
});

test('D12 D-75: every preference is written out', () => {
  const rollOut = { minHealthyPercentage: 50, maxHealthyPercentage: 100, instanceWarmup: 30, checkpoints: [50, 100], alarms: ['5xx'] };
  expect(
    step('refresh-instances', groupSnapshot(), inputs({ rollOut: { ...rollOut, protectedInstances: 'replace' } })).preferences,
  ).toEqual({
    MinHealthyPercentage: 50,
    MaxHealthyPercentage: 100,
    InstanceWarmup: 30,
    CheckpointPercentages: [50, 100],
    CheckpointDelay: 60,
    SkipMatching: true,
    AutoRollback: true,
    ScaleInProtectedInstances: 'Refresh',
    StandbyInstances: 'Terminate',
    AlarmSpecification: { Alarms: ['5xx'] },
  });
  const byParameter = configuration({ imageId: 'resolve:ssm:/golden' });
  expect(step('refresh-instances', groupSnapshot({ launches: known([byParameter]) })).preferences.AutoRollback).toBe(false);
});

test('rule 6: what is unreadable or gone makes no steps, and says so', () => {
  const refused = unreadable('autoscaling:DescribeAutoScalingGroups was denied');
  expect(planOf(groupSnapshot({ group: refused }))).toMatchObject({ steps: [], incomplete: [expect.stringContaining('was denied')] });
  expect(planOf(groupSnapshot({ launches: absent })).incomplete).toEqual(['What web launches from is not there.']);
  expect(planOf(groupSnapshot(), existing()).incomplete).toHaveLength(2);
});

test('no secret of the user data is in the steps', () => {
  for (const recipe of ['asg-launch-template', 'asg-launch-configuration'] as const) {
    const text = JSON.stringify(planOf(groupSnapshot(), inputs(), recipe));
    expect(text).not.toContain('wJalrXUtnFEMI');
    expect(text).toContain('••••');
  }
});

test('D10 D-73: a template of its own is a copy of the version that the group launches now; the shared one gets no version', () => {
  const snapshot = groupSnapshot(onTemplate('$Latest'));
  const own = inputs({ launchTemplate: 'own' });
  expect(kinds(snapshot, own)).toEqual([
    ...identity,
    ...['create-launch-template', 'create-launch-template-version', 'update-group', 'refresh-instances', 'verify-group'],
  ]);
  expect(step('create-launch-template', snapshot, own)).toMatchObject({
    ...{ launchConfigurationName: null, copyOf: { launchTemplateId: templateId, version: '3' }, fingerprint: 'launch-1' },
  });
  const same = { LaunchTemplate: { LaunchTemplateId: 'step:template-1', Version: '1' } };
  expect(step('create-launch-template-version', snapshot, own)).toMatchObject({ launchTemplateId: 'step:template-1', fingerprint: null });
  expect(step('update-group', snapshot, own)).toMatchObject({
    before: { LaunchTemplate: { LaunchTemplateId: templateId, Version: '$Latest' } },
    after: same,
  });
  expect(step('refresh-instances', snapshot, own)).toMatchObject({ before: same, preferences: { AutoRollback: true } });
});

test('D8: a document that a person edited goes into the new version as it was edited; one that a key is left in goes into none', () => {
  const manual = userData(`#!/bin/bash\nif true; then\n${keyScript().split('\n').slice(1, 3).join('\n')}\nfi\n`);
  const edits = [{ fromLine: 2, toLine: 5, lines: ['true'] }];
  const asked = { edited: [{ fingerprint: 'a'.repeat(64), edits }] };
  const edited = { ...asked.edited[0], ...{ verdict: 'clean', findings: [], lines: [], problems: [], doubts: [] } };
  const withDocument = (document: object) =>
    groupSnapshot({ launches: known([configuration({ userData: known({ ...manual, ...document }) })]) } as Partial<GroupSnapshot>);
  const version = step('create-launch-template-version', withDocument({ edited }), inputs({ userData: asked }));
  expect(version.edits.userDataEdits).toEqual(asked.edited[0]);
  expect(version.edits.userData?.map(({ change }) => change)).toEqual(['same', 'removed', 'removed', 'removed', 'removed']);
  const left = withDocument({ edited: { ...edited, verdict: 'manual' } });
  expect(step('create-launch-template-version', left, inputs({ userData: asked })).edits.userData).toBeNull();
  expect(step('verify-group', left, inputs({ userData: asked })).withoutKeys).toBe(false);
});
