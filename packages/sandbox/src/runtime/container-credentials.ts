import { randomUUID } from 'node:crypto';
import { record } from '../services/cloudtrail/record.ts';
import { assumeForTask } from '../services/ecs/roles.ts';
import { type EcsPlace, ecsPlaces, type TaskState } from '../state/ecs.ts';
import type { SessionState, World } from '../state/world.ts';

/** Body of GET /v2/credentials/{id}, as the SDKs' container provider reads it. */
export interface ContainerCredentials {
  RoleArn: string;
  AccessKeyId: string;
  SecretAccessKey: string;
  Token: string;
  Expiration: string;
}

/** Credentials given out earlier are given again until a quarter of an hour before their end. */
const renewBefore = 15 * 60_000;

/** What the ECS agent answers to GET /v2/credentials/{id}: status and JSON body. The id is the task's own, out of `credentialsPath`. */
export function answerForCredentials(world: World, id: string): { status: number; body: object } {
  const found = containerCredentials(world, id);
  const refusal = { code: 'InvalidIdInRequest', message: 'CredentialsV2Request: ID not found', HTTPErrorCode: 400 };
  return found ? { status: 200, body: found } : { status: 400, body: refusal };
}

/** Null when no task that runs has this id, or its role cannot be assumed (any more). */
function containerCredentials(world: World, id: string): ContainerCredentials | null {
  for (const place of ecsPlaces(world)) {
    const state = Object.values(place.ecs.tasks).find((task) => task.credentialsId === id);
    if (!state) continue;
    const key = (state.task.taskDefinitionArn ?? '').split('/').at(-1) ?? '';
    const roleArn = state.task.overrides?.taskRoleArn ?? place.ecs.taskDefinitions[key]?.definition.taskRoleArn;
    if (!roleArn) return null;
    const taskId = state.task.taskArn?.split('/').at(-1) ?? '';
    const session = known(world, roleArn, taskId) ?? fresh(place, state, roleArn, taskId);
    return (
      session && {
        RoleArn: roleArn,
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        Token: session.sessionToken,
        Expiration: session.expiresAt.replace(/\.\d+Z$/, 'Z'),
      }
    );
  }
  return null;
}

function known(world: World, roleArn: string, taskId: string): SessionState | null {
  const until = new Date(world.clock.now().getTime() + renewBefore).toISOString();
  const sessions = Object.values(world.state.sessions);
  return sessions.find((session) => session.sessionName === taskId && session.roleArn === roleArn && session.expiresAt > until) ?? null;
}

/** AssumeRole by ecs-tasks shows in CloudTrail: evidence that the role was received, not that it is used (D-62). */
function fresh(place: EcsPlace, { task }: TaskState, roleArn: string, taskId: string): SessionState | null {
  const session = assumeForTask(place, roleArn, taskId);
  const denied = 'denied' in session;
  record(place.world, place.account, {
    at: place.world.clock.now(),
    region: place.region,
    service: 'sts',
    operation: 'AssumeRole',
    principal: { kind: 'service', arn: 'ecs-tasks.amazonaws.com', accountId: '', userId: '', accessKeyId: '' },
    sourceIp: 'ecs-tasks.amazonaws.com',
    userAgent: 'ecs-tasks.amazonaws.com',
    requestId: randomUUID(),
    input: { RoleArn: roleArn, RoleSessionName: taskId, DurationSeconds: 21_600, SourceArn: task.taskArn },
    output: denied ? undefined : { Credentials: { AccessKeyId: session.accessKeyId }, AssumedRoleUser: { Arn: session.arn } },
    ...(denied ? { errorCode: 'AccessDenied', errorMessage: session.denied } : {}),
  });
  return denied ? null : session;
}
