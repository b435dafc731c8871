import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectAnswer } from '@rolewright/shared/probes/judge.ts';
import { call } from './answer.ts';
import { AwsError } from './aws-error.ts';
import { reasonOf } from './errors.ts';
import type { AwsProbes } from './port.ts';

/** Pages of a listing that are read for the newest object: ten thousand keys. */
const mostPages = 10;

/**
 * What probes ask of S3, by listing alone: s3:ListBucket is enough, and no object is opened (D-11). Sees existence, size and time of writing; S3 lists
 * what was written at once (Amazon S3 user guide, "data consistency model").
 */
export function probeObjects(s3: () => S3Client): AwsProbes {
  const list = (Bucket: string, Prefix: string, MaxKeys: number, ContinuationToken?: string) =>
    call('s3', 'ListObjectsV2', () =>
      s3().send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys, ...(ContinuationToken === undefined ? {} : { ContinuationToken }) })),
    );
  return {
    object: (bucket, key) =>
      seen(bucket, async () => {
        // Of all keys that begin so, the key itself is the first.
        const [first] = (await list(bucket, key, 1)).Contents ?? [];
        return first?.Key === key ? answerOf(first) : { came: 'none', why: `there is no object ${key}` };
      }),
    newest: (bucket, prefix) =>
      seen(bucket, async () => {
        let newest: Listed | undefined;
        let token: string | undefined;
        for (let page = 0; page < mostPages; page++) {
          const { Contents = [], NextContinuationToken, IsTruncated } = await list(bucket, prefix, 1000, token);
          for (const one of Contents) if ((one.LastModified?.getTime() ?? 0) > (newest?.LastModified?.getTime() ?? -1)) newest = one;
          token = IsTruncated === true ? NextContinuationToken : undefined;
          if (token === undefined)
            return newest === undefined ? { came: 'none', why: `no object is under ${prefix || 'the bucket'}` } : answerOf(newest);
        }
        return { came: 'unreadable', why: 'more than 10,000 objects are under the prefix: name a narrower one' };
      }),
  };
}

interface Listed {
  Key?: string | undefined;
  Size?: number | undefined;
  LastModified?: Date | undefined;
}

const answerOf = ({ Size = 0, LastModified }: Listed): ObjectAnswer => ({
  came: 'object',
  bytes: Size,
  writtenAt: (LastModified ?? new Date(0)).toISOString(),
});

/** A bucket that is not there is an answer; a refusal, a throttle or silence is none. */
async function seen(bucket: string, ask: () => Promise<ObjectAnswer>): Promise<ObjectAnswer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'NoSuchBucket') return { came: 'none', why: `there is no bucket ${bucket}` };
    const advice = error.kind === 'denied' ? '; its operator needs s3:ListBucket on the bucket' : '';
    return { came: 'unreadable', why: `the console may not see it: ${reasonOf(error)}${advice}` };
  }
}
