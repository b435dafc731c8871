import { DescribeIamInstanceProfileAssociationsCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { ec2Of } from '@rolewright/sandbox/state/ec2.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { InstancePlanView } from '@rolewright/shared/plan/plan.ts';
import { administratorOf } from './administrator.ts';
import { homeId } from './chains.ts';
import type { Answer, TestConsole } from './open-console.ts';
import { accountNamed } from './scans.ts';

/** EC2 in the hands of the first account's administrator. */
export function ec2Administrator(console: TestConsole): EC2Client {
  const { iam } = administratorOf(console);
  return new EC2Client({ region: 'us-east-1', endpoint: console.sandbox.url, credentials: iam.config.credentials });
}

const ec2State = ({ sandbox }: TestConsole) => {
  const account = sandbox.world.state.accounts[homeId];
  if (account === undefined) throw new Error('no account');
  return ec2Of(account, 'us-east-1');
};

/** The id of the instance of this name. */
export function instanceNamed(console: TestConsole, name: string): string {
  const found = Object.values(ec2State(console).instances).find(({ tags, state }) => tags.Name === name && state !== 'terminated');
  if (found === undefined) throw new Error(`there is no instance ${name}`);
  return found.instanceId;
}

/** Its user data as text. */
export const userDataOf = (console: TestConsole, instanceId: string): string =>
  Buffer.from(ec2State(console).instances[instanceId]?.userData ?? '', 'base64').toString();

/** Waits until the instance is in this state. */
export async function untilInState(console: TestConsole, instanceId: string, wanted: string): Promise<void> {
  for (const end = Date.now() + 30_000; ec2State(console).instances[instanceId]?.state !== wanted; ) {
    if (Date.now() > end) throw new Error(`${instanceId} is ${ec2State(console).instances[instanceId]?.state}, and not ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Launches an instance of an image of the estate, and waits until it runs. */
export async function launch(
  console: TestConsole,
  like: string,
  name: string,
  { userData = '#!/bin/sh\n', profile }: { userData?: string; profile?: string } = {},
): Promise<string> {
  const { imageId } = ec2State(console).instances[instanceNamed(console, like)] ?? {};
  const answer = await ec2Administrator(console).send(
    new RunInstancesCommand({
      ImageId: imageId,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      UserData: Buffer.from(userData).toString('base64'),
      ...(profile === undefined ? {} : { IamInstanceProfile: { Name: profile } }),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
    }),
  );
  const id = answer.Instances?.[0]?.InstanceId ?? '';
  await untilInState(console, id, 'running');
  return id;
}

/** Name and state of the profile on an instance, those that are off left out. */
export async function profileOn(console: TestConsole, instanceId: string): Promise<string[]> {
  const Filters = [{ Name: 'instance-id', Values: [instanceId] }];
  const { IamInstanceProfileAssociations = [] } = await ec2Administrator(console).send(
    new DescribeIamInstanceProfileAssociationsCommand({ Filters }),
  );
  return IamInstanceProfileAssociations.filter(({ State }) => State !== 'disassociated').map(
    ({ IamInstanceProfile, State }) => `${IamInstanceProfile?.Arn?.split('/').at(-1)} ${State}`,
  );
}

/** What an instance is, apart from times and the ids of associations: for "as it was". */
export function machineOf(console: TestConsole, instanceId: string): string {
  const { instances, associations } = ec2State(console);
  const { userData, metadataOptions, state, tags } = instances[instanceId] ?? {};
  const held = Object.values(associations).filter((one) => one.instanceId === instanceId && !one.state.startsWith('disassoc'));
  return JSON.stringify({ userData, metadataOptions, state, tags, profiles: held.map(({ profileArn }) => profileArn) });
}

type Refused = { fields?: { field: string; message: string }[] };

/** Asks for the plan of an instance's move. */
export async function askForInstance(
  console: TestConsole,
  instanceId: string,
  inputs: InstanceInputs,
): Promise<Answer<InstancePlanView & Refused>> {
  const accountId = (await accountNamed(console, 'sandbox')).id;
  const body = { recipe: 'ec2-instance-profile', accountId, region: 'us-east-1', target: { instanceId }, inputs };
  return console.call('/api/plans', { body });
}

/** The plan of an instance's move. */
export async function planInstance(console: TestConsole, instanceId: string, inputs: InstanceInputs): Promise<InstancePlanView> {
  const answer = await askForInstance(console, instanceId, inputs);
  if (answer.status !== 201) throw new Error(`no plan: ${answer.text}`);
  return answer.body;
}
