import { type BucketState, findBucket, s3Of } from '../../state/s3.ts';
import { byText } from '../page.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';

type S3 = typeof import('@aws-sdk/client-s3');

/** The bucket of a call, of whichever account; NoSuchBucket when there is none. */
export function requireBucket(context: CallContext, name: string | undefined): BucketState {
  const found = findBucket(context.world, name);
  if (!found) throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  return found.bucket;
}

export const bucketHandlers: Handlers<S3> = {
  CreateBucket({ Bucket = '', CreateBucketConfiguration }, context) {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(Bucket) || Bucket.includes('..')) {
      throw new AwsFault('InvalidBucketName', 'The specified bucket is not valid.');
    }
    const existing = findBucket(context.world, Bucket);
    if (existing?.owner.id === context.account.id) {
      throw new AwsFault(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
      );
    }
    if (existing) throw new AwsFault('BucketAlreadyExists', 'The requested bucket name is not available.', 409);
    const region = CreateBucketConfiguration?.LocationConstraint ?? context.region;
    s3Of(context.account).buckets[Bucket] = {
      name: Bucket,
      region,
      createdAt: context.now.toISOString(),
      policy: null,
      objects: {},
    };
    return { Location: `/${Bucket}` };
  },

  HeadBucket: ({ Bucket }, context) => ({ BucketRegion: requireBucket(context, Bucket).region }),

  ListBuckets(_input, context) {
    const buckets = Object.values(s3Of(context.account).buckets).sort((a, b) => byText(a.name, b.name));
    return {
      Buckets: buckets.map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt) })),
      Owner: { ID: context.account.id, DisplayName: context.account.name },
    };
  },

  DeleteBucket({ Bucket }, context) {
    const bucket = requireBucket(context, Bucket);
    if (Object.keys(bucket.objects).length > 0) {
      throw new AwsFault('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, { BucketName: Bucket });
    }
    const owner = findBucket(context.world, Bucket)?.owner;
    if (owner) delete s3Of(owner).buckets[bucket.name];
    return {};
  },

  PutBucketPolicy({ Bucket, Policy = '' }, context) {
    const bucket = requireBucket(context, Bucket);
    try {
      const document: unknown = JSON.parse(Policy);
      if (typeof document !== 'object' || document === null || !('Statement' in document)) throw new Error('no Statement');
    } catch {
      throw new AwsFault('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'");
    }
    if (Policy.length > 20_480) throw new AwsFault('MalformedPolicy', 'Policies are limited to 20 KB.');
    bucket.policy = Policy;
    return {};
  },

  GetBucketPolicy({ Bucket }, context) {
    const { policy } = requireBucket(context, Bucket);
    if (policy === null) throw new AwsFault('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: Bucket });
    return { Policy: policy };
  },
};
