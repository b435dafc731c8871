import { expect, test } from 'vitest';
import { encodeBase64 } from '../../user-data/base64.ts';
import { encodeUtf8 } from '../../user-data/utf8.ts';
import { managedByTags } from '../managed-by.ts';
import cases from './cases/states.json' with { type: 'json' };
import { deriveEc2, type Ec2DeriveFacts } from './derive.ts';
import type { DocumentFacts, GroupFacts, InstanceFacts, TemplateFacts } from './facts.ts';
import { ec2SourcesOf } from './sources.ts';
import { inspectEncodedUserData } from './user-data.ts';

/** Stand-ins of the case files, so that no key stands in the repository. */
const values: Record<string, string> = {
  KEY: `AKIA${'QNZGKIQY56JQ7WML'}`,
  OTHER: `AKIA${'QNZGKIQY56JQ7WMM'}`,
  SECRET: `${'q7Rw2Lk9'}/${'Zt4Yx8Bn3Vc6Hd1Jf5Gm0Ps'}+Ab2De9Q`,
};
const filled = (text: string) => text.replace(/(?<![A-Z_])(KEY|OTHER|SECRET)(?![A-Z_])/g, (word) => values[word] ?? word);
const named = (keyId: string | null) => Object.entries(values).find(([, value]) => value === keyId)?.[0] ?? '-';
const profileArn = 'arn:aws:iam::123456789012:instance-profile/app';

interface Case {
  name: string;
  userData?: string;
  base64?: string;
  unread?: string;
  instanceState?: string;
  windows?: boolean;
  role: string | null;
  emptyProfile?: boolean;
  proven?: boolean;
  tags?: Record<string, string>;
  state: string;
  found: string[];
  wins: string | null;
  next: string;
  note?: string;
}

const instance = (facts: Partial<InstanceFacts> = {}): InstanceFacts => ({
  instanceId: 'i-1',
  name: 'app',
  state: 'running',
  launchedAt: '2026-11-20T00:00:00.000Z',
  stateReason: '',
  wasStopped: false,
  imageId: 'ami-1',
  isWindows: false,
  profileArn: null,
  profileState: null,
  metadata: { endpoint: 'enabled', tokens: 'optional', hopLimit: 1 },
  tags: {},
  ...facts,
});

function document(one: Pick<Case, 'userData' | 'base64' | 'unread'>): DocumentFacts {
  const text = one.base64 ?? (one.userData === undefined ? null : encodeBase64(encodeUtf8(filled(one.userData))));
  const inspected = text === null ? null : inspectEncodedUserData(text);
  return {
    ...{ source: 'instance', id: 'i-1', version: 0, name: 'app', launch: null, unread: one.unread ?? null },
    ...{ fingerprint: text === null ? null : 'fp', kind: inspected?.kind ?? null, findings: inspected?.findings ?? [] },
  };
}

const facts = (given: Partial<Ec2DeriveFacts>): Ec2DeriveFacts => ({
  ...{ id: 'wl_1', accountId: 'acc', awsAccountId: '123456789012', region: 'us-east-1', checkedAt: '', managedBy: null, provenRole: null },
  ownerOf: (keyId) => ({ owner: `user-of-${named(keyId)}`, ownerState: 'known' }),
  document: () => undefined,
  others: [],
  profile: () => null,
  sharesTemplate: [],
  ...given,
});

test.each((cases as Case[]).map((one) => [one.name, one] as const))('%s', (_, one) => {
  const roleArn = one.role === null ? null : `arn:aws:iam::123456789012:role/${one.role}`;
  const [source] = ec2SourcesOf({
    instances: [
      instance({
        state: one.instanceState ?? 'running',
        isWindows: one.windows ?? false,
        profileArn: roleArn !== null || one.emptyProfile ? profileArn : null,
        tags: one.tags ?? {},
      }),
    ],
    ...{ groups: [], templates: [], launchConfigurations: [] },
  });
  if (source === undefined) throw new Error('no workload');
  const { workload, detail, findings } = deriveEc2(
    source,
    facts({
      document: () => document(one),
      profile: (arn) => ({ arn, name: 'app', roleArn, createdAt: '' }),
      managedBy: managedByTags(source.tags),
      provenRole: one.proven ? roleArn : null,
    }),
  );
  expect(workload.state).toBe(one.state);
  expect(findings.map(({ kind, line, variable, keyId }) => `${kind} ${line} ${variable ?? '-'} ${named(keyId)}`)).toEqual(one.found);
  expect(detail.chainNow.find(({ wins }) => wins)?.link ?? null).toBe(one.wins);
  expect(detail.chainAfter.find(({ wins }) => wins)?.link).toBe('instance-role');
  expect(workload.nextStep).toBe(one.next);
  if (one.note !== undefined) expect(detail.notes.join('\n')).toContain(one.note);
  expect(JSON.stringify({ workload, detail, findings })).not.toContain(values.SECRET);
});

