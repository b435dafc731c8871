import { CancelInstanceRefreshCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { withTemplateVersions } from '@rolewright/shared/aws/mixed-instances-policy.ts';
import type { GroupInputs } from '@rolewright/shared/plan/auto-scaling-group.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { homeId, iamOf, settled } from '../testing/chains.ts';
import { expectGroupMoved, expectGroupUndone, freshGroup, groupName, planFresh, playGroup, untilMembers } from '../testing/group-trials.ts';
import {
  alarmAdministrator,
  groupMove,
  groupNamed,
  launchedFrom,
  launchStateOf,
  planGroup,
  protectInstance,
  scalingAdministrator,
} from '../testing/groups.ts';
import { ec2Administrator } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, ended, runUntil, startRun, workloadNamed } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 240_000 });

const rollOut = (more: Partial<GroupInputs['rollOut']>) => ({ userData: 'leave', rollOut: more }) as unknown as Partial<GroupInputs>;
const refreshes = (console: TestConsole) =>
  groupNamed(console, groupName).refreshes.map(({ status, desired }) => `${status}${desired ? '' : ' without a desired configuration'}`);
const isHalfWay = (console: TestConsole) => (): boolean => {
  const members = launchedFrom(console, groupName);
  return members.includes('InService 2') && members.some((one) => one.startsWith('InService') && one !== 'InService 2');
};

