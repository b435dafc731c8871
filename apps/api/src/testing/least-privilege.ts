import { DeleteBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { assumeRoleForService } from '@rolewright/sandbox/auth/assume-for-service.ts';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { homeId } from './chains.ts';
import { eventually } from './eventually.ts';
import type { TestConsole } from './open-console.ts';
import { workloadNamed } from './runs.ts';

/** What the keys of this workload were seen doing, once every one of these actions was seen. */
export async function observedUseOf(console: TestConsole, name: string, actions: string[]): Promise<ObservedUse> {
  const { id } = await workloadNamed(console, name);
  return eventually(async () => {
    const { body } = await console.call<ObservedUse>(`/api/workloads/${id}/observed-use`);
    const seen = body.items.map(({ action }) => action);
    if (actions.some((action) => !seen.includes(action))) throw new Error(`only seen: ${seen.join(', ')}`);
    return body;
  });
}

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The access key of a user of the first account, as its workload has it. */
export function keysOfUser({ sandbox }: TestConsole, userName: string): Keys {
  const keys = Object.values(sandbox.world.state.accounts[homeId]?.iam.accessKeys ?? {});
  const found = keys.find((key) => key.userName === userName);
  if (found === undefined) throw new Error(`${userName} has no key`);
  return { accessKeyId: found.id, secretAccessKey: found.secretAccessKey };
}

/** What EC2 gives to an instance that has the role; throws what stands in the way. */
export function keysOfInstance({ sandbox }: TestConsole, roleArn: string): Keys {
  const session = assumeRoleForService(sandbox.world, {
    ...{ accountId: homeId, roleArn, service: 'ec2.amazonaws.com', sourceAccount: homeId },
    ...{ sourceArn: `arn:aws:ec2:us-east-1:${homeId}:instance/i-0123456789abcdef0`, sessionName: 'i-0123456789abcdef0' },
  });
  if ('denied' in session) throw new Error(session.denied);
  return session;
}

/** Real calls with these keys: puts an object, reads it, and deletes its bucket where `alsoDeletes`; each with S3's error code, null where allowed. */
export async function triesOn({ sandbox }: TestConsole, keys: Keys, Bucket: string, Key: string, alsoDeletes: boolean) {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  const s3 = new S3Client({ region: 'us-east-1', endpoint: sandbox.url, forcePathStyle: true, credentials, maxAttempts: 1 });
  const codeOf = (answer: Promise<unknown>) =>
    answer.then(
      () => null,
      (error: Error) => error.name,
    );
  const put = await codeOf(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'an image' })));
  const get = await codeOf(s3.send(new GetObjectCommand({ Bucket, Key })));
  return { put, get, ...(alsoDeletes ? { deleteBucket: await codeOf(s3.send(new DeleteBucketCommand({ Bucket }))) } : {}) };
}
