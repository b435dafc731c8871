import { z } from 'zod';
import { listQuery } from '../page.ts';
import { chainLink } from './chain-link.ts';
import { ec2Detail, ec2Workload } from './ec2/contract.ts';

export const workloadState = z.enum(['static-keys', 'shadowed', 'no-credentials', 'role-unproven', 'verified', 'unknown']);
export type WorkloadState = z.infer<typeof workloadState>;

/**
 * service: an ECS service. standalone: running tasks of one family that no service owns. family: nothing of it runs. auto-scaling-group: with its
 * instances. instance: of no group. launch-template, launch-configuration: nothing is launched from it.
 */
export const workloadKind = z.enum([
  'service',
  'auto-scaling-group',
  'instance',
  'standalone',
  'family',
  'launch-template',
  'launch-configuration',
]);
export type WorkloadKind = z.infer<typeof workloadKind>;

/** Those of EC2 and Auto Scaling. */
export const ec2Kinds = ['auto-scaling-group', 'instance', 'launch-template', 'launch-configuration'] satisfies WorkloadKind[];

export const workloadKey = z.object({
  keyId: z.string(),
  /** IAM user that owns it; null: not found in this account; `ownerState` says whether we could look. */
  owner: z.string().nullable(),
  ownerState: z.enum(['known', 'absent', 'unreadable', 'foreign']),
});

/** One row of the Workloads table. */
export const workload = z.object({
  id: z.string(),
  accountId: z.string(),
  awsAccountId: z.string(),
  region: z.string(),
  kind: workloadKind,
  name: z.string(),
  /** Short cluster name; null for a family. */
  cluster: z.string().nullable(),
  clusterArn: z.string().nullable(),
  serviceArn: z.string().nullable(),
  state: workloadState,
  /** One sentence: why this state. */
  why: z.string(),
  flags: z.object({ moving: z.boolean(), managedElsewhere: z.boolean() }),
  /** "CloudFormation stack payments-prod", when managed elsewhere. */
  managedBy: z.string().nullable(),
  /** null for what is no task. */
  family: z.string().nullable(),
  /** The revision in use (a service's PRIMARY deployment), or the newest ACTIVE of an idle family. */
  taskDefinitionArn: z.string().nullable(),
  revision: z.number().int().nullable(),
  /** All revisions in use, for example while a deployment is under way. */
  revisionsInUse: z.array(z.string()),
  newestRevision: z.number().int().nullable(),
  runningCount: z.number().int(),
  desiredCount: z.number().int(),
  deploymentController: z.enum(['ECS', 'CODE_DEPLOY', 'EXTERNAL']).nullable(),
  executeCommand: z.boolean(),
  /** EventBridge rules whose target names a revision of this family (D-33). */
  rules: z.array(
    z.object({ name: z.string(), arn: z.string(), taskDefinitionArn: z.string(), pinned: z.boolean(), hasInput: z.boolean() }),
  ),
  taskRoleArn: z.string().nullable(),
  executionRoleArn: z.string().nullable(),
  /** What an instance, a group, a launch template or a launch configuration is; null for what runs in ECS. */
  ec2: ec2Workload.nullable(),
  /** Names of the variables that hold a key of AWS, or half of one, in what is in use; other secrets are findings only (C1). */
  variables: z.array(z.string()),
  keys: z.array(workloadKey),
  /** Findings in old revisions of the family. */
  residues: z.number().int(),
  /** Places of D-09 that exist here and that this version does not read, in words ("2 secrets, 1 environment file"). */
  notInspected: z.array(z.string()),
  /** What a person would do next, in one short sentence. */
  nextStep: z.string(),
  /** Open or newest plan and run, if any. */
  planId: z.string().nullable(),
  runId: z.string().nullable(),
  checkedAt: z.string(),
});
export type Workload = z.infer<typeof workload>;

/** Query of GET /api/workloads. `kind`: one or several kinds, separated by commas. */
export const workloadQuery = listQuery.extend({ kind: z.string().optional() });
export type WorkloadQuery = z.infer<typeof workloadQuery>;

/** How one value of an environment looks to us; secrets are fingerprints. */
export const environmentEntry = z.object({
  name: z.string(),
  /** Shown only for plain settings; null when masked. */
  value: z.string().nullable(),
  masked: z.object({ fingerprint: z.string(), keyId: z.string().nullable() }).nullable(),
  class: z.enum(['static-key', 'other-secret', 'setting', 'reference']),
  source: z.enum(['environment', 'secrets', 'environment-file', 'override']),
  /** What the recipe will do with it. */
  fate: z.enum(['removed', 'kept']),
});
export type EnvironmentEntry = z.infer<typeof environmentEntry>;

export const taskRow = z.object({
  taskArn: z.string(),
  taskDefinitionArn: z.string(),
  revision: z.number().int(),
  lastStatus: z.string(),
  startedAt: z.string().nullable(),
  overrides: z.array(environmentEntry),
});

export const revisionRow = z.object({
  taskDefinitionArn: z.string(),
  revision: z.number().int(),
  status: z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']),
  inUse: z.boolean(),
  holdsKey: z.boolean(),
  registeredAt: z.string().nullable(),
  registeredBy: z.string().nullable(),
});

/** GET /api/workloads/{id}. */
export const workloadDetail = workload.extend({
  containers: z.array(
    z.object({
      name: z.string(),
      image: z.string(),
      essential: z.boolean(),
      environment: z.array(environmentEntry),
      chainNow: z.array(chainLink),
      chainAfter: z.array(chainLink),
    }),
  ),
  tasks: z.array(taskRow),
  revisions: z.array(revisionRow),
  events: z.array(z.object({ at: z.string(), message: z.string() })),
  tags: z.record(z.string(), z.string()),
  /** null for what runs in ECS. */
  ec2Detail: ec2Detail.nullable(),
});
export type WorkloadDetail = z.infer<typeof workloadDetail>;
