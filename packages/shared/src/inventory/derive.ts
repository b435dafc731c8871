import type { z } from 'zod';
import { isCredentialVariable, profileVariables, revisionOf, roleArnOf } from '../aws/task-definition.ts';
import { detectInOverrides, type RevisionFinding } from '../findings/detect.ts';
import { secretVariablesOf, type Variable, variablesOf } from '../findings/environment.ts';
import { chainAfterMove, chainOf } from './chain.ts';
import type { StoredEc2Detail } from './ec2/derive.ts';
import { entriesOf, entriesOfContainer } from './entries.ts';
import {
  addNotInspected,
  nothingLeftOut,
  notInspectedIn,
  notInspectedInOverrides,
  notInspectedInRules,
  notInspectedInWords,
} from './not-inspected.ts';
import { clusterName, type WorkloadSource } from './sources.ts';
import { nextStepOf, stateOf } from './state.ts';
import type { Workload, WorkloadDetail, workloadKey } from './workload.ts';

type Document = Record<string, unknown>;
export type KeyOwner = Pick<z.infer<typeof workloadKey>, 'owner' | 'ownerState'>;

/** A revision as it was read: masked, with what it shows. */
export interface RevisionFacts {
  arn: string;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  document: Document;
  findings: RevisionFinding[];
}

/** All that a workload's row is made from, besides its source. */
export interface DeriveFacts {
  id: string;
  accountId: string;
  awsAccountId: string;
  region: string;
  checkedAt: string;
  /** A revision in use by ARN, or why it could not be read. */
  revision: (arn: string) => RevisionFacts | { unread: string };
  newestRevision: number | null;
  residues: number;
  ownerOf: (keyId: string) => KeyOwner;
  managedBy: string | null;
  proof: { taskDefinitionArn: string; roleArn: string } | null;
}

/** What is kept of a workload's page beside its row; its revisions are read from their own table. */
export type StoredDetail = Pick<WorkloadDetail, 'containers' | 'tasks' | 'events' | 'tags'> & { ec2Detail: StoredEc2Detail | null };

/** A finding in what is in use of a workload. */
export interface InUseFinding extends RevisionFinding {
  taskDefinitionArn: string;
  taskArn: string | null;
}

/** Turns what was read of a workload into its row, its page and the findings in what is in use of it. Pure: no secret goes in, none comes out. */
export function deriveWorkload(
  source: WorkloadSource,
  facts: DeriveFacts,
): { workload: Workload; detail: StoredDetail; inUse: InUseFinding[] } {
  const read = source.inUseArns.map((arn) => ({ arn, revision: facts.revision(arn) }));
  const known = read.flatMap(({ revision }) => ('unread' in revision ? [] : [revision]));
  const primary = known.find((one) => one.arn === source.primaryArn) ?? null;
  const inUse = inUseFindings(source, known);
  const containers = known.flatMap((one) => list(one.document.containerDefinitions));
  const taskRoleArn = primary && roleArnOf(primary.document.taskRoleArn, primary.arn);
  const keyed = inUse.filter((one) => one.kind !== 'other-secret');
  const proven = facts.proof;
  const { state, why } = stateOf({
    findings: inUse,
    taskRoleArn,
    unread: read.flatMap(({ arn, revision }) => ('unread' in revision ? [`${shortName(arn)}: ${revision.unread}`] : [])),
    isRetired: source.inUseArns.length === 0,
    credentialSecrets: distinct(
      containers.flatMap((one) =>
        secretVariablesOf(one.secrets)
          .map((secret) => secret.name)
          .filter(isCredentialVariable),
      ),
    ),
    environmentFiles: containers.reduce((total, one) => total + list(one.environmentFiles).length, 0),
    profileVariables: distinct(
      containers
        .flatMap((one) => variablesOf(one.environment, 'environment'))
        .filter(isProfile)
        .map((one) => one.name),
    ),
    isProven: proven !== null && proven.roleArn === taskRoleArn && source.inUseArns.every((arn) => arn === proven.taskDefinitionArn),
  });
  const keyIds = distinct(keyed.flatMap((one) => (one.keyId === null ? [] : [one.keyId])));
  const onlyCustomNames = keyed.length > 0 && keyed.every((one) => one.kind === 'custom-name-key');
  const controller = source.service?.deploymentController ?? null;
  const primaryRevision = source.primaryArn === null ? null : (revisionOf(source.primaryArn)?.revision ?? null);
  const workload: Workload = {
    id: facts.id,
    accountId: facts.accountId,
    awsAccountId: facts.awsAccountId,
    region: facts.region,
    kind: source.kind,
    name: source.name,
    cluster: source.clusterArn === null ? null : clusterName(source.clusterArn),
    clusterArn: source.clusterArn,
    serviceArn: source.service?.arn ?? null,
    state,
    why,
    flags: { moving: false, managedElsewhere: facts.managedBy !== null },
    managedBy: facts.managedBy,
    family: source.family,
    taskDefinitionArn: source.primaryArn,
    revision: primaryRevision,
    revisionsInUse: source.kind === 'family' && source.rules.every((rule) => !rule.pinned) ? [] : source.inUseArns,
    newestRevision: facts.newestRevision ?? primaryRevision,
    runningCount: source.service?.runningCount ?? source.tasks.length,
    desiredCount: source.service?.desiredCount ?? source.tasks.length,
    deploymentController: controller,
    executeCommand: source.service?.executeCommand ?? false,
    rules: source.rules,
    taskRoleArn,
    executionRoleArn: primary && roleArnOf(primary.document.executionRoleArn, primary.arn),
    ec2: null,
    variables: distinct(keyed.map((one) => one.variable)),
    keys: keyIds.map((keyId) => {
      const { owner, ownerState } = facts.ownerOf(keyId);
      return { keyId, owner, ownerState };
    }),
    residues: facts.residues,
    notInspected: notInspectedInWords(notInspectedOf(source, known).reduce(addNotInspected, nothingLeftOut)),
    nextStep: nextStepOf(state, source.kind, {
      managedBy: facts.managedBy,
      controller,
      onlyCustomNames,
      foreignKey: keyIds.some((keyId) => facts.ownerOf(keyId).ownerState === 'foreign'),
    }),
    planId: null,
    runId: null,
    checkedAt: facts.checkedAt,
  };
  return { workload, detail: detailOf(source, primary, facts), inUse };
}

