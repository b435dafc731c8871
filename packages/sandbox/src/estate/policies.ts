/** A policy document as scenarios write it. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Record<string, unknown>[];
}

export const policyText = (document: PolicyDocument): string => JSON.stringify(document);

/** Allows actions on resources. */
export const allow = (...statements: [actions: string[], resources: string | string[]][]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
});

/** Trust policy that lets a service of AWS assume a role. */
export const trusting = (service: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

/** Reading and writing the objects of one bucket, and listing it. */
export const useOfBucket = (bucket: string, prefix = ''): PolicyDocument =>
  allow([['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${bucket}/${prefix}*`], [['s3:ListBucket'], `arn:aws:s3:::${bucket}`]);

export const putMetrics: PolicyDocument = allow([['cloudwatch:PutMetricData'], '*']);
