import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import type { ConfigStore } from '@rolewright/shared/plan/chain-delivery.ts';
import type { StoredOf } from '@rolewright/shared/plan/chain-snapshot.ts';
import type { ObjectAnswer } from '@rolewright/shared/probes/judge.ts';
import type { NewAccessAnswer, PolicyFinding, Simulated, Simulation } from '@rolewright/shared/proof/second-opinion.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { Ec2Read } from './ec2-port.ts';
import type { GroupChange, GroupRead } from './group-port.ts';
import type { InstanceChange, InstanceRead } from './instance-port.ts';
import type { AccountAuthorization, RawDocument, RoleReading, ServiceReading, TaskReading, TrailEvent, UserReading } from './readings.ts';
import type { RoleCall, RoleTried, TryOptions } from './role-call.ts';

/**
 * What the ideas need of AWS, in our words. Adapters in this folder translate and never decide. `Reading` where AWS may refuse: known,
 * absent or unreadable(reason), never two in one. Each call may throw AwsError (aws-error.ts) for what is not an answer about the thing asked.
 */
export interface AwsPort {
  /** The account and Region that this port speaks to. */
  readonly accountId: string;
  readonly region: string;
  identity(): Promise<{ arn: string; awsAccountId: string; partition: string }>;
  /** Who the changes are made as. */
  operator(): Promise<{ arn: string; awsAccountId: string; partition: string }>;
  /** Assumes a role as the operator, or as roles that it becomes first, and throws the credentials away (B5, B6). */
  tryRole(call: RoleCall, options?: TryOptions): Promise<RoleTried>;
  read: AwsRead;
  /** What AWS's own services think of policies; they read and change nothing. */
  secondOpinions: SecondOpinions;
  /** Acts as the operator role where the account has one. Only apply/executors may use it. */
  change: AwsChange;
  /** What functional probes read, as the operator. */
  probe: AwsProbes;
}

