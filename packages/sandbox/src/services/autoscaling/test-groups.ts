import { createRequire } from 'node:module';
import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as cloudwatchModule from '@aws-sdk/client-cloudwatch';
import { administrators } from '../../auth/administrators.ts';
import { createConsoleRoles } from '../../auth/console-roles.ts';
import { Faults } from '../../faults/rules.ts';
import { TokenBuckets } from '../../http/buckets.ts';
import { createInvoke } from '../../http/invoke.ts';
import { mount, mountLater } from '../../http/mount.ts';
import { startServer } from '../../http/server.ts';
import { ec2Of, ec2Place } from '../../state/ec2.ts';
import { testWorld } from '../../state/test-world.ts';
import { recordCall } from '../cloudtrail/record.ts';
import { service as cloudwatchService } from '../cloudwatch/index.ts';
import { publicImageId } from '../ec2/images.ts';
import { service as ec2Service } from '../ec2/index.ts';
import { terminateInstance } from '../ec2/run.ts';
import { iamService } from '../iam/service.ts';
import { service } from './index.ts';

export const accountId = '560921689673';
export const region = 'us-east-1';
export const imageId = publicImageId(region, 'al2023');

/** A key to sign with. */
interface Key {
  accessKeyId: string;
  secretAccessKey: string;
}

/** An account on a clock that the test moves, behind real HTTP, with the SDK's clients of an administrator. */
export async function openGroups() {
  const { world, clock } = testWorld(accountId);
  await createConsoleRoles(world);
  const load = createRequire(import.meta.url);
  const services = [
    mount('autoscaling', autoscaling, service),
    mount('cloudwatch', cloudwatchModule, cloudwatchService),
    // Called inside the process only: their clients are never loaded.
    mountLater('ec2', () => load('@aws-sdk/client-ec2'), ec2Service),
    mountLater('iam', () => load('@aws-sdk/client-iam'), iamService),
  ];
  const calls = { world, services, faults: new Faults(), buckets: new TokenBuckets(), observers: [recordCall], log: () => undefined };
  const server = await startServer(calls, () => null, 0);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const invoke = createInvoke(world, services);
  const account = world.state.accounts[accountId]!;
  const ec2 = ec2Of(account, region);
  const clientOf = ({ accessKeyId, secretAccessKey }: Key) =>
    new autoscaling.AutoScaling({ region, endpoint, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
  const [administrator] = administrators(world);
  const aws = clientOf(administrator!);
  const cloudwatch = new cloudwatchModule.CloudWatchClient({ region, endpoint, credentials: administrator!, maxAttempts: 1 });

  /** Adds a version to a template. */
  async function version(LaunchTemplateId: string, more: object = {}): Promise<void> {
    const LaunchTemplateData = { ImageId: imageId, InstanceType: 't3.micro' as const, ...more };
    await invoke({
      accountId,
      region,
      service: 'ec2',
      operation: 'CreateLaunchTemplateVersion',
      input: { LaunchTemplateId, LaunchTemplateData },
    });
  }

  /** A launch template with these versions, the first of which is its default. */
  async function template(LaunchTemplateName: string, first: object = {}, ...others: object[]): Promise<string> {
    const LaunchTemplateData = { ImageId: imageId, InstanceType: 't3.micro' as const, ...first };
    const at = { accountId, region, service: 'ec2' as const };
    const made = await invoke({ ...at, operation: 'CreateLaunchTemplate', input: { LaunchTemplateName, LaunchTemplateData } });
    const id = made.LaunchTemplate?.LaunchTemplateId ?? '';
    for (const more of others) await version(id, more);
    return id;
  }

  const group = async (name: string) => (await aws.describeAutoScalingGroups({ AutoScalingGroupNames: [name] })).AutoScalingGroups![0]!;
  /** Both of a group without going over HTTP, for loops that look at every second. */
  const peek = async (AutoScalingGroupName: string) => {
    const at = { accountId, region, service: 'autoscaling' as const };
    const groups = await invoke({
      ...at,
      operation: 'DescribeAutoScalingGroups',
      input: { AutoScalingGroupNames: [AutoScalingGroupName] },
    });
    const refreshes = await invoke({ ...at, operation: 'DescribeInstanceRefreshes', input: { AutoScalingGroupName } });
    return { group: groups.AutoScalingGroups![0]!, refresh: refreshes.InstanceRefreshes![0]! };
  };
  const refresh = async (name: string) => (await aws.describeInstanceRefreshes({ AutoScalingGroupName: name })).InstanceRefreshes![0]!;

  return {
    world,
    clock,
    aws,
    cloudwatch,
    invoke,
    account,
    ec2,
    template,
    version,
    group,
    peek,
    refresh,
    clientOf,
    /** A group with some members in service. */
    async started(input: Partial<autoscaling.CreateAutoScalingGroupCommandInput> & { AutoScalingGroupName: string }) {
      await aws.createAutoScalingGroup({ MinSize: 2, MaxSize: 4, AvailabilityZones: ['us-east-1a', 'us-east-1b'], ...input });
      clock.advance(10_000);
      return group(input.AutoScalingGroupName);
    },
    /** Moves the clock step by step; what `look` sees after each comes back. */
    async watch<T>(seconds: number, look: () => Promise<T>, step = 1): Promise<T[]> {
      const seen: T[] = [];
      for (let second = 0; second < seconds; second += step) {
        clock.advance(step * 1_000);
        seen.push(await look());
      }
      return seen;
    },
    terminate: (instanceId: string) => terminateInstance(ec2Place(world, account, region), instanceId),
    close: () => server.close(),
  };
}

export type Groups = Awaited<ReturnType<typeof openGroups>>;

/** State and version of each member, oldest first. */
export const shown = ({ Instances }: autoscaling.AutoScalingGroup): string[] =>
  (Instances ?? []).map(
    ({ LifecycleState, LaunchTemplate, LaunchConfigurationName }) =>
      `${LifecycleState} ${LaunchTemplate?.Version ?? LaunchConfigurationName}`,
  );
