import { expect, test } from 'vitest';
import type { AccessKey } from '../keys/access-key.ts';
import { type NextCandidate, nextSteps } from './next-steps.ts';
import type { Workload } from './workload.ts';

const now = new Date('2026-11-26T00:00:00Z');

const candidate = (name: string, change: Partial<Workload> = {}, isManual = false): NextCandidate => ({
  isManual,
  workload: {
    ...{ id: `wl_${name}`, accountId: 'acc_1', name, kind: 'service', state: 'static-keys', deploymentController: 'ECS', ec2: null },
    ...{ revision: 3, newestRevision: 3, variables: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] },
    ...{ flags: { moving: false, managedElsewhere: false }, keys: [{ keyId: `AKIA${name}`, owner: name, ownerState: 'known' }] },
    ...change,
  } as Workload,
});
const onEc2 = (name: string, kind: 'instance' | 'auto-scaling-group', states: Record<string, number> = { running: 1 }, isManual = false) =>
  candidate(name, { kind, deploymentController: null, ec2: { states } as unknown as Workload['ec2'] }, isManual);
const keyOf = ({ workload }: NextCandidate, createdAt = '2026-01-01T00:00:00Z') =>
  ({
    ...{ accountId: 'acc_1', keyId: `AKIA${workload.name}`, owner: workload.name, ownerState: 'known', prefix: 'AKIA' },
    ...{ createdAt, workloads: [{ id: workload.id, name: workload.name }], ownerDangers: [] },
  }) as unknown as AccessKey;
const namesOf = (all: NextCandidate[]) =>
  nextSteps(
    all,
    all.map((one) => keyOf(one)),
    now,
  ).map(({ workloadName }) => workloadName);

test('D9 D13: three, the best of each kind among them', () => {
  const services = ['a', 'b', 'c', 'd'].map((name) => candidate(name));
  const group = onEc2('group', 'auto-scaling-group');
  const instances = [onEc2('stopped', 'instance', { stopped: 1 }), onEc2('running', 'instance')];
  expect(namesOf([...instances, group, ...services])).toEqual(['a', 'group', 'running']);
  expect(namesOf([group, ...services])).toEqual(['a', 'b', 'group']);
  expect(namesOf(services)).toEqual(['a', 'b', 'c']);
  expect(namesOf([...instances, group])).toEqual(['group', 'running', 'stopped']);
});

test('D8: what goes by itself comes before what a person has to edit, and the reason says which', () => {
  const all = [onEc2('by-hand', 'auto-scaling-group', { running: 2 }, true), onEc2('by-itself', 'auto-scaling-group', { running: 2 })];
  expect(
    nextSteps(
      all,
      all.map((one) => keyOf(one)),
      now,
    ).map(({ reason }) => reason),
  ).toEqual([
    'key of by-itself, 329 days old, used by no other workload, its key lines go out of the user data by themselves',
    'key of by-hand, 329 days old, used by no other workload, a person has to edit its user data',
  ]);
});

test('what the console does not move is not offered: another controller, another owner, a run under way, nothing launched from it', () => {
  const flags = { moving: false, managedElsewhere: false };
  const all = [
    candidate('code-deploy', { deploymentController: 'CODE_DEPLOY' }),
    candidate('of-eks', { flags: { ...flags, managedElsewhere: true } }),
    candidate('moving', { flags: { ...flags, moving: true } }),
    candidate('template', { kind: 'launch-template' }),
    candidate('done', { state: 'verified' }),
  ];
  expect(namesOf(all)).toEqual([]);
});
