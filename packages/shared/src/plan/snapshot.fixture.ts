import { defaultQuotas } from '../iam/carry-over.ts';
import { absent, known } from '../inventory/reading.ts';
import type { PlanSnapshot, PolicyOf, PrincipalOf, RoleOf } from './snapshot.ts';

const accountId = '560921689673';
export const keyId = 'AKIAYFCZVQXEQ3EXMPLE';
export const arn = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;

/** A policy of one statement; a managed one where it has an ARN. */
export const policy = (name: string, Action: string | string[], Resource = '*', policyArn: string | null = null): PolicyOf => ({
  name,
  arn: policyArn,
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
});

export const user = (name: string, has: Partial<PrincipalOf> = {}): PrincipalOf => ({
  arn: arn(`user/${name}`),
  inline: [],
  attached: [],
  groups: [],
  boundary: null,
  ...has,
});

export const role = (name: string, has: Partial<RoleOf> = {}): RoleOf => ({
  ...user(name),
  arn: arn(`role/${name}`),
  name,
  path: '/',
  trust: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
  ...has,
});

/** Members of a task definition with the pair in the container `bot`. */
export const definition = (members: Record<string, unknown> = {}, inBot: Record<string, unknown> = {}): Record<string, unknown> => ({
  family: 'limbo',
  status: 'ACTIVE',
  containerDefinitions: [
    {
      name: 'bot',
      environment: [
        { name: 'AWS_ACCESS_KEY_ID', value: keyId },
        { name: 'AWS_SECRET_ACCESS_KEY', value: 'masked' },
        { name: 'AWS_REGION', value: 'us-east-1' },
      ],
      ...inBot,
    },
  ],
  ...members,
});

/** What was read of limbo, whose key belongs to a user that may put metrics. */
export function snapshotOf(document: Record<string, unknown> = definition(), change: Partial<PlanSnapshot> = {}): PlanSnapshot {
  const taskDefinitionArn = `arn:aws:ecs:us-east-1:${accountId}:task-definition/limbo:3`;
  const service = `arn:aws:ecs:us-east-1:${accountId}:service/limbo/limbo`;
  const clusterArn = `arn:aws:ecs:us-east-1:${accountId}:cluster/limbo`;
  return {
    readAt: '2026-11-24T12:00:00.000Z',
    awsAccountId: accountId,
    partition: 'aws',
    region: 'us-east-1',
    workload: {
      id: 'limbo',
      accountId: 'account',
      awsAccountId: accountId,
      region: 'us-east-1',
      kind: 'service',
      name: 'limbo',
      cluster: 'limbo',
      clusterArn,
      serviceArn: service,
      state: 'static-keys',
      why: '',
      flags: { moving: false, managedElsewhere: false },
      managedBy: null,
      family: 'limbo',
      taskDefinitionArn,
      revision: 3,
      revisionsInUse: [taskDefinitionArn],
      newestRevision: 3,
      runningCount: 2,
      desiredCount: 2,
      deploymentController: 'ECS',
      executeCommand: false,
      rules: [],
      taskRoleArn: null,
      executionRoleArn: null,
      ec2: null,
      variables: [],
      keys: [],
      residues: 0,
      notInspected: [],
      nextStep: '',
      planId: null,
      runId: null,
      checkedAt: '2026-11-24T12:00:00.000Z',
    },
    taskDefinition: known({ arn: taskDefinitionArn, document, tags: {} }),
    service: known({
      arn: service,
      clusterArn,
      name: 'limbo',
      taskDefinitionArn,
      deploymentIds: ['ecs-svc/1'],
      deploymentController: 'ECS',
      executeCommand: false,
    }),
    owners: [{ keyId, user: known(user('limbo-bot', { inline: [policy('metrics', 'cloudwatch:PutMetricData')] })) }],
    role: absent,
    quotas: known(defaultQuotas),
    roleUsers: [],
    owningStack: absent,
    ...change,
  };
}
