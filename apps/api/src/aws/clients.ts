import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { type Budget, pace } from './pace.ts';

/** Where and as whom the clients of one account and Region speak. */
export interface ClientTarget {
  region: string;
  /** null: AWS' own endpoints. Otherwise every service of this account is spoken to there. */
  endpoint: string | null;
  credentials: AwsCredentialIdentityProvider;
  budget: Budget;
  /**
   * Attempts in all, the first included. Reads take many, since three are too few for a scan (D-85); changes take one, since a lost answer is
   * found by reading and never repeated blindly (D-22).
   */
  attempts: number;
}

export const attempts = { read: 8, change: 1 } as const;

/** The SDK clients of one account and Region, each made when it is first needed. */
export interface ServiceClients {
  ecs(): ECSClient;
  ec2(): EC2Client;
  autoScaling(): AutoScalingClient;
  iam(): IAMClient;
  sts(): STSClient;
  s3(): S3Client;
  cloudtrail(): CloudTrailClient;
  cloudwatch(): CloudWatchClient;
  cloudformation(): CloudFormationClient;
  events(): EventBridgeClient;
  accessAnalyzer(): AccessAnalyzerClient;
  secretsManager(): SecretsManagerClient;
  ssm(): SSMClient;
}

/** Makes the clients of `target`. Every setting is explicit, so that no AWS_* variable of ours reaches an account that it is not meant for. */
export function createClients(target: ClientTarget): ServiceClients {
  const settings = {
    region: target.region,
    credentials: target.credentials,
    maxAttempts: target.attempts,
    retryMode: 'standard',
    // Neither AWS_ENDPOINT_URL_ECS and its like nor endpoint_url of a profile: an account on AWS is spoken to on AWS.
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
    ...(target.endpoint === null ? {} : { endpoint: target.endpoint }),
  };
  const { budget } = target;
  return {
    ecs: once(() => {
      const client = new ECSClient(settings);
      pace(client.middlewareStack, 'ecs', budget);
      return client;
    }),
    ec2: once(() => {
      const client = new EC2Client(settings);
      pace(client.middlewareStack, 'ec2', budget);
      return client;
    }),
    autoScaling: once(() => {
      const client = new AutoScalingClient(settings);
      pace(client.middlewareStack, 'autoscaling', budget);
      return client;
    }),
    iam: once(() => {
      const client = new IAMClient(settings);
      pace(client.middlewareStack, 'iam', budget);
      return client;
    }),
    sts: once(() => {
      const client = new STSClient(settings);
      pace(client.middlewareStack, 'sts', budget);
      return client;
    }),
    s3: once(() => {
      // An endpoint of one's own has no DNS names for buckets. A probe names a bucket, not its Region.
      const client = new S3Client({ ...settings, forcePathStyle: target.endpoint !== null, followRegionRedirects: true });
      pace(client.middlewareStack, 's3', budget);
      return client;
    }),
    cloudtrail: once(() => {
      const client = new CloudTrailClient(settings);
      pace(client.middlewareStack, 'cloudtrail', budget);
      return client;
    }),
    cloudwatch: once(() => {
      const client = new CloudWatchClient(settings);
      pace(client.middlewareStack, 'cloudwatch', budget);
      return client;
    }),
    cloudformation: once(() => {
      const client = new CloudFormationClient(settings);
      pace(client.middlewareStack, 'cloudformation', budget);
      return client;
    }),
    events: once(() => {
      const client = new EventBridgeClient(settings);
      pace(client.middlewareStack, 'events', budget);
      return client;
    }),
    accessAnalyzer: once(() => {
      const client = new AccessAnalyzerClient(settings);
      pace(client.middlewareStack, 'access-analyzer', budget);
      return client;
    }),
    secretsManager: once(() => {
      const client = new SecretsManagerClient(settings);
      pace(client.middlewareStack, 'secretsmanager', budget);
      return client;
    }),
    ssm: once(() => {
      const client = new SSMClient(settings);
      pace(client.middlewareStack, 'ssm', budget);
      return client;
    }),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
