import { afterAll, beforeAll, expect, vi } from 'vitest';
import { publicImageId } from '../services/ec2/images.ts';
import { openCli, withCli } from './test-cli.ts';

// Each call starts a Python of its own.
vi.setConfig({ testTimeout: 300_000 });

let cli: Awaited<ReturnType<typeof openCli>>;
beforeAll(async () => {
  cli = await openCli('empty');
});
afterAll(() => cli?.close());

const ImageId = publicImageId('us-east-1', 'al2023');
const group = ['--auto-scaling-group-name', 'web'];

interface Group {
  LaunchTemplate?: { Version: string };
  LaunchConfigurationName?: string;
  Instances: { InstanceId: string; LifecycleState: string; LaunchTemplate?: { Version: string }; LaunchConfigurationName?: string }[];
}

async function web(): Promise<Group> {
  const { AutoScalingGroups } = await cli.answerOf('autoscaling', 'describe-auto-scaling-groups', '--auto-scaling-group-names', 'web');
  return (AutoScalingGroups as Group[])[0]!;
}

const members = async () =>
  (await web()).Instances.map((member) => `${member.LifecycleState} ${member.LaunchTemplate?.Version ?? member.LaunchConfigurationName}`).sort();

async function refreshStatus(): Promise<string> {
  const { InstanceRefreshes } = await cli.answerOf('autoscaling', 'describe-instance-refreshes', ...group);
  return (InstanceRefreshes as { Status: string }[])[0]!.Status;
}

const settled = { timeout: 90_000, interval: 500 };

withCli('autoscaling: from a launch configuration to numbered template versions by instance refresh, and back', async () => {
  const userData = '#!/bin/bash\nexport AWS_ACCESS_KEY=AKIAIOSFODNN7EXAMPLE\n';
  const configuration = ['--launch-configuration-name', 'web-1', '--image-id', ImageId, '--instance-type', 't3.micro'];
  await cli.answerOf('autoscaling', 'create-launch-configuration', ...configuration, '--user-data', userData);
  const { LaunchConfigurations } = await cli.answerOf('autoscaling', 'describe-launch-configurations');
  const [made] = LaunchConfigurations as { UserData: string; InstanceMonitoring: { Enabled: boolean } }[];
  expect(Buffer.from(made?.UserData ?? '', 'base64').toString()).toBe(userData);
  expect(made?.InstanceMonitoring).toEqual({ Enabled: true });

  const size = ['--min-size', '2', '--max-size', '4', '--availability-zones', 'us-east-1a', 'us-east-1b'];
  const tags = ['--tags', 'Key=app,Value=web,PropagateAtLaunch=true'];
  await cli.answerOf('autoscaling', 'create-auto-scaling-group', ...group, '--launch-configuration-name', 'web-1', ...size, ...tags);
  await expect.poll(members, settled).toEqual(['InService web-1', 'InService web-1']);
  const inUse = await cli.aws(['autoscaling', 'delete-launch-configuration', '--launch-configuration-name', 'web-1']);
  expect(inUse.error).toContain('(ResourceInUse)');

  const data = JSON.stringify({ ImageId, InstanceType: 't3.micro' });
  await cli.answerOf('ec2', 'create-launch-template', '--launch-template-name', 'web', '--launch-template-data', data);
  await cli.answerOf('ec2', 'create-launch-template-version', '--launch-template-name', 'web', '--launch-template-data', data);
  await cli.answerOf('autoscaling', 'update-auto-scaling-group', ...group, '--launch-template', 'LaunchTemplateName=web,Version=1');
  const start = async (version: string, preferences: object) =>
    cli.answerOf(
      'autoscaling',
      'start-instance-refresh',
      ...group,
      '--desired-configuration',
      JSON.stringify({ LaunchTemplate: { LaunchTemplateName: 'web', Version: version } }),
      '--preferences',
      JSON.stringify({ InstanceWarmup: 0, ...preferences }),
    );
  const { InstanceRefreshId } = await start('1', {});
  expect(InstanceRefreshId).toMatch(/^[0-9a-f-]{36}$/);
  await expect.poll(refreshStatus, settled).toBe('Successful');
  expect(await members()).toEqual(['InService 1', 'InService 1']);

  await start('2', { AutoRollback: true, CheckpointPercentages: [50, 100], CheckpointDelay: 3600 });
  await expect.poll(members, settled).toEqual(['InService 1', 'InService 2']);
  const second = await cli.aws(['autoscaling', 'start-instance-refresh', ...group]);
  expect(second.error).toContain('(InstanceRefreshInProgress)');
  await cli.answerOf('autoscaling', 'rollback-instance-refresh', ...group);
  await expect.poll(refreshStatus, settled).toBe('RollbackSuccessful');
  expect(await members()).toEqual(['InService 1', 'InService 1']);
  expect((await cli.aws(['autoscaling', 'cancel-instance-refresh', ...group])).error).toContain('(ActiveInstanceRefreshNotFound)');
  expect((await cli.aws(['autoscaling', 'start-instance-refresh', ...group, '--preferences', '{"AutoRollback":true}'])).error).toContain(
    'The AutoRollback parameter cannot be set to true when the DesiredConfiguration parameter is empty.',
  );
  await cli.answerOf('autoscaling', 'delete-launch-configuration', '--launch-configuration-name', 'web-1');
});

withCli('autoscaling: instances, activities, tags and what is not there', async () => {
  const { AutoScalingInstances } = await cli.answerOf('autoscaling', 'describe-auto-scaling-instances');
  expect(AutoScalingInstances).toMatchObject([{ AutoScalingGroupName: 'web', HealthStatus: 'HEALTHY' }, { LifecycleState: 'InService' }]);
  const { Activities } = await cli.answerOf('autoscaling', 'describe-scaling-activities', ...group, '--max-items', '3');
  expect(Activities).toHaveLength(3);
  const { Tags } = await cli.answerOf('autoscaling', 'describe-tags', '--filters', 'Name=key,Values=app');
  expect(Tags).toEqual([{ ResourceId: 'web', ResourceType: 'auto-scaling-group', Key: 'app', Value: 'web', PropagateAtLaunch: true }]);
  const { InstanceId } = (AutoScalingInstances as { InstanceId: string }[])[0]!;
  const alone = ['--instance-ids', InstanceId, ...group];
  await cli.answerOf('autoscaling', 'enter-standby', ...alone, '--no-should-decrement-desired-capacity');
  await expect.poll(members, settled).toEqual(['InService 1', 'InService 1', 'Standby 1']);
  const terminate = ['terminate-instance-in-auto-scaling-group', '--instance-id', InstanceId, '--no-should-decrement-desired-capacity'];
  expect(await cli.answerOf('autoscaling', ...terminate)).toMatchObject({ Activity: { StatusCode: 'InProgress' } });
  await expect.poll(members, settled).toEqual(['InService 1', 'InService 1']);
  const described = await cli.answerOf('ec2', 'describe-instances', '--filters', 'Name=tag:aws:autoscaling:groupName,Values=web');
  expect(JSON.stringify(described)).toContain('aws:ec2launchtemplate:version');
  expect((await cli.aws(['autoscaling', 'describe-policies'])).error).toMatch(/501|DescribePolicies/);
  await cli.answerOf('autoscaling', 'delete-auto-scaling-group', ...group, '--force-delete');
});
