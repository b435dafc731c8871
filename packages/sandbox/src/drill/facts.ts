import { observations } from '../runtime/observations.ts';
import { autoScalingOf } from '../state/autoscaling.ts';
import { ec2Of } from '../state/ec2.ts';
import { own } from '../state/iam.ts';
import type { AccountState, World } from '../state/world.ts';
import { isNarrow, names } from './names.ts';

/** What a call to the drill is answered with: what stands of document 003's web servers, and what they were seen doing in the last seconds. */
export interface DrillFacts {
  region: string;
  workload: string;
  userExists: boolean;
  policyIsNarrow: boolean;
  /** The role may be passed to the servers: it is there with the policy, within its instance profile. */
  roleIsReady: boolean;
  launchesFrom: string | null;
  /** What the group launches from at the start and after the drill. */
  launchConfigurations: { before: string; after: string };
  servers: DrillServer[];
}

export interface DrillServer {
  instanceId: string;
  launchedFrom: string | null;
  /** EC2's state: the group learns of a terminated one at its next look. */
  state: string;
  lifecycleState: string;
  healthy: boolean;
  /** Calls of the last ten seconds. */
  calls: number;
  failed: number;
  identity: string | null;
  lastError: string | null;
}

const recentMs = 10_000;

/** Null: the account has no such web servers. */
export function drillFacts(world: World, accountId: string): DrillFacts | null {
  const account = own(world.state.accounts, accountId);
  const group = account && own(autoScalingOf(account, names.region).groups, names.group);
  if (!account || !group) return null;
  const policy = account.iam.policies[policyArn(account)];
  const document = policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document;
  return {
    region: names.region,
    workload: names.group,
    userExists: own(account.iam.users, names.user) !== null,
    policyIsNarrow: document !== undefined && isNarrow(document),
    roleIsReady: roleIsReady(account),
    launchesFrom: group.group.LaunchConfigurationName ?? null,
    launchConfigurations: { before: names.launchConfiguration, after: names.copy },
    servers: Object.values(group.instances).map((member) => ({
      instanceId: member.instanceId,
      launchedFrom: member.launchConfigurationName,
      state: own(ec2Of(account, names.region).instances, member.instanceId)?.state ?? 'terminated',
      lifecycleState: member.lifecycleState,
      healthy: member.health === 'Healthy',
      ...seenOf(world, accountId, member.instanceId),
    })),
  };
}

export const policyArn = ({ id, partition }: AccountState): string => `arn:${partition}:iam::${id}:policy/${names.policy}`;

function roleIsReady(account: AccountState): boolean {
  const role = own(account.iam.roles, names.role);
  return (
    role?.attached.includes(policyArn(account)) === true &&
    own(account.iam.instanceProfiles, names.role)?.roles.includes(names.role) === true
  );
}

function seenOf(world: World, accountId: string, instanceId: string) {
  const since = new Date(world.clock.now().getTime() - recentMs);
  const seconds = observations(world, { accountId, instanceId, since });
  return {
    calls: seconds.reduce((sum, one) => sum + one.calls, 0),
    failed: seconds.reduce((sum, one) => sum + one.failed, 0),
    identity: seconds.at(-1)?.identity ?? null,
    lastError: seconds.findLast(({ lastError }) => lastError !== null)?.lastError ?? null,
  };
}
