import { expect, test } from 'vitest';
import { rollBackWould } from '../apply/roll-back.ts';
import { known } from '../inventory/reading.ts';
import { groupInputs } from './auto-scaling-group.ts';
import { groupSnapshot, onTemplate } from './group-snapshot.fixture.ts';
import { groupStepView, groupSummary, groupTargetOf } from './group-view.ts';
import { planAutoScalingGroup } from './recipes/auto-scaling-group.ts';

const inputs = groupInputs.parse({
  role: { create: { name: 'Web' } },
  profile: { create: { name: 'Web' } },
  userData: 'remove-keys',
  metadataOptions: { httpTokens: 'required', hopLimit: 1 },
});
const snapshot = groupSnapshot();
const plan = planAutoScalingGroup('plan_1', 'asg-launch-template', snapshot, inputs);
const copy = planAutoScalingGroup('plan_1', 'asg-launch-configuration', snapshot, inputs);
const views = [...plan.steps, ...copy.steps].map((step) => groupStepView(step, snapshot));
const view = (id: string) => views.find((one) => one.id === id);

test('D18: each step says why, its calls and how it is done by hand, in console and command line', () => {
  for (const one of views) {
    expect(one.because.length, one.id).toBeGreaterThan(40);
    expect(one.calls.length, one.id).toBeGreaterThan(0);
    expect(one.byHand.console.length, one.id).toBeGreaterThan(0);
    expect(one.byHand.cli.length, one.id).toBeGreaterThan(0);
  }
});

test('no secret is in a description, a call or a diff', () => {
  const text = JSON.stringify(views);
  expect(text).not.toContain('wJalrXUtnFEMI');
  expect(text).toContain('••••');
});

test('D8 D9 D17: the new version differs in its profile, its metadata options and its key lines, and in nothing else', () => {
  const diff = view('version-1')?.diff;
  expect(diff?.summary.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'changed MetadataOptions',
    'added IamInstanceProfile',
    'removed UserData, line 2',
    'removed UserData, line 3',
  ]);
  expect(diff?.summary[1]?.text).toBe('Web');
  expect(diff?.lines.filter(({ kind }) => kind === 'removed').map(({ text }) => text.split('=')[0]?.trim())).toContain(
    'export AWS_ACCESS_KEY_ID',
  );
});

test('D6 D-71: so does the copy of a launch configuration, but for its name', () => {
  const paths = view('configuration-1')?.diff?.summary.map(({ path }) => path);
  expect(paths?.toSorted()).toEqual([
    'IamInstanceProfile',
    'LaunchConfigurationName',
    'MetadataOptions',
    'UserData, line 2',
    'UserData, line 3',
  ]);
});

test('D11: what the group launches from is recorded before and after', () => {
  expect(view('refresh-1')?.diff?.summary).toMatchObject([{ kind: 'changed', path: 'Launched from' }]);
  expect(view('update-1')?.diff?.summary[0]?.text).toMatch(/^launch configuration web-v5 → launch template web-\w+, version 1$/);
  const target = groupTargetOf(snapshot, plan);
  expect(target).toMatchObject({ groupName: 'web', from: 'launch configuration web-v5', desiredCapacity: 2 });
  expect(target.to).toMatch(/^launch template web-\w+, the new version$/);
  const none = groupTargetOf(groupSnapshot({ ...onTemplate(), profile: known({ name: 'Web', arn: '', roles: [] }) }), {
    ...plan,
    steps: [],
  });
  expect(none).toMatchObject({ from: 'launch template web, version 3', to: 'launch template web, version 3' });
});

test('D12 D-75: the summary says how instances are replaced and whether AWS can go back', () => {
  expect(groupSummary(plan.steps, snapshot)).toMatch(
    /^8 calls that change account 560921689673 in us-east-1;.*a new one in service before an old one goes, and AWS goes back by itself/,
  );
  expect(groupSummary(copy.steps, snapshot)).toContain('going back is another refresh');
  expect(groupSummary([], snapshot)).toContain('Nothing is to be changed');
});

test('D11 D12: what rolling back would do is said, last change first', () => {
  const done = plan.steps.map(({ id }) => ({
    ...{ id, state: 'done' as const, startedAt: '2026-11-26T09:00:00Z', finishedAt: null, waitingFor: null, message: null, isOpen: false },
    data: id === 'version-1' ? { version: '2' } : {},
  }));
  const progress = {
    state: 'succeeded' as const,
    direction: 'forward' as const,
    steps: done,
    pauseRequested: false,
    error: null,
    finishedAt: null,
  };
  expect(rollBackWould(plan.steps, progress).slice(0, 4)).toEqual([
    'Replace the instances of web by those of launch configuration web-v5. They use the static key again.',
    'Let web launch from launch configuration web-v5 again.',
    expect.stringMatching(/^Delete the version 2 of the launch template web-\w+/),
    expect.stringMatching(/^Delete the launch template web-\w+/),
  ]);
});
