import type { Reach } from '../iam/access-row.ts';
import { actionGlob, resourcePatternFields } from '../iam/match.ts';

/** Where a made-up resource lies. */
export interface SamplePlace {
  partition: string;
  region: string;
  awsAccountId: string;
}

/**
 * The simulator takes no patterns, and refuses actions that do not exist: for `s3:Get*` an action stands in that is known to exist. Of a
 * service that is not here only actions that are written out are asked.
 */
const wellKnown = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  's3:DeleteObject',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'sqs:SendMessage',
  'sqs:ReceiveMessage',
  'sns:Publish',
  'kinesis:PutRecord',
  'kms:Decrypt',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'cloudwatch:PutMetricData',
  'ecs:DescribeServices',
  'ec2:DescribeInstances',
  'ecr:GetAuthorizationToken',
  'lambda:InvokeFunction',
  'iam:GetRole',
  'iam:PassRole',
  'sts:AssumeRole',
  'ses:SendEmail',
  'rds:DescribeDBInstances',
  'events:PutEvents',
  'states:StartExecution',
  'cloudformation:DescribeStacks',
  'autoscaling:DescribeAutoScalingGroups',
];
const mostOfPattern = 3;

/** Actions that stand for the row's; none for NotAction, and for a pattern of a service that is not known here. */
export function sampleActions({ actions }: Pick<Reach, 'actions'>): string[] {
  if (actions.kind === 'except') return [];
  return actions.texts.flatMap((text) => {
    if (!/[*?]/.test(text)) return [text];
    const matches = actionGlob(text);
    return wellKnown.filter((action) => matches(action.toLowerCase())).slice(0, mostOfPattern);
  });
}

/** Resources that stand for the row's: wildcards filled in; none for NotResource, and where a variable is left. */
export function sampleResources({ resources }: Pick<Reach, 'resources'>, place: SamplePlace): string[] {
  return resources.kind === 'except' ? [] : resources.texts.flatMap((text) => sampleResource(text, place) ?? []);
}

function sampleResource(pattern: string, { partition, region, awsAccountId }: SamplePlace): string | null {
  if (/^\*+$/.test(pattern)) return '*';
  const fields = resourcePatternFields(pattern);
  if (fields === null || pattern.includes('${')) return null;
  const [prefix = '', ...others] = fields;
  const defaults = [partition, null, region, awsAccountId];
  const head = others.slice(0, 4).map((field, index) => (/[*?]/.test(field) ? defaults[index] : field));
  if (/[*?]/.test(prefix) || head.some((field) => field === null || field === undefined)) return null;
  return [prefix, ...head, (fields[5] ?? '').replace(/\*+/g, 'example').replace(/\?/g, 'x')].join(':');
}