const isProfile = (one: Variable): boolean => one.isSet && profileVariables.some((name) => name === one.name);

const notInspectedOf = (source: WorkloadSource, known: RevisionFacts[]) => [
  ...known.map((one) => notInspectedIn(one.document)),
  ...source.tasks.map((task) => notInspectedInOverrides(task.overrides)),
  notInspectedInRules(source.rules),
];

function inUseFindings(source: WorkloadSource, known: RevisionFacts[]): InUseFinding[] {
  const inDefinitions = known.flatMap((one) => one.findings.map((found) => ({ ...found, taskDefinitionArn: one.arn, taskArn: null })));
  const inOverrides = source.tasks.flatMap((task) => {
    const document = known.find((one) => one.arn === task.taskDefinitionArn)?.document ?? {};
    return detectInOverrides(document, task.overrides).map((found) => ({
      ...found,
      taskDefinitionArn: task.taskDefinitionArn,
      taskArn: task.arn,
    }));
  });
  return [...inDefinitions, ...inOverrides];
}

function detailOf(source: WorkloadSource, primary: RevisionFacts | null, facts: DeriveFacts): StoredDetail {
  const document = primary?.document ?? {};
  return {
    containers: list(document.containerDefinitions).map((container) => {
      const overrides = source.tasks.map((task) => list(task.overrides.containerOverrides).find((one) => one.name === container.name));
      const chainFacts = {
        layers: [
          variablesOf(container.environment, 'environment'),
          secretVariablesOf(container.secrets),
          ...overrides.map((override) => variablesOf(override?.environment, 'override')),
        ],
        environmentFiles: list(container.environmentFiles).length,
        taskRoleArn: text(document.taskRoleArn),
        compatibilities: Array.isArray(document.requiresCompatibilities) ? document.requiresCompatibilities.map(String) : [],
        ownerOf: (keyId: string) => facts.ownerOf(keyId).owner,
      };
      return {
        name: text(container.name) ?? '',
        image: text(container.image) ?? '',
        // ECS takes a container for essential unless told otherwise.
        essential: container.essential !== false,
        environment: entriesOfContainer(container),
        chainNow: chainOf(chainFacts),
        chainAfter: chainAfterMove(chainFacts),
      };
    }),
    tasks: source.tasks.map((task) => ({
      taskArn: task.arn,
      taskDefinitionArn: task.taskDefinitionArn,
      revision: revisionOf(task.taskDefinitionArn)?.revision ?? 0,
      lastStatus: task.lastStatus,
      startedAt: task.startedAt,
      overrides: list(task.overrides.containerOverrides).flatMap((override) => entriesOf(override.environment, 'override')),
    })),
    events: (source.service?.events ?? []).slice(0, 20).map(({ at, message }) => ({ at, message })),
    tags: source.service?.tags ?? {},
    ec2Detail: null,
  };
}

/** `limbo:3` of a task definition's ARN. */
export const shortName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const distinct = <T>(items: T[]): T[] => [...new Set(items)];
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const list = (value: unknown): Document[] => (Array.isArray(value) ? (value as Document[]) : []);
