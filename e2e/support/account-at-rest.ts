import { type Console, until } from './console.ts';
import { steadySnapshot } from './snapshot.ts';

const homeId = '560921689673';

export interface Instance {
  instanceId: string;
  state: string;
  next: unknown;
  tags: Record<string, string>;
  userData: string | null;
  metadataOptions: unknown;
  launchTemplate: unknown;
  autoScalingGroupName: string | null;
}

export interface Ec2 {
  instances: Record<string, Instance>;
  associations: Record<string, { instanceId: string; profileArn: string; state: string }>;
  launchTemplates: Record<
    string,
    {
      launchTemplateName: string;
      defaultVersionNumber: number;
      tags: unknown;
      versions: Record<string, { versionDescription: string | null; data: unknown }>;
    }
  >;
}

export interface Group {
  group: Record<string, unknown>;
  instances: Record<string, { lifecycleState: string; health: string; launchConfigurationName: string | null; launchTemplate: unknown }>;
  refreshes: { status: string }[];
}

export type Iam = Record<
  'users' | 'roles' | 'policies' | 'instanceProfiles',
  Record<string, { attached?: unknown; inline?: unknown; roles?: unknown; trust?: unknown; versions?: unknown }>
>;

interface AutoScaling {
  launchConfigurations: Record<string, unknown>;
  groups: Record<string, Group>;
}

/** What a snapshot of the sandbox holds of an account's IAM, and of EC2 and Auto Scaling in us-east-1. */
interface Account {
  iam: Iam;
  ec2: Ec2;
  autoscaling: AutoScaling;
}

interface Snapshot {
  accounts: Record<string, { iam: Iam; regions: Record<string, { ec2?: Ec2; autoscaling?: AutoScaling }> }>;
}

/**
 * The first account once nothing in it moves: IAM in effect, no profile on its way, each instance running or stopped, each group whole. Throws
 * with what moves where it does not come to rest.
 */
export async function accountAtRest(console: Console): Promise<Account> {
  let moving: string[] = [];
  const found = await until(async () => {
    const { accounts } = (await steadySnapshot(console)) as unknown as Snapshot;
    const { iam, regions } = accounts[homeId] ?? {};
    const { ec2, autoscaling } = regions?.['us-east-1'] ?? {};
    if (iam === undefined || ec2 === undefined || autoscaling === undefined) throw new Error('there is no account to look at');
    moving = [...movingInstances(ec2), ...movingGroups(autoscaling.groups)];
    return moving.length === 0 ? { iam, ec2, autoscaling } : undefined;
  }, 120_000);
  if (found === undefined) throw new Error(`the sandbox did not come to rest: ${moving.join(', ')}`);
  return found;
}

/** Those that are not gone or on their way out. */
export const living = ({ instances }: Ec2): Instance[] =>
  Object.values(instances).filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');

/** Its profiles, the one that is coming or going among them. */
export const associationsOf = ({ associations }: Ec2, instanceId: string) =>
  Object.values(associations).filter((one) => one.instanceId === instanceId && one.state !== 'disassociated');

function movingInstances(ec2: Ec2): string[] {
  return living(ec2).flatMap(({ instanceId, state }) => {
    const isAtRest = ['running', 'stopped'].includes(state) && associationsOf(ec2, instanceId).every((one) => one.state === 'associated');
    return isAtRest ? [] : [`${instanceId} is ${state}`];
  });
}

const movingGroups = (groups: Record<string, Group>): string[] =>
  Object.entries(groups).flatMap(([name, { group, instances, refreshes }]) => {
    const members = Object.values(instances);
    const isWhole = members.length === group.DesiredCapacity && members.every(({ lifecycleState }) => lifecycleState === 'InService');
    const isDone = refreshes.every(({ status }) => !/^(Pending|InProgress|Baking|Cancelling|RollbackInProgress)$/.test(status));
    return isWhole && isDone ? [] : [`the group ${name}`];
  });
