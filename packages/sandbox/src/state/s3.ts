import { own } from './iam.ts';
import type { AccountState, World } from './world.ts';

declare module './world.ts' {
  interface AccountState {
    s3?: S3State;
  }
}

export interface S3State {
  buckets: Record<string, BucketState>;
}

export interface BucketState {
  name: string;
  region: string;
  createdAt: string;
  /** Bucket policy as JSON text. */
  policy: string | null;
  objects: Record<string, ObjectState>;
}

/** The newest content of a key; overwriting keeps no history. */
export interface ObjectState {
  /** Base64. */
  body: string;
  etag: string;
  size: number;
  contentType: string;
  lastModified: string;
  metadata: Record<string, string>;
}

/** Buckets of one account, made when first asked for. */
export function s3Of(account: AccountState): S3State {
  account.s3 ??= { buckets: {} };
  return account.s3;
}

/** A bucket by name, in whatever account it lies: their names are global. */
export function findBucket(world: World, name: string | undefined): { bucket: BucketState; owner: AccountState } | null {
  for (const owner of Object.values(world.state.accounts)) {
    const bucket = owner.s3 && own(owner.s3.buckets, name ?? '');
    if (bucket) return { bucket, owner };
  }
  return null;
}
