import { actionGlob } from '../iam/match.ts';

interface TrailService {
  /** Prefix of its actions in IAM. */
  prefix: string;
  /** Every call of it is a management event, so that one that is not there was not made. */
  wholly?: true;
  /** Names of calls whose action is called otherwise; null: it needs no permission. */
  differs?: Record<string, string | null>;
}

/**
 * Event source in CloudTrail → service in IAM, for services whose calls are named like their actions but for the exceptions. What is not
 * here is not guessed. Sources: the service authorization reference; CloudTrail user guide, logging-data-events-with-cloudtrail.
 */
const services: Record<string, TrailService> = {
  'acm.amazonaws.com': { prefix: 'acm', wholly: true },
  'autoscaling.amazonaws.com': { prefix: 'autoscaling', wholly: true },
  'cloudformation.amazonaws.com': { prefix: 'cloudformation', wholly: true },
  'cloudtrail.amazonaws.com': { prefix: 'cloudtrail', wholly: true },
  'dynamodb.amazonaws.com': { prefix: 'dynamodb' },
  'ec2.amazonaws.com': { prefix: 'ec2', wholly: true },
  'ecr.amazonaws.com': { prefix: 'ecr', wholly: true },
  'ecs.amazonaws.com': { prefix: 'ecs', wholly: true },
  'elasticloadbalancing.amazonaws.com': { prefix: 'elasticloadbalancing', wholly: true },
  'events.amazonaws.com': { prefix: 'events' },
  'iam.amazonaws.com': { prefix: 'iam', wholly: true },
  'kms.amazonaws.com': { prefix: 'kms', wholly: true },
  'lambda.amazonaws.com': { prefix: 'lambda', differs: { Invoke: 'InvokeFunction' } },
  'logs.amazonaws.com': { prefix: 'logs' },
  'monitoring.amazonaws.com': { prefix: 'cloudwatch' },
  's3.amazonaws.com': {
    prefix: 's3',
    differs: {
      DeleteBucketCors: 'PutBucketCORS',
      DeleteBucketEncryption: 'PutEncryptionConfiguration',
      DeleteBucketLifecycle: 'PutLifecycleConfiguration',
      DeleteBucketReplication: 'PutReplicationConfiguration',
      DeleteBucketTagging: 'PutBucketTagging',
      GetBucketCors: 'GetBucketCORS',
      GetBucketEncryption: 'GetEncryptionConfiguration',
      GetBucketLifecycle: 'GetLifecycleConfiguration',
      GetBucketReplication: 'GetReplicationConfiguration',
      HeadBucket: 'ListBucket',
      ListBuckets: 'ListAllMyBuckets',
      PutBucketCors: 'PutBucketCORS',
      PutBucketEncryption: 'PutEncryptionConfiguration',
      PutBucketLifecycle: 'PutLifecycleConfiguration',
      PutBucketReplication: 'PutReplicationConfiguration',
    },
  },
  'secretsmanager.amazonaws.com': { prefix: 'secretsmanager', wholly: true },
  'sns.amazonaws.com': { prefix: 'sns' },
  'sqs.amazonaws.com': { prefix: 'sqs' },
  'ssm.amazonaws.com': { prefix: 'ssm' },
  'sts.amazonaws.com': { prefix: 'sts', wholly: true, differs: { GetCallerIdentity: null, GetSessionToken: null } },
};

/** CloudTrail's event → IAM's action; null: the call needs no permission; undefined: its action is not known here. */
export function trailAction(eventSource: string, eventName: string): string | null | undefined {
  const service = Object.entries(services).find(([source]) => source === eventSource)?.[1];
  if (service === undefined) return undefined;
  const name = plainName(eventName);
  const action = Object.hasOwn(service.differs ?? {}, name) ? service.differs?.[name] : name;
  return action && `${service.prefix}:${action}`;
}

/** AWS Lambda writes the version of its API behind the name: `UpdateFunctionCode20150331v2`. */
const plainName = (eventName: string): string => eventName.replace(/20\d{6}(v\d+)?$/, '');

/**
 * Would event history show every call that an action pattern stands for? Only of these may "there is none" be said (D-60). iam:PassRole is
 * part of other calls and leaves no event of its own (D-61).
 */
export function isInEventHistory(actionPattern: string): boolean {
  const pattern = actionPattern.toLowerCase();
  const [prefix] = pattern.split(':');
  const wholly = Object.values(services).some((service) => service.wholly && service.prefix === prefix);
  return wholly && !actionGlob(pattern)('iam:passrole');
}
