/** The client packages that the sandbox serves: folder in `services/`, package, signing name. */
export const CLIENTS: [name: string, packageName: string, signingName: string][] = [
  ['iam', '@aws-sdk/client-iam', 'iam'],
  ['sts', '@aws-sdk/client-sts', 'sts'],
  ['ecs', '@aws-sdk/client-ecs', 'ecs'],
  ['autoscaling', '@aws-sdk/client-auto-scaling', 'autoscaling'],
  ['s3', '@aws-sdk/client-s3', 's3'],
  ['cloudwatch', '@aws-sdk/client-cloudwatch', 'monitoring'],
  ['cloudtrail', '@aws-sdk/client-cloudtrail', 'cloudtrail'],
  ['secretsmanager', '@aws-sdk/client-secrets-manager', 'secretsmanager'],
  ['ssm', '@aws-sdk/client-ssm', 'ssm'],
  ['cloudformation', '@aws-sdk/client-cloudformation', 'cloudformation'],
  ['events', '@aws-sdk/client-eventbridge', 'events'],
  ['accessanalyzer', '@aws-sdk/client-accessanalyzer', 'access-analyzer'],
];

/** What is known not to come through, and why: anything else that differs fails the test. */
export const EXCEPTIONS: Record<string, string> = {
  'SelectObjectContent failed': 'answers by an event stream',
  'CopySnapshot input': 'the client adds a presigned URL',
  'CreateNetworkInsightsAccessScope input': 'holds lists of empty structures, of which a form says nothing',
  'WriteGetObjectResponse failed': 'goes to a host of its own (S3 Object Lambda)',
};

/** Members that the S3 client sets of itself: the body's length and type, and Expires a second time as text. */
export const ADDED_BY_CLIENT = ['ContentLength', 'ContentType', 'ExpiresString'];
