import { allow, policyText, trusting } from '../estate/policies.ts';
import type { Invoke } from '../http/invoke.ts';
import type { ServiceModules } from '../http/mount.ts';
import { AwsFault, type Input, type OperationName, type Principal } from '../services/service.ts';
import { autoScalingOf } from '../state/autoscaling.ts';
import { own } from '../state/iam.ts';
import type { AccountState } from '../state/world.ts';
import { type DrillFacts, policyArn } from './facts.ts';
import { copyForDrill } from './launch-configuration-copy.ts';
import { names, narrowActions } from './names.ts';

/** Who and where a step is carried out. */
export interface Drilled {
  invoke: Invoke;
  account: AccountState;
  /** The account's administrator: the document's reader. */
  principal: Principal;
  facts: DrillFacts;
}

/**
 * Module 5 of document 003, step by step, as calls of AWS. What stands already is left out, so that a step that was cut off is carried on by
 * asking for it again.
 */
export const drillSteps = {
  async 'delete-user'({ facts, ...drilled }) {
    const { account } = drilled;
    const UserName = names.user;
    if (!facts.userExists) return;
    for (const { id } of Object.values(account.iam.accessKeys).filter(({ userName }) => userName === UserName)) {
      await iam(drilled, 'DeleteAccessKey', { UserName, AccessKeyId: id });
    }
    for (const PolicyArn of own(account.iam.users, UserName)?.attached ?? [])
      await iam(drilled, 'DetachUserPolicy', { UserName, PolicyArn });
    await iam(drilled, 'DeleteUser', { UserName });
  },

  async 'narrow-policy'({ facts, ...drilled }) {
    if (facts.policyIsNarrow) return;
    const PolicyArn = policyArn(drilled.account);
    const { id, partition } = drilled.account;
    const PolicyDocument = policyText(allow([narrowActions, `arn:${partition}:s3:::${names.user}-${id}/*`]));
    await iam(drilled, 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
  },

  async 'create-role'(drilled) {
    const { iam: state } = drilled.account;
    const [RoleName, InstanceProfileName] = [names.role, names.role];
    if (own(state.roles, RoleName) === null) {
      const AssumeRolePolicyDocument = policyText(trusting('ec2.amazonaws.com'));
      const Description = 'Made by a drill in the sandbox: resetting the sandbox takes it away.';
      await iam(drilled, 'CreateRole', { RoleName, AssumeRolePolicyDocument, Description });
    }
    await iam(drilled, 'AttachRolePolicy', { RoleName, PolicyArn: policyArn(drilled.account) });
    if (own(state.instanceProfiles, InstanceProfileName) === null) {
      await iam(drilled, 'CreateInstanceProfile', { InstanceProfileName });
    }
    if (!own(state.instanceProfiles, InstanceProfileName)?.roles.includes(RoleName)) {
      await iam(drilled, 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
    }
  },

  async 'update-group'({ facts, ...drilled }) {
    if (facts.launchesFrom === names.copy) return;
    const { launchConfigurations } = autoScalingOf(drilled.account, names.region);
    const call = { ...placeOf(drilled), region: names.region, service: 'autoscaling' } as const;
    if (own(launchConfigurations, names.copy) === null) {
      const { LaunchConfigurations } = await drilled.invoke({
        ...call,
        operation: 'DescribeLaunchConfigurations',
        input: { LaunchConfigurationNames: [names.launchConfiguration] },
      });
      const input = copyForDrill(LaunchConfigurations?.[0]);
      await onceProfileIsKnown(() => drilled.invoke({ ...call, operation: 'CreateLaunchConfiguration', input }));
    }
    const input = { AutoScalingGroupName: names.group, LaunchConfigurationName: names.copy };
    await drilled.invoke({ ...call, operation: 'UpdateAutoScalingGroup', input });
  },

  /** All at once, as the document says: the group heals itself. */
  async 'replace-instances'({ facts, ...drilled }) {
    const old = facts.servers.filter(({ launchedFrom, state }) => launchedFrom !== names.copy && ['pending', 'running'].includes(state));
    if (old.length === 0) return;
    const input = { InstanceIds: old.map(({ instanceId }) => instanceId) };
    await drilled.invoke({ ...placeOf(drilled), region: names.region, service: 'ec2', operation: 'TerminateInstances', input });
  },
} satisfies Record<string, (drilled: Drilled) => Promise<void>>;

export type DrillStepId = keyof typeof drillSteps;

type Calls = Omit<Drilled, 'facts'>;
const placeOf = ({ account, principal }: Calls) => ({ accountId: account.id, principal });

const patienceMs = 30_000;

/** Auto Scaling learns of a new instance profile some seconds after IAM took it (D-50): whoever follows the document tries again. */
async function onceProfileIsKnown(call: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + patienceMs; ; ) {
    try {
      await call();
      return;
    } catch (error) {
      if (!(error instanceof AwsFault) || !error.message.includes('IamInstanceProfile') || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

type Iam = ServiceModules['iam'];

async function iam<N extends OperationName<Iam>>(drilled: Calls, operation: N, input: Input<Iam, N>): Promise<void> {
  await drilled.invoke({ ...placeOf(drilled), region: 'us-east-1', service: 'iam', operation, input });
}
