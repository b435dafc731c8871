import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AssociateIamInstanceProfileCommand,
  CreateLaunchTemplateCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  type EC2Client,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrators } from '../../auth/administrators.ts';
import { TokenBuckets } from '../../http/buckets.ts';
import type { Service } from '../service.ts';
import { service } from './index.ts';
import { allow, imageId, startEc2, type TestEc2 } from './test-ec2.ts';

let ec2: TestEc2;
let web = '';
beforeAll(async () => {
  ec2 = await startEc2();
  web = await ec2.profile('web', 'Web');
});
afterAll(() => ec2.close());

const launch = (more: object = {}) =>
  new RunInstancesCommand({ ImageId: imageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, ...more });
const instance = async (more: object = {}) => (await ec2.client.send(launch(more))).Instances?.[0]?.InstanceId ?? '';
const unauthorized = async (client: EC2Client, command: { input: object }): Promise<string> => {
  const refused = (await client.send(command as RunInstancesCommand).catch((error: unknown) => error)) as Error;
  expect(refused).toMatchObject({ name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } });
  return refused.message;
};

test('a denied change carries the decision, encoded, and only sts:DecodeAuthorizationMessage reads it', async () => {
  const id = await instance();
  const nobody = await ec2.user('nobody', [allow('ec2:Describe*')]);
  const message = await unauthorized(nobody, new StopInstancesCommand({ InstanceIds: [id] }));
  const why = `You are not authorized to perform this operation. User: arn:aws:iam::560921689673:user/nobody is not authorized to perform: ec2:StopInstances on resource: arn:aws:ec2:us-east-1:560921689673:instance/${id} because no identity-based policy allows the ec2:StopInstances action`;
  const [said, EncodedMessage] = message.split('. Encoded authorization failure message: ');
  expect(said).toBe(why);
  const { DecodedMessage } = await ec2.sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));
  expect(JSON.parse(DecodedMessage ?? '')).toMatchObject({ allowed: false, context: { action: 'ec2:StopInstances' } });
  const reader = await ec2.user('reader', [allow('ec2:RunInstances')]);
  expect(await unauthorized(reader, new DescribeInstancesCommand())).toBe(
    'You are not authorized to perform this operation. User: arn:aws:iam::560921689673:user/reader is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action',
  );
});

test('D-65 a profile is launched with and attached only by who may pass its role to EC2', async () => {
  const pass = (service: string) => allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': service } });
  const wrong = await ec2.user('wrong', [allow('ec2:*'), pass('ecs-tasks.amazonaws.com')]);
  const right = await ec2.user('right', [allow('ec2:*'), pass('ec2.amazonaws.com')]);
  const id = await instance();
  const attach = new AssociateIamInstanceProfileCommand({ InstanceId: id, IamInstanceProfile: { Name: 'web' } });
  for (const command of [attach, launch({ IamInstanceProfile: { Arn: web } })]) {
    expect(await unauthorized(wrong, command)).toContain('iam:PassRole on resource: arn:aws:iam::560921689673:role/Web');
  }
  await right.send(attach);
  const Data = { ImageId: imageId, IamInstanceProfile: { Name: 'web' } };
  await wrong.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'with-web', LaunchTemplateData: Data }));
  const fromTemplate = new RunInstancesCommand({ LaunchTemplate: { LaunchTemplateName: 'with-web' }, MinCount: 1, MaxCount: 1 });
  expect(await unauthorized(wrong, fromTemplate)).toContain('iam:PassRole');
  expect((await right.send(fromTemplate)).Instances?.[0]?.IamInstanceProfile?.Arn).toBe(web);
});

test('policies can ask for the tags, the profile and the metadata options of an instance', async () => {
  const mine = await instance({ TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'web' }] }] });
  const other = await instance();
  ec2.clock.advance(5_000);
  const byTag = await ec2.user('by-tag', [allow('ec2:StopInstances', '*', { StringEquals: { 'ec2:ResourceTag/team': 'web' } })]);
  await unauthorized(byTag, new StopInstancesCommand({ InstanceIds: [mine, other] }));
  await byTag.send(new StopInstancesCommand({ InstanceIds: [mine] }));
  const tokens = { StringEquals: { 'ec2:MetadataHttpTokens': 'required' } };
  const safe = await ec2.user('safe', [
    allow('ec2:RunInstances', 'arn:aws:ec2:*:*:instance/*', tokens),
    allow(
      'ec2:RunInstances',
      ['image', 'subnet', 'security-group', 'network-interface', 'volume'].map((type) => `arn:aws:ec2:*:*:${type}/*`),
    ),
    allow('ec2:RunInstances', 'arn:aws:ec2:*::image/*'),
  ]);
  await unauthorized(safe, launch());
  await unauthorized(
    safe,
    launch({ MetadataOptions: { HttpTokens: 'required' }, TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a' }] }] }),
  );
  await safe.send(launch({ MetadataOptions: { HttpTokens: 'required' } }));
});

