import type { Account } from '@rolewright/shared/accounts/account.ts';

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Sid: string, Action: string[], Resource: string[], Condition?: object) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});

/** Where a role's resources lie. */
interface Place {
  partition: string;
  region: string;
  awsAccountId: string;
}

/** Least-privilege beginnings; the names in them are to be replaced. */
export const templatesOf = ({ partition, region, awsAccountId }: Place) => ({
  'read-objects': {
    text: 'Read objects of one bucket',
    document: policy(
      allow('Bucket', ['s3:ListBucket'], [`arn:${partition}:s3:::bucket`]),
      allow('Objects', ['s3:GetObject'], [`arn:${partition}:s3:::bucket/*`]),
    ),
  },
  'write-objects': {
    text: 'Read and write objects of one bucket',
    document: policy(
      allow('Bucket', ['s3:ListBucket'], [`arn:${partition}:s3:::bucket`]),
      allow('Objects', ['s3:GetObject', 's3:PutObject'], [`arn:${partition}:s3:::bucket/*`]),
    ),
  },
  metrics: {
    text: 'Publish metrics of one namespace',
    document: policy(allow('Metrics', ['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': 'App' } })),
  },
  secret: {
    text: 'Read one secret',
    document: policy(
      allow('Secret', ['secretsmanager:GetSecretValue'], [`arn:${partition}:secretsmanager:${region}:${awsAccountId}:secret:app-??????`]),
    ),
  },
});

/** The account's own names, as far as they are known; the rest is to be filled in. */
export const placeOf = (account: Account | undefined): Place => ({
  partition: account?.partition ?? 'aws',
  region: account?.regions[0] ?? 'us-east-1',
  awsAccountId: account?.awsAccountId ?? '111122223333',
});
