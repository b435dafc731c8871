import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Console } from './console.ts';
import type { TaskCredentials } from './task-role.ts';

const settings = (console: Console, { AccessKeyId, SecretAccessKey, Token }: TaskCredentials) => ({
  region: 'us-east-1',
  endpoint: console.sandbox().url,
  credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token },
});

/** `aws s3 ls` with these credentials: the keys, or the name of the error. */
export async function listObjects(console: Console, credentials: TaskCredentials, Bucket: string): Promise<string[] | string> {
  const s3 = new S3Client({ ...settings(console, credentials), forcePathStyle: true });
  try {
    return (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key = '' }) => Key) ?? [];
  } catch (error) {
    return (error as Error).name;
  } finally {
    s3.destroy();
  }
}

/** sts:AssumeRole with these credentials: the next session's, or the error as the CLI prints it. */
export async function sessionOf(console: Console, credentials: TaskCredentials, RoleArn: string): Promise<TaskCredentials | string> {
  const sts = new STSClient(settings(console, credentials));
  try {
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's3-example' }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken: Token = '' } = Credentials ?? {};
    return { AccessKeyId, SecretAccessKey, Token };
  } catch (error) {
    return `An error occurred (${(error as Error).name}) when calling the AssumeRole operation: ${(error as Error).message}`;
  } finally {
    sts.destroy();
  }
}
