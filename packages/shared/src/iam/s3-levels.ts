import { actionGlob } from './match.ts';

/** What an S3 resource of a policy names. `stray`: `bucket/`, which is neither: no object has an empty key. */
export type S3Level = 'bucket' | 'object' | 'stray' | 'any';

/** Level of an ARN of S3 as policies write it, or null when it is of another service. Works on ARNs that hold unresolved references too. */
export function s3LevelOf(arn: string): S3Level | null {
  if (arn === '*') return 'any';
  const match = /^arn:[^:]*:s3:[^:]*:[^:]*:(.+)$/.exec(arn);
  if (match === null) return null;
  const name = match[1] ?? '';
  if (/^\*+$/.test(name)) return 'any';
  if (/^[^/]+\/$/.test(name)) return 'stray';
  return name.includes('/') ? 'object' : 'bucket';
}

/** Actions that S3 decides by the bucket's ARN, of those that applications use; all others with `Object` in their name are of objects. */
const bucketActions = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation'];

/**
 * Does a pattern of actions reach a bucket's own actions, an object's, or both?
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function s3ReachOf(action: string): { bucket: boolean; object: boolean } {
  const matches = actionGlob(action);
  const some = (names: readonly string[]): boolean => names.some((name) => matches(name.toLowerCase()));
  return {
    bucket: some(bucketActions),
    object: some(['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectAcl', 's3:PutObjectAcl']),
  };
}