const template: TemplateFacts = { id: 'lt-1', name: 'web', defaultVersion: 1, latestVersion: 3, tags: {} };
const group = (given: Partial<GroupFacts>): GroupFacts => ({
  ...{ name: 'web', arn: 'arn:group', launchTemplate: null, launchConfigurationName: null, mixedInstancesPolicy: null },
  ...{ minSize: 1, maxSize: 2, desiredCapacity: 1, members: [], tags: {}, ...given },
});
const member = { instanceId: 'i-1', lifecycleState: 'InService', healthStatus: 'Healthy', launchConfigurationName: null };
const versions = (documents: { id: string; version: number }[] | undefined) => documents?.map(({ id, version }) => `${id}:${version}`);

test('D-73 D-76: what a group launches now is resolved and stands before what its instances were launched from', () => {
  const reference = { id: 'lt-1', name: 'web', version: '$Latest' };
  const launchTemplate = { id: 'lt-1', name: 'web', version: '2' };
  const [source, ...others] = ec2SourcesOf({
    instances: [instance()],
    groups: [group({ launchTemplate: reference, members: [{ ...member, launchTemplate }] })],
    templates: [template],
    launchConfigurations: [],
  });
  expect(others).toEqual([]);
  expect(source?.template).toEqual({ ...reference, resolved: 3 });
  expect(versions(source?.documents)).toEqual(['lt-1:3', 'lt-1:2']);
});

test('D-67: user data of a group’s instance that was stopped may be another, and is asked for', () => {
  const launchTemplate = { id: 'lt-1', name: 'web', version: '2' };
  const [source] = ec2SourcesOf({
    instances: [instance({ wasStopped: true })],
    groups: [group({ launchTemplate, members: [{ ...member, launchTemplate }] })],
    templates: [template],
    launchConfigurations: [],
  });
  expect(versions(source?.documents)).toEqual(['lt-1:2', 'i-1:0']);
});

test('D-74: templates of overrides are in use as well', () => {
  const main = { id: 'lt-1', name: 'web', version: '$Default' };
  const mixedInstancesPolicy = {
    launchTemplate: main,
    overrides: [{ id: 'lt-2', name: 'arm', version: '4' }],
    instanceTypes: ['m7g.large'],
  };
  const [source] = ec2SourcesOf({
    instances: [],
    groups: [group({ mixedInstancesPolicy })],
    templates: [template],
    launchConfigurations: [],
  });
  expect(versions(source?.documents)).toEqual(['lt-1:1', 'lt-2:4']);
});

test('D-70: a template and a launch configuration that nothing uses are workloads of their own, unless it is not known who uses them', () => {
  const unused = { instances: [], groups: [], templates: [template], launchConfigurations: ['old'] };
  expect(ec2SourcesOf(unused).map(({ kind, name }) => `${kind} ${name}`)).toEqual(['launch-template web', 'launch-configuration old']);
  expect(ec2SourcesOf({ ...unused, groups: null })).toEqual([]);
});

test('D-88: an instance that its group does not list, launched or ended between the two lists, is the group’s by its tag', () => {
  const tags = { 'aws:autoscaling:groupName': 'web' };
  const instances = [
    instance(),
    instance({ instanceId: 'i-2', tags }),
    instance({ instanceId: 'i-3', tags: { 'aws:autoscaling:groupName': 'gone' } }),
  ];
  const launchTemplate = { id: 'lt-1', name: 'web', version: '2' };
  const groups = [group({ launchTemplate, members: [{ ...member, launchTemplate }] })];
  const sources = ec2SourcesOf({ instances, groups, templates: [template], launchConfigurations: [] });
  expect(sources.map((one) => [one.kind, one.instances.map(({ instanceId }) => instanceId)])).toEqual([
    ['auto-scaling-group', ['i-1', 'i-2']],
    ['instance', ['i-3']],
  ]);
  // What it was launched from is not known of it, so that its own user data is asked for.
  expect(versions(sources[0]?.documents)).toEqual(['lt-1:2', 'i-2:0']);
});

test('D-88: groups that could not be listed are known by their instances’ tags, and are not called instances of no group', () => {
  const tags = { 'aws:autoscaling:groupName': 'web' };
  const [source] = ec2SourcesOf({ instances: [instance({ tags })], groups: null, templates: [], launchConfigurations: [] });
  expect([source?.kind, source?.name, versions(source?.documents)]).toEqual(['auto-scaling-group', 'web', ['i-1:0']]);
});
