import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import { type Console, until } from './console.ts';
import { admin, awsOf } from './sandbox.ts';

interface Handed {
  taskRoleArn: string;
  executionRoleArn: string;
  containerDefinitions: { environment: { name: string; value: string }[]; secrets: { name: string; valueFrom: string }[] }[];
}

interface Process {
  taskArn: string | null;
  credentialsPath: string | null;
  environment: Record<string, string>;
}

/** Registers what a plan hands over, as an operator would, and starts a task: its process, with what the execution role fetched for it. */
export async function startDelivered(console: Console, text: string): Promise<Process> {
  const { taskRoleArn, executionRoleArn, containerDefinitions } = JSON.parse(text) as Handed;
  const aws = awsOf(console);
  const containers = [{ ...containerDefinitions[0], name: 'app', image: 'uploader:1', memory: 128 }];
  await aws.ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'uploader', taskRoleArn, executionRoleArn, containerDefinitions: containers }),
  );
  const { tasks } = await aws.ecs.send(new RunTaskCommand({ cluster: 'limbo', taskDefinition: 'uploader' }));
  aws.close();
  const found = await until(async () => {
    const { processes } = await admin<{ processes: Process[] }>(console, 'GET', 'tasks');
    return processes.find(({ taskArn }) => taskArn === tasks?.[0]?.taskArn);
  });
  if (found === undefined) throw new Error('the task does not run');
  return found;
}

/**
 * Who the program in the task is: its SDK walks the chain by the config out of the secret, from the task role on. What start.sh does is done
 * here: the task's id in the session name, and the file.
 */
export async function identityInTask(console: Console, { taskArn, credentialsPath, environment }: Process): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rolewright-task-'));
  const configFilepath = path.join(folder, 'config');
  writeFileSync(configFilepath, (environment.AWS_CONFIG ?? '').replaceAll('{task-id}', taskArn?.split('/').at(-1) ?? ''), { mode: 0o600 });
  const clientConfig = { region: 'us-east-1', endpoint: console.sandbox().url };
  process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `${console.sandbox().url}${credentialsPath}`;
  const credentials = fromIni({ configFilepath, filepath: path.join(folder, 'none'), clientConfig, ignoreCache: true });
  const sts = new STSClient({ ...clientConfig, credentials });
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn ?? '';
  } finally {
    sts.destroy();
    delete process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
    rmSync(folder, { recursive: true });
  }
}
