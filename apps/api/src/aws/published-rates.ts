/** A token bucket that AWS keeps per account and Region (per account alone where `global`). */
export interface Bucket {
  name: string;
  burst: number;
  refillPerSecond: number;
  global: boolean;
}

const bucket = (name: string, burst: number, refillPerSecond: number, global = false): Bucket => ({ name, burst, refillPerSecond, global });

/** Amazon ECS API request throttling, as published (D-80). Operations of one bucket share it. */
const ecs = {
  taskDefinitionRead: bucket('ecs task definition read', 50, 20),
  taskDefinitionModify: bucket('ecs task definition modify', 20, 1),
  serviceRead: bucket('ecs service read', 100, 20),
  serviceModify: bucket('ecs service modify', 50, 5),
  clusterRead: bucket('ecs cluster read', 50, 20),
  clusterResourceRead: bucket('ecs cluster resource read', 100, 20),
};

/**
 * AWS publishes CloudTrail's rate (D-60). For IAM, STS, S3 lists, CloudFormation, EventBridge, Auto Scaling, Access Analyzer and Systems Manager it publishes none
 * (D-84), and Secrets Manager's writes may be 50 a second: these are careful figures that give IAM 10 calls a second at the default share.
 */
const others = {
  iam: bucket('iam', 40, 20, true),
  sts: bucket('sts', 100, 50),
  s3: bucket('s3 lists', 50, 20),
  cloudtrail: bucket('cloudtrail LookupEvents', 2, 2),
  cloudformation: bucket('cloudformation', 40, 10),
  events: bucket('events', 50, 20),
  'access-analyzer': bucket('access-analyzer', 40, 10),
  secretsmanager: bucket('secretsmanager', 50, 20),
  ssm: bucket('ssm', 20, 10),
  autoscaling: bucket('autoscaling', 40, 20),
  // DescribeAlarms: 9 a second by the service quotas of CloudWatch.
  cloudwatch: bucket('cloudwatch DescribeAlarms', 9, 9),
};

const ofEcsOperation: Record<string, Bucket> = {
  DescribeTaskDefinition: ecs.taskDefinitionRead,
  ListTaskDefinitions: ecs.taskDefinitionRead,
  ListTaskDefinitionFamilies: ecs.taskDefinitionRead,
  RegisterTaskDefinition: ecs.taskDefinitionModify,
  DeregisterTaskDefinition: ecs.taskDefinitionModify,
  DescribeServices: ecs.serviceRead,
  ListServices: ecs.serviceRead,
  UpdateService: ecs.serviceModify,
  ListClusters: ecs.clusterRead,
  DescribeClusters: ecs.clusterRead,
  DescribeTasks: ecs.clusterResourceRead,
  ListTasks: ecs.clusterResourceRead,
};

/** Changes of EC2 that have a wider bucket than others, and launches with a narrower one (D-83). */
const roomyChanges = new Set([
  'AssociateIamInstanceProfile',
  'DisassociateIamInstanceProfile',
  'ReplaceIamInstanceProfileAssociation',
  'CreateLaunchTemplateVersion',
  'ModifyLaunchTemplate',
  'ModifyInstanceMetadataOptions',
]);
const launches = new Set(['RunInstances', 'StartInstances']);

/** Each operation of EC2 has a bucket of its own (D-83). Its listings are never asked for without a page size or ids. */
function ofEc2Operation(operation: string): Bucket {
  const name = `ec2 ${operation}`;
  if (/^(Describe|Get)/.test(operation)) return bucket(name, 100, 20);
  if (launches.has(operation)) return bucket(name, 5, 2);
  return bucket(name, roomyChanges.has(operation) ? 100 : 50, 5);
}

/** The bucket that pays for an operation. `service` is the signing name in small letters: ecs, iam, sts, … */
export function bucketOf(service: string, operation: string): Bucket {
  if (service === 'ecs') return ofEcsOperation[operation] ?? ecs.clusterRead;
  if (service === 'ec2') return ofEc2Operation(operation);
  return Object.hasOwn(others, service) ? others[service as keyof typeof others] : others.events;
}