test('policies can hold a launch to what a template says, in a subnet of the default VPC', async () => {
  const made = await ec2.client.send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: 'only', LaunchTemplateData: { ImageId: imageId } }),
  );
  const id = made.LaunchTemplate?.LaunchTemplateId ?? '';
  const arn = `arn:aws:ec2:us-east-1:560921689673:launch-template/${id}`;
  const only = { ArnEquals: { 'ec2:LaunchTemplate': arn }, Bool: { 'ec2:IsLaunchTemplateResource': 'true' } };
  const subnets = Object.keys(ec2.place.ec2.network.subnets).map((subnet) => `arn:aws:ec2:us-east-1:560921689673:subnet/${subnet}`);
  const rest = ['instance', 'security-group', 'network-interface', 'volume'].map((type) => `arn:aws:ec2:*:*:${type}/*`);
  const held = await ec2.user('held', [
    allow('ec2:RunInstances', ['arn:aws:ec2:*::image/*', ...rest], only),
    allow('ec2:RunInstances', [arn, ...subnets]),
  ]);
  const launched = (more: object) =>
    new RunInstancesCommand({ LaunchTemplate: { LaunchTemplateId: id }, MinCount: 1, MaxCount: 1, ...more });
  expect(await unauthorized(held, launched({ ImageId: imageId }))).toContain(
    `ec2:RunInstances on resource: arn:aws:ec2:us-east-1::image/${imageId}`,
  );
  await unauthorized(held, launch());
  expect((await held.send(launched({ InstanceType: 't3.micro' }))).Instances).toHaveLength(1);
});

test('DryRun asks for permission and does nothing', async () => {
  const before = Object.keys(ec2.place.ec2.instances).length;
  await expect(ec2.client.send(launch({ DryRun: true }))).rejects.toMatchObject({
    name: 'DryRunOperation',
    message: 'Request would have succeeded, but DryRun flag is set.',
    $metadata: { httpStatusCode: 412 },
  });
  await unauthorized(await ec2.user('dry', [allow('ec2:Describe*')]), launch({ DryRun: true }));
  expect(Object.keys(ec2.place.ec2.instances)).toHaveLength(before);
});

test('AuthFailure for an unknown key and a wrong secret, RequestExpired for an old session, RequestLimitExceeded by a fault rule', async () => {
  const [admin] = administrators(ec2.place.world);
  const regions = new DescribeRegionsCommand();
  const failure = {
    name: 'AuthFailure',
    message: 'AWS was not able to validate the provided access credentials',
    $metadata: { httpStatusCode: 401 },
  };
  await expect(ec2.as({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }).send(regions)).rejects.toMatchObject(failure);
  await expect(ec2.as({ accessKeyId: admin!.accessKeyId, secretAccessKey: 'x' }).send(regions)).rejects.toMatchObject(failure);
  const { issueRoleCredentials } = await import('../../auth/issue.ts');
  const session = issueRoleCredentials(ec2.place.world, '560921689673', 'RolewrightReader', 'test');
  await ec2.as(session).send(regions);
  session.expiresAt = '2026-11-24T07:00:00.000Z';
  await expect(ec2.as(session).send(regions)).rejects.toMatchObject({ name: 'RequestExpired' });
  const rule = { id: '1', service: 'ec2', operation: '*', times: 1, probability: 1, seed: 1, when: 'before' as const, code: 'Throttling' };
  ec2.faults.set([rule]);
  await expect(ec2.client.send(regions)).rejects.toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
});

test("CloudTrail has the calls, EC2's error codes with whose fault they are, and no user data", async () => {
  const secret = Buffer.from('export AWS_ACCESS_KEY=of-the-test').toString('base64');
  await instance({ UserData: secret });
  await ec2.client.send(new StopInstancesCommand({ InstanceIds: ['i-00000000000000000'] })).catch(() => undefined);
  const { Events = [] } = await ec2.cloudtrail.send(new LookupEventsCommand({ MaxResults: 50 }));
  const shown = Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? '{}'));
  expect(shown[0]).toMatchObject({ eventName: 'StopInstances', errorCode: 'Client.InvalidInstanceID.NotFound', readOnly: false });
  expect(shown[1]).toMatchObject({
    eventName: 'RunInstances',
    eventSource: 'ec2.amazonaws.com',
    requestParameters: { userData: '<sensitiveDataRemoved>' },
  });
  expect(JSON.stringify(shown)).not.toContain(secret);
});

test('D-83 each operation has a bucket of its own; listings without filter or page size have a smaller one', () => {
  const granted = (operation: string, input: Record<string, unknown>) => {
    let passed = 0;
    try {
      for (; passed < 500; passed++) buckets.take(service as unknown as Service, { operation, input }, '1', 'us-east-1', new Date(0));
    } catch {
      return passed;
    }
    return passed;
  };
  const buckets = new TokenBuckets();
  expect(granted('DescribeInstances', {})).toBe(50);
  expect(granted('DescribeInstances', { MaxResults: 1000 })).toBe(100);
  expect(granted('DescribeInstances', { Filters: [{ Name: 'vpc-id', Values: ['x'] }] })).toBe(0);
  expect(granted('DescribeInstanceAttribute', {})).toBe(100);
  expect(granted('DescribeLaunchTemplateVersions', {})).toBe(100);
  expect(granted('AssociateIamInstanceProfile', {})).toBe(100);
  expect(granted('RunInstances', {})).toBe(5);
  expect(granted('StopInstances', {})).toBe(50);
  const limited = Object.values(service.buckets ?? {}).flatMap(({ operations }) => operations);
  expect(Object.keys(service.handlers).filter((operation) => !limited.some((one) => one === operation))).toEqual([]);
});
