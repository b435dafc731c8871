import { RunTaskCommand } from '@aws-sdk/client-ecs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type Console, until } from './console.ts';
import { admin, awsOf } from './sandbox.ts';

/** Temporary credentials as a task with this role gets them from its agent. */
export interface TaskCredentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  Token: string;
}

/** Starts a task of limbo's family with this task role, and asks for its credentials as the SDKs in it do. */
export async function credentialsInTask(console: Console, taskRoleArn: string): Promise<TaskCredentials> {
  const aws = awsOf(console);
  const { tasks } = await aws.ecs.send(new RunTaskCommand({ cluster: 'limbo', taskDefinition: 'limbo', overrides: { taskRoleArn } }));
  aws.close();
  const taskArn = tasks?.[0]?.taskArn;
  const found = await until(async () => {
    const { processes } = await admin<{ processes: { taskArn: string | null; credentialsPath: string | null }[] }>(console, 'GET', 'tasks');
    const path = processes.find((one) => one.taskArn === taskArn)?.credentialsPath;
    if (!path) return undefined;
    const answer = await fetch(`${console.sandbox().url}${path}`);
    return answer.ok ? ((await answer.json()) as TaskCredentials) : undefined;
  });
  if (!found) throw new Error(`no task got credentials of ${taskRoleArn}`);
  return found;
}

/** sts:AssumeRole as the task calls it: the new session's ARN, or the name of the error. */
export async function assumeInTask(
  console: Console,
  { AccessKeyId, SecretAccessKey, Token }: TaskCredentials,
  call: { RoleArn: string; RoleSessionName: string; ExternalId?: string; DurationSeconds?: number },
): Promise<string> {
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
  const sts = new STSClient({ region: 'us-east-1', endpoint: console.sandbox().url, credentials });
  try {
    return (await sts.send(new AssumeRoleCommand(call))).AssumedRoleUser?.Arn ?? '';
  } catch (error) {
    return (error as Error).name;
  } finally {
    sts.destroy();
  }
}
