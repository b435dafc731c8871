import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  GetInstanceMetadataDefaultsCommand,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataOptionsCommand,
  RebootInstancesCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageId, startEc2, type TestEc2 } from './test-ec2.ts';

let ec2: TestEc2;
beforeAll(async () => {
  ec2 = await startEc2();
});
afterAll(() => ec2.close());

const once = { ImageId: imageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const;
async function run(more: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const { Instances } = await ec2.client.send(new RunInstancesCommand({ ...once, ...more }));
  return Instances?.[0]?.InstanceId ?? '';
}
const describe = async (InstanceId: string) =>
  (await ec2.client.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId] }))).Reservations?.[0]?.Instances?.[0];
const stop = async (id: string) => {
  await ec2.client.send(new StopInstancesCommand({ InstanceIds: [id] }));
  ec2.clock.advance(5_000);
};

test('an instance is launched, runs, is rebooted, stopped, started and terminated', async () => {
  const arn = await ec2.profile('life', 'Life');
  const id = await run({ IamInstanceProfile: { Arn: arn }, KeyName: 'ops', Monitoring: { Enabled: true } });
  expect(await describe(id)).toMatchObject({ State: { Code: 0, Name: 'pending' }, IamInstanceProfile: { Arn: arn }, KeyName: 'ops' });
  ec2.clock.advance(5_000);
  expect(await describe(id)).toMatchObject({ State: { Name: 'running' }, Monitoring: { State: 'enabled' }, Architecture: 'x86_64' });
  await ec2.client.send(new RebootInstancesCommand({ InstanceIds: [id] }));
  expect(ec2.place.ec2.instances[id]?.boots).toBe(2);
  const stopping = await ec2.client.send(new StopInstancesCommand({ InstanceIds: [id] }));
  expect(stopping.StoppingInstances).toMatchObject([{ CurrentState: { Name: 'stopping' }, PreviousState: { Name: 'running' } }]);
  await expect(ec2.client.send(new StartInstancesCommand({ InstanceIds: [id] }))).rejects.toMatchObject({ name: 'IncorrectInstanceState' });
  ec2.clock.advance(5_000);
  expect(await describe(id)).toMatchObject({ State: { Name: 'stopped' }, StateReason: { Code: 'Client.UserInitiatedShutdown' } });
  expect((await describe(id))?.PublicIpAddress).toBeUndefined();
  const statuses = (all: boolean) => ec2.client.send(new DescribeInstanceStatusCommand({ InstanceIds: [id], IncludeAllInstances: all }));
  expect((await statuses(false)).InstanceStatuses ?? []).toEqual([]);
  expect((await statuses(true)).InstanceStatuses).toMatchObject([{ InstanceStatus: { Status: 'not-applicable' } }]);
  await ec2.client.send(new StartInstancesCommand({ InstanceIds: [id] }));
  ec2.clock.advance(5_000);
  expect((await statuses(false)).InstanceStatuses).toMatchObject([{ InstanceStatus: { Status: 'ok' } }]);
  await ec2.client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  ec2.clock.advance(5_000);
  const ended = await describe(id);
  expect(ended?.State?.Name).toBe('terminated');
  expect(ended?.IamInstanceProfile).toBeUndefined();
  await expect(ec2.client.send(new StopInstancesCommand({ InstanceIds: [id] }))).rejects.toMatchObject({ name: 'IncorrectInstanceState' });
});

test('protection from stopping and terminating holds until it is taken off; of several instances all are changed or none', async () => {
  const guarded = await run({ DisableApiStop: true, DisableApiTermination: true });
  const other = await run();
  ec2.clock.advance(5_000);
  const both = { InstanceIds: [other, guarded] };
  await expect(ec2.client.send(new StopInstancesCommand(both))).rejects.toMatchObject({ name: 'OperationNotPermitted' });
  await expect(ec2.client.send(new TerminateInstancesCommand(both))).rejects.toThrow(/may not be terminated/);
  expect((await describe(other))?.State?.Name).toBe('running');
  await ec2.client.send(new ModifyInstanceAttributeCommand({ InstanceId: guarded, DisableApiTermination: { Value: false } }));
  await ec2.client.send(new TerminateInstancesCommand(both));
  expect((await describe(other))?.State?.Name).toBe('shutting-down');
});