describe('a group of an account that nothing else lives in', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await openTestConsole({ estate: 'empty' });
    await scanBothAccounts(console);
  });
  afterAll(() => console.close());

  test('D-72 DW2: read back over AWS, the new version is the old one but for the profile, the key lines and the metadata options', async () => {
    const { before } = await freshGroup(console, 'numbered');
    const plan = await planFresh(console, 'numbered', { metadataOptions: { httpTokens: 'required', hopLimit: 2 } });
    const { id } = await startRun(console, plan);
    await runUntil(console, id, (run) => run.steps.find(({ kind }) => kind === 'refresh-instances')?.state === 'done');
    const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'web', Versions: ['1', '2'] });
    const { LaunchTemplateVersions = [] } = await ec2Administrator(console).send(command);
    const dataOf = (version: number) =>
      LaunchTemplateVersions.find(({ VersionNumber }) => VersionNumber === version)?.LaunchTemplateData ?? {};
    const { IamInstanceProfile, UserData, MetadataOptions, ...rest } = dataOf(2);
    const { UserData: was = '', ...old } = dataOf(1);
    expect(rest).toEqual(old);
    expect(IamInstanceProfile).toEqual({ Arn: plan.target.profileArn });
    expect(MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 2 });
    const text = (base64: string) => Buffer.from(base64, 'base64').toString('utf8');
    expect(text(UserData ?? '')).toBe(
      text(was)
        .split('\n')
        .filter((line) => !line.startsWith('export AWS_'))
        .join('\n'),
    );
    await expectGroupUndone(console, id, before);
  });

  test('D10 D-74: of a mixed instances policy nothing changes but the versions of its templates', async () => {
    const { before } = await freshGroup(console, 'mixed');
    const policyOf = () => structuredClone(groupNamed(console, groupName).group.MixedInstancesPolicy) as Record<string, unknown>;
    const was = policyOf();
    const run = await playGroup(console, 'mixed', null);
    expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
    const templates = JSON.stringify(was).match(/lt-[0-9a-f]+/g) ?? [];
    const moved = templates.map((launchTemplateId) => ({ launchTemplateId, version: '2' }));
    expect(JSON.stringify(withTemplateVersions(policyOf(), []))).toBe(JSON.stringify(withTemplateVersions(was, moved)));
    await expectGroupUndone(console, run.id, before);
  });

  test('D6 D-71: an account that cannot make launch configurations says so, and nothing is left', async () => {
    const { before } = await freshGroup(console, 'copy');
    const call = { service: 'autoscaling', operation: 'CreateLaunchConfiguration' } as const;
    const run = await playGroup(console, 'copy', call, { when: 'before', code: 'UnsupportedOperation' });
    expect(run).toMatchObject({ state: 'failed', error: { what: expect.stringContaining('cannot make launch configurations') } });
    await expectGroupUndone(console, run.id, before);
  });

  test('D12 D-75: an alarm at 50 percent: AWS rolls back, the step says why, the group is as it was', async () => {
    const { before } = await freshGroup(console, 'numbered');
    const alarms = alarmAdministrator(console);
    const metric = { Namespace: 'web', MetricName: 'failed', Threshold: 0, EvaluationPeriods: 1 };
    await alarms.send(new PutMetricAlarmCommand({ AlarmName: 'uploads', ComparisonOperator: 'GreaterThanThreshold', ...metric }));
    const set = (StateValue: 'OK' | 'ALARM') =>
      alarms.send(new SetAlarmStateCommand({ AlarmName: 'uploads', StateValue, StateReason: 'test' }));
    await set('OK');
    const plan = await planFresh(console, 'numbered', rollOut({ checkpoints: [50, 100], checkpointDelay: 3600, alarms: ['uploads'] }));
    const { id } = await startRun(console, plan);
    await runUntil(console, id, isHalfWay(console));
    await set('ALARM');
    const failed = await runUntil(console, id);
    expect(failed).toMatchObject({ state: 'failed', error: { what: expect.stringContaining('alarm uploads') } });
    expect(launchedFrom(console, groupName)).toEqual(['InService 1', 'InService 1']);
    expect(refreshes(console)).toEqual(['RollbackSuccessful']);
    await expectGroupUndone(console, id, before);
  });

  for (const kind of ['numbered', 'configuration', 'copy'] as const) {
    const checkpoints = rollOut({ checkpoints: [50, 100], checkpointDelay: 3600 });
    const halfWay = async () => {
      const { before } = await freshGroup(console, kind);
      const { id } = await startRun(console, await planFresh(console, kind, checkpoints));
      const isHalf = (): boolean => new Set(launchedFrom(console, groupName).filter((one) => one.startsWith('InService'))).size === 2;
      await runUntil(console, id, isHalf);
      return { before, id };
    };

    test(`D12 E15: rolled back at 50 percent a group by ${kind} is as it was, and nothing is orphaned`, async () => {
      const { before, id } = await halfWay();
      await expectGroupUndone(console, id, before);
      expect(refreshes(console)).toContain(kind === 'copy' ? 'Cancelled without a desired configuration' : 'RollbackSuccessful');
    });

    test(`D12 D-22: paused at 50 percent and resumed, the refresh of a group by ${kind} is gone on with, and not begun anew`, async () => {
      const { before, id } = await halfWay();
      await control(console, id, 'pause');
      await runUntil(console, id, ({ state }) => state === 'paused');
      const { refreshes: all } = groupNamed(console, groupName);
      for (const refresh of all) refresh.checkpoint = { passed: 1, until: null };
      await control(console, id, 'resume');
      const run = await runUntil(console, id);
      expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
      expect(all).toHaveLength(1);
      await expectGroupMoved(console, kind);
      await expectGroupUndone(console, id, before);
    });

    test(`D12 D-22: a refresh of a group by ${kind} that ends while the run is paused is not begun anew`, async () => {
      const { id } = await halfWay();
      await control(console, id, 'pause');
      const paused = await runUntil(console, id, ({ state }) => state === 'paused');
      expect(paused.journal.at(-1)?.message).toContain('what AWS has begun goes on there');
      const { refreshes: all } = groupNamed(console, groupName);
      for (const refresh of all) refresh.checkpoint = { passed: 1, until: null };
      await vi.waitFor(() => expect(all.map(({ status }) => status)).toEqual(['Successful']), 60_000);
      await control(console, id, 'resume');
      const run = await runUntil(console, id);
      expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
      expect(all).toHaveLength(1);
      await expectGroupMoved(console, kind);
    });

    test(`D12 D-75: cancelled by somebody else at 50 percent, a group by ${kind} is brought back and the step fails; resumed it goes through`, async () => {
      const { before, id } = await halfWay();
      await scalingAdministrator(console).send(new CancelInstanceRefreshCommand({ AutoScalingGroupName: groupName }));
      const failed = await runUntil(console, id);
      expect(failed).toMatchObject({ state: 'failed', error: { what: expect.stringMatching(/Cancelled.*brought back/) } });
      const old = kind === 'numbered' || kind === 'configuration' ? /^InService (1|web-v1)$/ : /^InService web-v1$/;
      for (const one of launchedFrom(console, groupName)) expect(one).toMatch(old);
      await control(console, id, 'resume');
      const next = () => groupNamed(console, groupName).refreshes.find(({ status }) => status === 'InProgress');
      await runUntil(console, id, () => next() !== undefined);
      for (const refresh of groupNamed(console, groupName).refreshes) refresh.checkpoint = { passed: 1, until: null };
      const run = await runUntil(console, id);
      expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
      await expectGroupMoved(console, kind);
      await expectGroupUndone(console, id, before);
    });
  }

  test('D14 D-76: an old instance that is protected from scale-in and left keeps the proof at “not yet”, and says which', async () => {
    await freshGroup(console, 'numbered');
    const [kept = ''] = Object.keys(groupNamed(console, groupName).instances);
    await protectInstance(console, groupName, kept);
    const { id } = await startRun(console, await planFresh(console, 'numbered', rollOut({ protectedInstances: 'leave' })));
    const run = await runUntil(console, id);
    expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
    expect(launchedFrom(console, groupName)).toEqual(['InService 1', 'InService 2']);
    expect(run.verification.state).toBe('unproven');
    expect(run.verification.evidence[0]).toMatchObject({
      state: 'not-yet',
      detail: expect.stringContaining(`${kept} is protected from scale-in`),
    });
  });

  test('D-74: somebody gave the group something else meanwhile: it is left alone, and the run says so', async () => {
    await freshGroup(console, 'numbered');
    const plan = await planFresh(console, 'numbered');
    await console.setFaults([
      { service: 'autoscaling', operation: 'StartInstanceRefresh', times: 1, when: 'before', code: 'AccessDenied' },
    ]);
    const { id } = await startRun(console, plan);
    expect((await runUntil(console, id)).state).toBe('failed');
    const { group } = groupNamed(console, groupName);
    const { LaunchTemplateName = 'web', LaunchTemplateId } = group.LaunchTemplate ?? {};
    group.LaunchTemplate = { LaunchTemplateName, ...(LaunchTemplateId ? { LaunchTemplateId } : {}), Version: '$Latest' };
    await control(console, id, 'resume');
    const stuck = await runUntil(console, id);
    expect(stuck).toMatchObject({ state: 'failed', error: { what: expect.stringContaining('somebody else gave it') } });
    await untilMembers(console, (members) => members.every((one) => one === 'InService 1'));
  });
});

