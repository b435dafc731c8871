import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** A program in a task, with the SDK's own default chain and nothing but the task's environment. Prints what it is and what it may do. */
const settings = { region: process.env.AWS_REGION ?? '', endpoint: process.env.SANDBOX_URL ?? '', maxAttempts: 1 };
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));
const identity = await new STSClient(settings).send(new GetCallerIdentityCommand()).then(
  ({ Arn }) => Arn,
  (error) => nameOf(error),
);
const s3 = new S3Client({ ...settings, forcePathStyle: true });
const listing = await s3.send(new ListObjectsV2Command({ Bucket: process.env.BUCKET ?? '' })).then(
  ({ KeyCount }) => KeyCount,
  (error) => nameOf(error),
);
console.log(JSON.stringify({ identity, listing }));