test('D-67 user data is read as it was sent, and changed only while the instance is stopped', async () => {
  const text = '#!/bin/sh\r\nexport AWS_ACCESS_KEY=ü\n';
  const UserData = Buffer.from(text).toString('base64');
  const id = await run({ UserData });
  ec2.clock.advance(5_000);
  const read = async () =>
    (await ec2.client.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' }))).UserData?.Value;
  expect(await read()).toBe(UserData);
  const bytes = Buffer.concat([Buffer.from([0x1f, 0x8b, 0, 255]), Buffer.from('no text')]);
  const write = (Value: Uint8Array) => ec2.client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, UserData: { Value } }));
  await expect(write(bytes)).rejects.toMatchObject({ name: 'IncorrectInstanceState', message: expect.stringContaining("'stopped' state") });
  await stop(id);
  await write(bytes);
  expect(Buffer.from((await read()) ?? '', 'base64')).toEqual(bytes);
  await write(new Uint8Array());
  expect(await read()).toBeUndefined();
  await expect(write(Buffer.alloc(16_385, 'x'))).rejects.toThrow('User data is limited to 16384 bytes');
  await expect(run({ UserData: 'not base64!' })).rejects.toMatchObject({ name: 'InvalidUserData.Malformed' });
  const two = { InstanceId: id, EbsOptimized: { Value: true }, SourceDestCheck: { Value: false } };
  await expect(ec2.client.send(new ModifyInstanceAttributeCommand(two))).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
});

test('the same ClientToken launches once; with another request it is refused', async () => {
  const ClientToken = 'launch-1';
  const first = await run({ ClientToken });
  expect(await run({ ClientToken })).toBe(first);
  await expect(run({ ClientToken, InstanceType: 't3.small' })).rejects.toMatchObject({ name: 'IdempotentParameterMismatch' });
});

test('D-82 pages of a filtered listing hold every instance once, also while others are launched', async () => {
  const Tags = [{ Key: 'fleet', Value: 'paged' }];
  const TagSpecifications = [{ ResourceType: 'instance' as const, Tags }];
  await ec2.client.send(new RunInstancesCommand({ ...once, MinCount: 12, MaxCount: 12, TagSpecifications }));
  const Filters = [{ Name: 'tag:fleet', Values: ['pag*'] }];
  const seen: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.client.send(new DescribeInstancesCommand({ Filters, MaxResults: 5, ...(NextToken ? { NextToken } : {}) }));
    seen.push(...(page.Reservations ?? []).flatMap(({ Instances }) => Instances?.map(({ InstanceId }) => InstanceId ?? '') ?? []));
    NextToken = page.NextToken;
    await run();
  } while (NextToken);
  expect([seen.length, new Set(seen).size]).toEqual([12, 12]);
  const send = (input: object) => ec2.client.send(new DescribeInstancesCommand(input));
  await expect(send({ MaxResults: 4 })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(send({ MaxResults: 5, InstanceIds: [seen[0]] })).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  await expect(send({ Filters: [{ Name: 'colour', Values: ['red'] }] })).rejects.toThrow("The filter 'colour' is invalid");
  await expect(send({ InstanceIds: ['i-00000000000000000'] })).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
  await expect(send({ InstanceIds: ['server-1'] })).rejects.toMatchObject({ name: 'InvalidInstanceID.Malformed' });
  await expect(send({ Filters, NextToken: 'eA==' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
});

test('D-78 metadata options: of the image, of the account, of the launch; changed on the instance', async () => {
  const options = async (id: string) => (await describe(id))?.MetadataOptions;
  expect(await options(await run())).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 2, State: 'applied' });
  await ec2.client.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'optional', HttpPutResponseHopLimit: 3 }));
  const defaults = async () => (await ec2.client.send(new GetInstanceMetadataDefaultsCommand())).AccountLevel;
  expect(await defaults()).toMatchObject({ HttpTokens: 'optional', HttpPutResponseHopLimit: 3 });
  const id = await run({ MetadataOptions: { HttpPutResponseHopLimit: 1 } });
  expect(await options(id)).toMatchObject({ HttpTokens: 'optional', HttpPutResponseHopLimit: 1 });
  await ec2.client.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1 }));
  expect((await defaults())?.HttpTokens).toBeUndefined();
  const changed = await ec2.client.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, HttpTokens: 'required' }));
  expect(changed.InstanceMetadataOptions).toMatchObject({ State: 'pending', HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  const hops = new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, HttpPutResponseHopLimit: 65 });
  await expect(ec2.client.send(hops)).rejects.toThrow('Must be between 1 and 64');
});

