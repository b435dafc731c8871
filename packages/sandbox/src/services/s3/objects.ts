import { createHash } from 'node:crypto';
import { own, setOwn } from '../../state/iam.ts';
import type { ObjectState } from '../../state/s3.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { requireBucket } from './buckets.ts';

type S3 = typeof import('@aws-sdk/client-s3');

const mostBytes = 1_048_576;

function requireObject(context: CallContext, bucket: string | undefined, key: string | undefined): ObjectState {
  const found = own(requireBucket(context, bucket).objects, key ?? '');
  if (!found) throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
  return found;
}

/** Source: S3 user guide, conditional writes. */
function requireConditions(existing: ObjectState | null, key: string, ifMatch: string | undefined, ifNoneMatch: string | undefined): void {
  const failed = (condition: string) =>
    new AwsFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, { Condition: condition });
  if (ifNoneMatch !== undefined && existing) throw failed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!existing) throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
  if (ifMatch !== existing.etag && `"${ifMatch}"` !== existing.etag) throw failed('If-Match');
}

const headersOf = (object: ObjectState) => ({
  ContentLength: object.size,
  ContentType: object.contentType,
  ETag: object.etag,
  LastModified: new Date(object.lastModified),
  Metadata: object.metadata,
});

export const objectHandlers: Handlers<S3> = {
  PutObject({ Bucket, Key = '', Body, ContentType, Metadata, IfMatch, IfNoneMatch }, context) {
    const bucket = requireBucket(context, Bucket);
    requireConditions(own(bucket.objects, Key), Key, IfMatch, IfNoneMatch);
    // The server hands over the whole body as bytes; the client's type also allows streams.
    const body = typeof Body === 'string' || Body instanceof Uint8Array ? Buffer.from(Body as Uint8Array) : Buffer.alloc(0);
    if (Key.length > 1024) throw new AwsFault('KeyTooLongError', 'Your key is too long');
    if (body.length > mostBytes) throw new AwsFault('EntityTooLarge', 'The sandbox keeps objects of up to 1 MB.');
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    setOwn(bucket.objects, Key, {
      body: body.toString('base64'),
      etag,
      size: body.length,
      contentType: ContentType ?? 'binary/octet-stream',
      lastModified: context.now.toISOString(),
      metadata: { ...Metadata },
    });
    return { ETag: etag };
  },

  GetObject({ Bucket, Key }, context) {
    const object = requireObject(context, Bucket, Key);
    return { ...headersOf(object), Body: Buffer.from(object.body, 'base64') as never };
  },

  HeadObject: ({ Bucket, Key }, context) => headersOf(requireObject(context, Bucket, Key)),

  DeleteObject({ Bucket, Key = '' }, context) {
    delete requireBucket(context, Bucket).objects[Key];
    return {};
  },

  ListObjectsV2({ Bucket, Prefix = '', Delimiter, MaxKeys = 1000, ContinuationToken, StartAfter = '' }, context) {
    const bucket = requireBucket(context, Bucket);
    const limit = Math.min(MaxKeys, 1000);
    // A folder counts once, however many keys lie in it, also across pages.
    const folderOrKey = (key: string): string => {
      const end = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
      return end < 0 ? key : key.slice(0, end + (Delimiter?.length ?? 0));
    };
    const keysIn = Object.keys(bucket.objects).filter((key) => key.startsWith(Prefix) && key > StartAfter);
    const { page, nextToken } = pageOf({
      items: [...new Set(keysIn.map(folderOrKey))].sort(byText),
      keyOf: (key) => key,
      compare: byText,
      token: ContinuationToken,
      limit,
      filters: `${Bucket}|${Prefix}|${Delimiter ?? ''}|${StartAfter}`,
      badToken: 'InvalidArgument',
    });
    const isFolder = (entry: string): boolean => Delimiter !== undefined && entry.indexOf(Delimiter, Prefix.length) >= 0;
    const folders = page.filter(isFolder);
    const keys = page.filter((entry) => !isFolder(entry));
    return {
      Name: bucket.name,
      Prefix,
      ...(Delimiter ? { Delimiter } : {}),
      MaxKeys: limit,
      KeyCount: keys.length + folders.length,
      IsTruncated: nextToken !== undefined,
      ...(nextToken ? { NextContinuationToken: nextToken } : {}),
      Contents: keys.map((key) => {
        const object = own(bucket.objects, key);
        return {
          Key: key,
          Size: object?.size,
          ETag: object?.etag,
          LastModified: new Date(object?.lastModified ?? 0),
          StorageClass: 'STANDARD' as const,
        };
      }),
      CommonPrefixes: folders.map((folder) => ({ Prefix: folder })),
    };
  },
};
