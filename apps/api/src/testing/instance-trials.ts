import { RunInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateAccessKeyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  type IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { publicImageId } from '@rolewright/sandbox/services/ec2/images.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { ec2Trust } from '@rolewright/shared/iam/trust.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import { expect } from 'vitest';
import { administratorOf } from './administrator.ts';
import { homeId, iamOf, settled } from './chains.ts';
import { ec2Administrator, machineOf, planInstance, profileOn, untilInState } from './instances.ts';
import type { TestConsole } from './open-console.ts';
import { control, runUntil, startRun } from './runs.ts';
import { accountNamed } from './scans.ts';

/** A call of a run, as the sandbox names it. */
export interface InstanceCall {
  service: 'iam' | 'ec2';
  operation: string;
}

const iam = (operation: string): InstanceCall => ({ service: 'iam', operation });
const ec2 = (operation: string): InstanceCall => ({ service: 'ec2', operation });
const making = [iam('CreateRole'), iam('PutRolePolicy'), iam('CreateInstanceProfile'), iam('AddRoleToInstanceProfile')];

/** Every changing call of the move of a running and of a stopped instance, in its order. */
export const instanceCalls = {
  running: [...making, ec2('ReplaceIamInstanceProfileAssociation'), ec2('ModifyInstanceMetadataOptions')],
  stopped: [...making, ec2('DisassociateIamInstanceProfile'), ec2('AssociateIamInstanceProfile'), ec2('ModifyInstanceMetadataOptions')],
};
export type Kept = keyof typeof instanceCalls;

const inputs: InstanceInputs = {
  role: { create: { name: 'NewRole' } },
  profile: { create: { name: 'new-profile' } },
  metadataOptions: { httpTokens: 'optional', hopLimit: 3 },
};

/** A user who may send messages, and user data with its key. */
export async function keyInUserData(client: IAMClient): Promise<string> {
  const sends = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }] };
  await client.send(new CreateUserCommand({ UserName: 'app' }));
  await client.send(new PutUserPolicyCommand({ UserName: 'app', PolicyName: 'sends', PolicyDocument: JSON.stringify(sends) }));
  const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: 'app' }));
  return `#!/bin/sh\nexport AWS_ACCESS_KEY_ID=${AccessKey?.AccessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${AccessKey?.SecretAccessKey}\n`;
}

export interface Machine {
  id: string;
  /** Users, roles, profiles and the instance, byte by byte. */
  before: string;
}

/** A fresh sandbox with one instance that has a profile and, in its user data, a key, so that a run does not wait for evidence of use. */
export async function freshInstance(console: TestConsole, kept: Kept): Promise<Machine> {
  await console.setFaults([]);
  await console.call(`/api/accounts/${(await accountNamed(console, 'sandbox')).id}/reset-sandbox`, { method: 'POST' });
  const administrator = administratorOf(console);
  await administrator.iam.send(new CreateRoleCommand({ RoleName: 'OldRole', AssumeRolePolicyDocument: JSON.stringify(ec2Trust) }));
  await administrator.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'old-profile' }));
  await administrator.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'old-profile', RoleName: 'OldRole' }));
  const userData = await keyInUserData(administrator.iam);
  await settled(console);
  const launched = await ec2Administrator(console).send(
    new RunInstancesCommand({
      ImageId: publicImageId('us-east-1', 'al2023'),
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: 'old-profile' },
      UserData: Buffer.from(userData).toString('base64'),
    }),
  );
  const id = launched.Instances?.[0]?.InstanceId ?? '';
  await untilInState(console, id, 'running');
  if (kept === 'stopped') await ec2Administrator(console).send(new StopInstancesCommand({ InstanceIds: [id] }));
  await untilInState(console, id, kept);
  return { id, before: allOf(console, id) };
}

const allOf = (console: TestConsole, id: string): string =>
  [iamOf(console), JSON.stringify(console.sandbox.world.state.accounts[homeId]?.iam.instanceProfiles), machineOf(console, id)].join('\n');

/** The run of the move while this fault lies in wait for one of its calls, as it stands when it has stopped. */
export async function playInstance(console: TestConsole, { id }: Machine, call: InstanceCall, fault: object): Promise<Run> {
  const plan = await planInstance(console, id, inputs);
  expect(plan.blockedBy).toEqual([]);
  await console.setFaults([{ ...call, principal: 'RolewrightOperator', times: 1, ...fault }]);
  return runUntil(console, (await startRun(console, plan)).id);
}

/** The instance has the new profile, and nothing else. */
export async function expectMoved(console: TestConsole, { id }: Machine): Promise<void> {
  expect((await profileOn(console, id)).filter((one) => !one.endsWith('disassociating'))).toEqual(['new-profile associated']);
}

/** Rolls the run back and expects everything as it was: neither the new role nor the new profile is left. */
export async function expectInstanceUndone(console: TestConsole, runId: string, { id, before }: Machine): Promise<void> {
  await control(console, runId, 'roll-back');
  const run = await runUntil(console, runId, (one) => one.state === 'rolled-back' || (one.state === 'failed' && one.actions.length === 1));
  expect(run.state, JSON.stringify(run.error)).toBe('rolled-back');
  await settled(console);
  expect(allOf(console, id)).toBe(before);
}
