import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { InstanceProgram } from '../../runtime/instance-program.ts';
import { ec2Of } from '../../state/ec2.ts';
import { fixedId } from '../../state/ec2-network.ts';
import type { Estate } from '../builder.ts';

/** User data as EC2 takes it. */
export const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');

/** An image of the account's own, with the program in it; its id is the same every time. */
export function imageOf(
  estate: Estate,
  name: string,
  program: Omit<InstanceProgram, 'accountId' | 'region' | 'imageId'> | null = null,
): string {
  const account = estate.world.state.accounts[estate.accountId]!;
  const imageId = fixedId('ami', estate.accountId, estate.region, name);
  ec2Of(account, estate.region).images[imageId] = {
    imageId,
    name,
    description: name,
    ownerId: estate.accountId,
    createdAt: new Date(estate.world.clock.now().getTime() - 200 * 86_400_000).toISOString(),
    architecture: 'x86_64',
    rootDeviceName: '/dev/xvda',
    tags: {},
  };
  if (program) {
    const runtime = estate.world.state.runtime!;
    runtime.programs ??= [];
    runtime.programs.push({ ...program, accountId: estate.accountId, region: estate.region, imageId });
  }
  return imageId;
}

/** Makes a profile of a role's name, as the console of IAM does, with the role in it. */
export async function profileOf(estate: Estate, RoleName: string): Promise<string> {
  const call = { accountId: estate.accountId, region: estate.region, service: 'iam' } as const;
  const InstanceProfileName = RoleName;
  await estate.invoke({ ...call, operation: 'CreateInstanceProfile', input: { InstanceProfileName } });
  await estate.invoke({ ...call, operation: 'AddRoleToInstanceProfile', input: { InstanceProfileName, RoleName } });
  return InstanceProfileName;
}

/** Launches one instance that no group owns; returns its id. */
export async function standaloneInstance(
  estate: Estate,
  name: string,
  launch: Omit<RunInstancesRequest, 'MinCount' | 'MaxCount' | 'UserData'> & { userData?: string | Buffer },
): Promise<string> {
  const { userData, ...rest } = launch;
  const { Instances } = await estate.invoke({
    accountId: estate.accountId,
    region: estate.region,
    service: 'ec2',
    operation: 'RunInstances',
    input: {
      InstanceType: 't3.micro',
      MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 1 },
      ...rest,
      ...(userData === undefined ? {} : { UserData: base64(userData) }),
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }, ...(rest.TagSpecifications?.[0]?.Tags ?? [])] }],
    },
  });
  return Instances?.[0]?.InstanceId ?? '';
}

/** The three subnets of the Region's default VPC, as a group names them. */
export const subnetsOf = (estate: Estate): string =>
  Object.keys(ec2Of(estate.world.state.accounts[estate.accountId]!, estate.region).network.subnets).join(',');
