import { findBucket } from '../../state/s3.ts';
import type { CallContext, Requirement, Service } from '../service.ts';
import { bucketHandlers } from './buckets.ts';
import { objectHandlers } from './objects.ts';

/** One action on a bucket or an object in it, with the bucket's policy and owner. Source: service authorization reference, Amazon S3. */
function need(
  context: CallContext,
  action: string,
  bucket: string | undefined,
  key?: string,
  conditions?: Requirement['context'],
): Requirement[] {
  const found = findBucket(context.world, bucket);
  return [
    {
      action: `s3:${action}`,
      resource: `arn:${context.account.partition}:s3:::${bucket ?? ''}${key === undefined ? '' : `/${key}`}`,
      ...(found ? { resourceAccountId: found.owner.id } : {}),
      ...(found?.bucket.policy ? { resourcePolicy: found.bucket.policy } : {}),
      ...(conditions ? { context: conditions } : {}),
    },
  ];
}

/** Amazon S3, as much as workloads need: buckets, small objects, bucket policies. */
export const service: Service<typeof import('@aws-sdk/client-s3')> = {
  signingName: 's3',
  global: true,
  handlers: { ...bucketHandlers, ...objectHandlers },
  requirements: {
    // Whoever has a bucket of that name has no say in it.
    CreateBucket: ({ Bucket }, context) => [
      { action: 's3:CreateBucket', resource: `arn:${context.account.partition}:s3:::${Bucket ?? ''}` },
    ],
    HeadBucket: ({ Bucket }, context) => need(context, 'ListBucket', Bucket),
    ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    DeleteBucket: ({ Bucket }, context) => need(context, 'DeleteBucket', Bucket),
    PutBucketPolicy: ({ Bucket }, context) => need(context, 'PutBucketPolicy', Bucket),
    GetBucketPolicy: ({ Bucket }, context) => need(context, 'GetBucketPolicy', Bucket),
    PutObject: ({ Bucket, Key }, context) => need(context, 'PutObject', Bucket, Key ?? ''),
    GetObject: ({ Bucket, Key }, context) => need(context, 'GetObject', Bucket, Key ?? ''),
    HeadObject: ({ Bucket, Key }, context) => need(context, 'GetObject', Bucket, Key ?? ''),
    DeleteObject: ({ Bucket, Key }, context) => need(context, 'DeleteObject', Bucket, Key ?? ''),
    ListObjectsV2: ({ Bucket, Prefix, Delimiter, MaxKeys }, context) =>
      need(context, 'ListBucket', Bucket, undefined, {
        's3:prefix': Prefix ?? '',
        ...(Delimiter ? { 's3:delimiter': Delimiter } : {}),
        ...(MaxKeys === undefined ? {} : { 's3:max-keys': String(MaxKeys) }),
      }),
  },
  limits: {
    PutObject: 'Objects of up to 1 MB; no versions, no multipart upload, no access control lists, no encryption settings.',
    GetObject: 'Whole objects: no ranges and no conditions.',
    PutBucketPolicy: 'Stored and enforced; the principals it names are not looked up.',
  },
};
