import * as cloudtrailClient from '@aws-sdk/client-cloudtrail';
import * as ec2Client from '@aws-sdk/client-ec2';
import * as iamClient from '@aws-sdk/client-iam';
import * as stsClient from '@aws-sdk/client-sts';
import { administrators } from '../../auth/administrators.ts';
import { createConsoleRoles } from '../../auth/console-roles.ts';
import { sandboxContext } from '../../auth/sandbox-context.ts';
import { Faults } from '../../faults/rules.ts';
import { TokenBuckets } from '../../http/buckets.ts';
import { mount } from '../../http/mount.ts';
import { startServer } from '../../http/server.ts';
import { type Ec2Place, ec2Place } from '../../state/ec2.ts';
import type { ManualClock } from '../../state/manual-clock.ts';
import { testWorld } from '../../state/test-world.ts';
import { service as cloudtrail } from '../cloudtrail/index.ts';
import { recordCall } from '../cloudtrail/record.ts';
import { iamService } from '../iam/service.ts';
import { stsService } from '../sts/service.ts';
import { publicImageId } from './images.ts';
import { service as ec2 } from './index.ts';

export interface TestEc2 {
  place: Ec2Place;
  clock: ManualClock;
  faults: Faults;
  /** The administrator's client, and those of others. */
  client: ec2Client.EC2Client;
  /** A user with one inline policy, made by the sandbox itself: in effect at once. */
  user(name: string, statements: object[]): Promise<ec2Client.EC2Client>;
  as(key: { accessKeyId: string; secretAccessKey: string }): ec2Client.EC2Client;
  /** Role and profile with it, in effect at once. */
  profile(name: string, roleName: string): Promise<string>;
  iam: iamClient.IAMClient;
  sts: stsClient.STSClient;
  cloudtrail: cloudtrailClient.CloudTrailClient;
  close(): Promise<void>;
}

export const region = 'us-east-1';
export const imageId = publicImageId(region, 'al2023');
const accountId = '560921689673';
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
export const trustsEc2 = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });

/** EC2 with IAM, STS and CloudTrail beside it on real HTTP, in an empty account on a clock that the test moves. */
export async function startEc2(): Promise<TestEc2> {
  const { world, clock } = testWorld(accountId);
  await createConsoleRoles(world);
  const faults = new Faults();
  const services = [
    mount('iam', iamClient, iamService),
    mount('sts', stsClient, stsService),
    mount('ec2', ec2Client, ec2),
    mount('cloudtrail', cloudtrailClient, cloudtrail),
  ];
  const calls = {
    world,
    services,
    faults,
    buckets: new TokenBuckets(),
    observers: [recordCall],
    log: (text: string) => console.error(text),
  };
  const server = await startServer(calls, () => null, 0);
  const account = world.state.accounts[accountId]!;
  const context = sandboxContext(world, account);
  const own = iamService.handlers;
  const endpoint = `http://127.0.0.1:${server.port}`;
  const optionsOf = (credentials: { accessKeyId: string; secretAccessKey: string }) => ({ region, endpoint, credentials, maxAttempts: 1 });
  const admin = optionsOf(administrators(world)[0]!);
  const as: TestEc2['as'] = (key) => new ec2Client.EC2Client(optionsOf(key));
  return {
    place: ec2Place(world, account, region),
    clock,
    faults,
    client: new ec2Client.EC2Client(admin),
    iam: new iamClient.IAMClient(admin),
    sts: new stsClient.STSClient(admin),
    cloudtrail: new cloudtrailClient.CloudTrailClient(admin),
    as,
    async user(UserName, statements) {
      await own.CreateUser?.({ UserName }, context);
      await own.PutUserPolicy?.({ UserName, PolicyName: 'own', PolicyDocument: document(...statements) }, context);
      const made = await own.CreateAccessKey?.({ UserName }, context);
      return as({ accessKeyId: made?.AccessKey?.AccessKeyId ?? '', secretAccessKey: made?.AccessKey?.SecretAccessKey ?? '' });
    },
    async profile(InstanceProfileName, RoleName) {
      await own.CreateRole?.({ RoleName, AssumeRolePolicyDocument: trustsEc2 }, context);
      await own.CreateInstanceProfile?.({ InstanceProfileName }, context);
      await own.AddRoleToInstanceProfile?.({ InstanceProfileName, RoleName }, context);
      return `arn:aws:iam::${accountId}:instance-profile/${InstanceProfileName}`;
    },
    close: () => server.close(),
  };
}

export const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: object): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});