export interface AwsRead extends Ec2Read, InstanceRead, GroupRead {
  clusters(): Promise<string[]>;
  services(clusterArn: string): Promise<ServiceReading[]>;
  service(clusterArn: string, name: string): Promise<Reading<ServiceReading>>;
  /** Tasks that have stopped, which ECS remembers for about an hour, only with `stopped`. */
  tasks(clusterArn: string, filter?: { serviceName?: string; family?: string; stopped?: boolean }): Promise<TaskReading[]>;
  taskDefinitionArns(status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS', familyPrefix?: string): AsyncIterable<string[]>;
  /** `raw` is the member taskDefinition of the answer; tags come beside it (D-20). */
  taskDefinition(arn: string): Promise<Reading<{ raw: RawDocument; tags: Record<string, string> }>>;
  /** Targets that start tasks; `hasInput`: with overrides of the rule's own, which stay unread. */
  rulesWithTaskDefinitions(): Promise<{ name: string; arn: string; taskDefinitionArn: string; hasInput: boolean }[]>;
  /** The CloudFormation stack that owns a physical resource, absent where none does (D-37). */
  owningStack(physicalResourceId: string): Promise<Reading<{ stackName: string; logicalId: string }>>;
  /** Users, groups, roles and managed policies of the account in few calls (D-84). */
  accountAuthorization(): Promise<AccountAuthorization>;
  accessKeys(userName: string): Promise<{ keyId: string; status: 'Active' | 'Inactive'; createdAt: string }[]>;
  accessKeyLastUsed(keyId: string): Promise<Reading<{ userName: string | null; at: string | null; service: string; region: string }>>;
  accessKeyAccount(keyId: string): Promise<Reading<string>>;
  userPolicies(userName: string): Promise<Reading<UserReading>>;
  role(name: string): Promise<Reading<RoleReading>>;
  /** The trust policy of a role as its text stands in IAM. May hold external ids: it never leaves the verb that read it (D-48). */
  trustText(roleName: string): Promise<Reading<string>>;
  /** The account's own quotas for a role's policies (D-41). */
  roleQuotas(): Promise<Reading<{ managedPerRole: number; inlineSize: number; managedSize: number; trustSize: number }>>;
  managedPolicy(arn: string): Promise<Reading<{ tags: Record<string, string> }>>;
  /** A secret or parameter by name, without its value, which is never asked for (D-11). */
  stored(store: ConfigStore, name: string): Promise<Reading<StoredOf>>;
  /** The document of a managed policy's default version. */
  managedPolicyDocument(arn: string): Promise<Reading<unknown>>;
  /** ARNs of the managed policies attached to a role or user itself. */
  attachedArns(kind: 'role' | 'user', name: string): Promise<Reading<string[]>>;
  /** An inline policy as its text stands in IAM. */
  inlinePolicyText(kind: 'role' | 'user', name: string, policyName: string): Promise<Reading<string>>;
  /** Management events only; newest first; D-60. */
  trailEvents(
    attribute: { key: 'AccessKeyId' | 'Username' | 'ResourceName' | 'EventName'; value: string },
    since: Date,
  ): Promise<Reading<TrailEvent[]>>;
}

/** AWS's own judges. Each may be refused (unreadable); what AWS cannot judge is thrown as AwsError. */
export interface SecondOpinions {
  /** One call of iam:SimulatePrincipalPolicy or iam:SimulateCustomPolicy, all its pages (D-57). */
  simulate(asked: Simulation): Promise<Reading<Simulated[]>>;
  validatePolicy(document: PolicyDocument, kind: 'identity' | 'trust'): Promise<Reading<PolicyFinding[]>>;
  /** Of identity policies. AWS charges for each call. */
  checkNoNewAccess(before: PolicyDocument, after: PolicyDocument): Promise<Reading<NewAccessAnswer>>;
  /** An encoded message of a denied call → its JSON text; absent: this account did not encode it. */
  decodeDenial(encoded: string): Promise<Reading<string>>;
}

/** Answers carry AWS' request id for the journal. */
export type Changed<T> = { value: T; requestId: string | null };

/** Whether objects are in S3, seen by listing; none is opened. */
export interface AwsProbes {
  object(bucket: string, key: string): Promise<ObjectAnswer>;
  /** The newest under a prefix. */
  newest(bucket: string, prefix: string): Promise<ObjectAnswer>;
}

export interface AwsChange extends InstanceChange, GroupChange {
  createRole(input: {
    name: string;
    path: string;
    trust: unknown;
    description: string;
    boundaryArn: string | null;
    tags: Record<string, string>;
  }): Promise<Changed<{ arn: string }>>;
  deleteRole(name: string): Promise<Changed<null>>;
  createManagedPolicy(input: {
    name: string;
    path: string;
    document: unknown;
    description: string;
    tags: Record<string, string>;
  }): Promise<Changed<{ arn: string }>>;
  deleteManagedPolicy(arn: string): Promise<Changed<null>>;
  attachRolePolicy(roleName: string, policyArn: string): Promise<Changed<null>>;
  detachRolePolicy(roleName: string, policyArn: string): Promise<Changed<null>>;
  attachUserPolicy(userName: string, policyArn: string): Promise<Changed<null>>;
  detachUserPolicy(userName: string, policyArn: string): Promise<Changed<null>>;
  /** A document that is a string is sent as it is, byte by byte. */
  putRolePolicy(roleName: string, policyName: string, document: unknown): Promise<Changed<null>>;
  deleteRolePolicy(roleName: string, policyName: string): Promise<Changed<null>>;
  putUserPolicy(userName: string, policyName: string, document: unknown): Promise<Changed<null>>;
  deleteUserPolicy(userName: string, policyName: string): Promise<Changed<null>>;
  /** Replaces the whole trust policy by this text (D-51). */
  updateAssumeRolePolicy(roleName: string, text: string): Promise<Changed<null>>;
  /** Sends the body as it is, members that this SDK does not know included (D-21). */
  registerTaskDefinition(body: RawDocument): Promise<Changed<{ arn: string; raw: RawDocument }>>;
  deregisterTaskDefinition(arn: string): Promise<Changed<null>>;
  /** A new secret or parameter; refused where the name is taken. `token` makes a repeated CreateSecret make nothing twice. */
  store(input: {
    store: ConfigStore;
    name: string;
    content: Secret<string>;
    description: string;
    tags: Record<string, string>;
    token: string;
  }): Promise<Changed<{ arn: string | null; version: string }>>;
  /** A new version of a secret, whose id is `token`. */
  putStored(name: string, content: Secret<string>, token: string): Promise<Changed<null>>;
  /** Moves AWSCURRENT of a secret from one version to another. */
  makeCurrent(name: string, version: string, from: string): Promise<Changed<null>>;
  /** Without a recovery window where `forced`, else with the shortest that AWS has; a parameter knows none. */
  deleteStored(store: ConfigStore, name: string, forced: boolean): Promise<Changed<null>>;
  /** Exactly cluster, service and taskDefinition, nothing else (D-30). */
  updateService(input: { cluster: string; service: string; taskDefinition: string }): Promise<Changed<{ deploymentId: string | null }>>;
}
