import * as autoscaling from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { administrators } from '../../auth/administrators.ts';
import { createConsoleRoles } from '../../auth/console-roles.ts';
import { Faults } from '../../faults/rules.ts';
import { TokenBuckets } from '../../http/buckets.ts';
import { createInvoke } from '../../http/invoke.ts';
import { startServer } from '../../http/server.ts';
import { allServices } from '../../http/services.ts';
import { ec2Of, ec2Place } from '../../state/ec2.ts';
import { testWorld } from '../../state/test-world.ts';
import { recordCall } from '../cloudtrail/record.ts';
import { publicImageId } from '../ec2/images.ts';
import { terminateInstance } from '../ec2/run.ts';

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
  const services = allServices();
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
  const cloudwatch = new CloudWatchClient({ region, endpoint, credentials: administrator!, maxAttempts: 1 });

  /** A launch template with these versions, the first of which is its default. */
  function template(name: string, ...versions: object[]): string {
    const launchTemplateId = `lt-0${world.random(8).toString('hex')}`;
    const data = (more: object) => ({ ImageId: imageId, InstanceType: 't3.micro' as const, ...more });
    ec2.launchTemplates[launchTemplateId] = {
      launchTemplateId,
      launchTemplateName: name,
      createTime: clock.now().toISOString(),
      createdBy: '',
      defaultVersionNumber: 1,
      latestVersionNumber: versions.length,
      tags: {},
      versions: Object.fromEntries(
        versions.map((more, index) => [
          String(index + 1),
          {
            versionNumber: index + 1,
            versionDescription: null,
            createTime: clock.now().toISOString(),
            createdBy: '',
            data: data(more),
          },
        ]),
      ),
    };
    return launchTemplateId;
  }

  const group = async (name: string) => (await aws.describeAutoScalingGroups({ AutoScalingGroupNames: [name] })).AutoScalingGroups![0]!;
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
    group,
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