test("tags: the caller's come and go, AWS's own stay", async () => {
  const id = await run();
  ec2.place.ec2.instances[id]!.tags['aws:autoscaling:groupName'] = 'web';
  const Resources = [id];
  await ec2.client.send(
    new CreateTagsCommand({
      Resources,
      Tags: [
        { Key: 'app', Value: 'a' },
        { Key: 'env', Value: 'e' },
      ],
    }),
  );
  const aws = new CreateTagsCommand({ Resources, Tags: [{ Key: 'aws:x', Value: '' }] });
  await expect(ec2.client.send(aws)).rejects.toThrow("Tag keys starting with 'aws:' are reserved for internal use");
  const tags = async (Filters: { Name: string; Values: string[] }[]) =>
    ((await ec2.client.send(new DescribeTagsCommand({ Filters }))).Tags ?? []).map(({ Key, ResourceId }) => [Key, ResourceId]);
  expect(
    await tags([
      { Name: 'resource-id', Values: [id] },
      { Name: 'key', Values: ['app', 'aws:*'] },
    ]),
  ).toEqual([
    ['app', id],
    ['aws:autoscaling:groupName', id],
  ]);
  await ec2.client.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'app', Value: 'other' }] }));
  await ec2.client.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'env' }] }));
  const byGroup = { Filters: [{ Name: 'tag:aws:autoscaling:groupName', Values: ['web'] }] };
  const found = (await ec2.client.send(new DescribeInstancesCommand(byGroup))).Reservations?.[0]?.Instances?.[0];
  expect(found?.Tags?.map(({ Key }) => Key)).toEqual(['aws:autoscaling:groupName', 'app']);
  const missing = new CreateTagsCommand({ Resources: ['lt-00000000000000000'], Tags: [{ Key: 'a', Value: '' }] });
  await expect(ec2.client.send(missing)).rejects.toMatchObject({ name: 'InvalidLaunchTemplateId.NotFound' });
});

test('what instances stand in can be read: Regions, images, subnets, groups', async () => {
  ec2.place.account.disabledRegions.push('ap-east-1');
  const regions = async (input: object) => (await ec2.client.send(new DescribeRegionsCommand(input))).Regions?.map((one) => one.RegionName);
  expect(await regions({})).toEqual(['us-east-1', 'eu-west-1']);
  expect(await regions({ AllRegions: true, Filters: [{ Name: 'opt-in-status', Values: ['not-opted-in'] }] })).toEqual(['ap-east-1']);
  const Filters = [{ Name: 'name', Values: ['al2023-ami-2023*x86_64'] }];
  expect((await ec2.client.send(new DescribeImagesCommand({ Owners: ['amazon'], Filters }))).Images).toMatchObject([{ ImageId: imageId }]);
  expect((await ec2.client.send(new DescribeSubnetsCommand())).Subnets).toHaveLength(3);
  const [group] = (await ec2.client.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }))).SecurityGroups ?? [];
  const id = await run({ SecurityGroupIds: [group?.GroupId ?? ''] });
  expect((await describe(id))?.SecurityGroups).toEqual([{ GroupId: group?.GroupId, GroupName: 'default' }]);
  await expect(run({ SecurityGroupIds: ['sg-00000000000000000'] })).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' });
  await expect(run({ ImageId: 'ami-00000000000000000' })).rejects.toMatchObject({ name: 'InvalidAMIID.NotFound' });
});
