import type { CreateServiceRequest, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import type { Invoke } from '../http/invoke.ts';
import type { WorkloadSpec } from '../runtime/workload.ts';
import type { Principal } from '../services/service.ts';
import { ecsOf } from '../state/ecs.ts';
import type { World } from '../state/world.ts';
import type { KeyPair } from './every-member-definition.ts';
import { type PolicyDocument, policyText, trusting } from './policies.ts';

/** Permissions of a user as a scenario writes them. `managed` makes customer-managed policies of these names and attaches them. */
export interface UserPermissions {
  inline?: Record<string, PolicyDocument>;
  managed?: Record<string, PolicyDocument>;
  groups?: string[];
}

/** One account and Region, as scenarios fill it: every step is a call of the service's own handler, so AWS's checks apply. */
export interface Estate {
  readonly world: World;
  readonly accountId: string;
  readonly region: string;
  /** Plain `invoke`, for what has no short form here. */
  readonly invoke: Invoke;
  in(region: string): Estate;
  cluster(name: string): Promise<void>;
  bucket(name: string): Promise<void>;
  group(name: string, permissions: Omit<UserPermissions, 'groups'>): Promise<void>;
  user(name: string, permissions: UserPermissions, daysOld?: number): Promise<void>;
  key(userName: string, daysOld: number): Promise<KeyPair>;
  role(name: string, inline: Record<string, PolicyDocument>, service?: string): Promise<string>;
  /** Registers a revision as the CI would have; returns `family:revision`. */
  definition(input: RegisterTaskDefinitionRequest, daysOld?: number): Promise<string>;
  service(input: CreateServiceRequest, daysOld?: number): Promise<void>;
  program(spec: Omit<WorkloadSpec, 'accountId' | 'region'>): void;
  arn(service: string, resource: string): string;
}

const day = 86_400_000;

/** Opens an account and Region for scenarios. */
export function estateOf(world: World, invoke: Invoke, accountId: string, region: string): Estate {
  const account = world.state.accounts[accountId]!;
  const global = { accountId, region: 'us-east-1' };
  const local = { accountId, region };
  const ago = (days: number): string => new Date(world.clock.now().getTime() - days * day).toISOString();
  const arn = (service: string, resource: string): string =>
    `arn:${account.partition}:${service}:${['iam', 's3'].includes(service) ? '' : region}:${service === 's3' ? '' : accountId}:${resource}`;
  const ci: Principal = {
    kind: 'user',
    arn: arn('iam', 'user/travis'),
    accountId,
    userId: 'travis',
    userName: 'travis',
    accessKeyId: '',
  };
  const managed = async (name: string, document: PolicyDocument): Promise<string> => {
    const input = { PolicyName: name, PolicyDocument: policyText(document) };
    return (await invoke({ ...global, service: 'iam', operation: 'CreatePolicy', input })).Policy?.Arn ?? '';
  };

  return {
    world,
    accountId,
    region,
    invoke,
    arn,
    in: (other) => estateOf(world, invoke, accountId, other),

    async cluster(name) {
      await invoke({ ...local, service: 'ecs', operation: 'CreateCluster', input: { clusterName: name } });
    },

    async bucket(name) {
      await invoke({ ...local, service: 's3', operation: 'CreateBucket', input: { Bucket: name } });
    },

    async group(name, permissions) {
      await invoke({ ...global, service: 'iam', operation: 'CreateGroup', input: { GroupName: name } });
      for (const [policy, document] of Object.entries(permissions.inline ?? {})) {
        const input = { GroupName: name, PolicyName: policy, PolicyDocument: policyText(document) };
        await invoke({ ...global, service: 'iam', operation: 'PutGroupPolicy', input });
      }
      for (const [policy, document] of Object.entries(permissions.managed ?? {})) {
        const input = { GroupName: name, PolicyArn: await managed(policy, document) };
        await invoke({ ...global, service: 'iam', operation: 'AttachGroupPolicy', input });
      }
    },

    async user(name, permissions, daysOld = 400) {
      await invoke({ ...global, service: 'iam', operation: 'CreateUser', input: { UserName: name } });
      for (const [policy, document] of Object.entries(permissions.inline ?? {})) {
        const input = { UserName: name, PolicyName: policy, PolicyDocument: policyText(document) };
        await invoke({ ...global, service: 'iam', operation: 'PutUserPolicy', input });
      }
      for (const [policy, document] of Object.entries(permissions.managed ?? {})) {
        const input = { UserName: name, PolicyArn: await managed(policy, document) };
        await invoke({ ...global, service: 'iam', operation: 'AttachUserPolicy', input });
      }
      for (const group of permissions.groups ?? []) {
        await invoke({ ...global, service: 'iam', operation: 'AddUserToGroup', input: { UserName: name, GroupName: group } });
      }
      account.iam.users[name]!.createdAt = ago(daysOld);
    },

    async key(userName, daysOld) {
      const { AccessKey } = await invoke({ ...global, service: 'iam', operation: 'CreateAccessKey', input: { UserName: userName } });
      const pair = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
      account.iam.accessKeys[pair.accessKeyId]!.createdAt = ago(daysOld);
      return pair;
    },

    async role(name, inline, service = 'ecs-tasks.amazonaws.com') {
      const input = { RoleName: name, AssumeRolePolicyDocument: policyText(trusting(service)) };
      const { Role } = await invoke({ ...global, service: 'iam', operation: 'CreateRole', input });
      for (const [policy, document] of Object.entries(inline)) {
        const policyInput = { RoleName: name, PolicyName: policy, PolicyDocument: policyText(document) };
        await invoke({ ...global, service: 'iam', operation: 'PutRolePolicy', input: policyInput });
      }
      account.iam.roles[name]!.createdAt = ago(300);
      return Role?.Arn ?? '';
    },

    async definition(input, daysOld = 30) {
      const { taskDefinition } = await invoke({ ...local, service: 'ecs', operation: 'RegisterTaskDefinition', input, principal: ci });
      const name = `${taskDefinition?.family}:${taskDefinition?.revision}`;
      ecsOf(account, region).taskDefinitions[name]!.definition.registeredAt = ago(daysOld);
      return name;
    },

    async service(input, daysOld = 200) {
      await invoke({ ...local, service: 'ecs', operation: 'CreateService', input, principal: ci });
      const state = ecsOf(account, region).services[`${input.cluster}/${input.serviceName}`]!;
      state.service.createdAt = ago(daysOld);
    },

    program(spec) {
      world.state.runtime?.workloads.push({ ...spec, accountId, region });
    },
  };
}