describe('document 003’s web servers', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await openTestConsole({ lives: true });
    await scanBothAccounts(console);
  });
  afterAll(() => console.close());

  test('A16 D12 D15: of four, a checkpoint of 25 percent: the probe fails, it stops at one and goes back; rolled back, the account is as it was', async () => {
    const name = 'image-upload-web';
    const members = () => launchedFrom(console, name).filter((one) => one.startsWith('InService'));
    const four = { AutoScalingGroupName: name, DesiredCapacity: 4, MaxSize: 6 };
    await scalingAdministrator(console).send(new UpdateAutoScalingGroupCommand(four));
    await untilMembers(console, (all) => all.length === 4 && all.every((one) => one.startsWith('InService')), name);
    await settled(console);
    const before = [iamOf(console), launchStateOf(console, name)];
    const probe = `/api/workloads/${(await workloadNamed(console, name)).id}/probes/upload`;
    const put = (key: string) =>
      console.call(probe, { method: 'PUT', body: { first: { kind: 's3-object', bucket: `image-upload-${homeId}`, key } } });
    expect((await put('uploads/latest.jpg')).status).toBe(201);
    const inputs = { ...groupMove('WebServerRole'), rollOut: { checkpoints: [25, 100], checkpointDelay: 3600 } };
    const { id } = await startRun(console, await planGroup(console, name, inputs));
    let mostNew = 0;
    const counting = (reached: (run: Run) => boolean) => (run: Run) => {
      mostNew = Math.max(mostNew, members().filter((one) => one === 'InService 2').length);
      return reached(run);
    };
    await runUntil(
      console,
      id,
      counting(() => mostNew === 1),
      120_000,
    );
    await put('uploads/nowhere.jpg');
    const failed: Run = await runUntil(console, id, counting(ended), 120_000);
    expect(mostNew).toBe(1);
    expect(failed).toMatchObject({ state: 'failed', error: { what: expect.stringContaining('upload') } });
    expect(failed.error?.what).toContain('was brought back');
    expect(members()).toEqual(Array.from({ length: 4 }, () => expect.not.stringContaining('InService 2')));
    expect(new Set(failed.probes.map(({ result }) => `${result.moment} ${result.verdict}`))).toContain('during fail');
    await control(console, id, 'roll-back');
    const back = await runUntil(console, id, ({ state }) => state === 'rolled-back', 120_000);
    expect(back.state).toBe('rolled-back');
    await settled(console);
    expect([iamOf(console), launchStateOf(console, name)]).toEqual(before);
  });
});
