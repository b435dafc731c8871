import { ecsOf } from '../state/ecs.ts';
import { stacksOf } from '../state/stacks.ts';
import type { Estate } from './builder.ts';
import { container, executionRoleOf, pair } from './containers.ts';
import { useOfBucket } from './policies.ts';

const stackName = 'payments-prod';

/** A stack owns the service and its task definition: what is changed beside it, its next update takes back (D-37). */
export async function cloudformation(estate: Estate): Promise<void> {
  const bucket = 'payments-archive-560921689673';
  await estate.cluster('payments');
  await estate.bucket(bucket);
  await estate.user('payments-svc', { inline: { archive: useOfBucket(bucket) } });
  const key = await estate.key('payments-svc', 260);
  const main = container(estate, 'payments', 'payments:12.0.3', { ...pair(key), ARCHIVE_BUCKET: bucket });
  await estate.definition({ family: 'payments', executionRoleArn: executionRoleOf(estate), containerDefinitions: [main] }, 40);
  await estate.service({ cluster: 'payments', serviceName: 'payments', taskDefinition: 'payments:1', desiredCount: 1 });
  const account = estate.world.state.accounts[estate.accountId]!;
  const ecs = ecsOf(account, estate.region);
  const id = estate.arn('cloudformation', `stack/${stackName}/5f2c1b70-8a1d-11f0-9b1e-0a1b2c3d4e5f`);
  // Services carry the stack's tags, task definitions do not: a known gap of CloudFormation (D-37).
  ecs.services['payments/payments']!.tags = [
    { key: 'aws:cloudformation:stack-name', value: stackName },
    { key: 'aws:cloudformation:stack-id', value: id },
    { key: 'aws:cloudformation:logical-id', value: 'Service' },
  ];
  stacksOf(account, estate.region)[stackName] = {
    name: stackName,
    id,
    status: 'UPDATE_COMPLETE',
    createdAt: ecs.services['payments/payments']!.service.createdAt ?? '',
    updatedAt: ecs.taskDefinitions['payments:1']!.definition.registeredAt ?? '',
    description: 'Payments service',
    template: template(estate, bucket),
    parameters: [
      { key: 'AwsAccessKeyId', value: key.accessKeyId, noEcho: true },
      { key: 'AwsSecretAccessKey', value: key.secretAccessKey, noEcho: true },
      { key: 'Image', value: main.image ?? '', noEcho: false },
    ],
    tags: [{ Key: 'team', Value: 'payments' }],
    resources: [
      { logicalId: 'TaskDefinition', physicalId: estate.arn('ecs', 'task-definition/payments:1'), type: 'AWS::ECS::TaskDefinition' },
      { logicalId: 'Service', physicalId: estate.arn('ecs', 'service/payments/payments'), type: 'AWS::ECS::Service' },
    ],
  };
  estate.program({
    family: 'payments',
    container: 'payments',
    sdk: 'java2',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'archive/today.jsonl' },
      { service: 's3', operation: 'GetObject', bucket, key: 'archive/today.jsonl' },
    ],
  });
}

/** The template that made it. The keys come in as parameters, so that they are not written in it. */
function template(estate: Estate, bucket: string): string {
  const secret = (description: string) => ({ Type: 'String', NoEcho: true, Description: description });
  const environment = [
    { Name: 'AWS_REGION', Value: { Ref: 'AWS::Region' } },
    { Name: 'AWS_ACCESS_KEY_ID', Value: { Ref: 'AwsAccessKeyId' } },
    { Name: 'AWS_SECRET_ACCESS_KEY', Value: { Ref: 'AwsSecretAccessKey' } },
    { Name: 'ARCHIVE_BUCKET', Value: bucket },
  ];
  const logs = { 'awslogs-group': '/ecs/payments', 'awslogs-region': { Ref: 'AWS::Region' }, 'awslogs-stream-prefix': 'payments' };
  return JSON.stringify(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'Payments service',
      Parameters: {
        AwsAccessKeyId: secret('Access key of payments-svc'),
        AwsSecretAccessKey: secret('Its secret'),
        Image: { Type: 'String' },
      },
      Resources: {
        TaskDefinition: {
          Type: 'AWS::ECS::TaskDefinition',
          Properties: {
            Family: 'payments',
            ExecutionRoleArn: executionRoleOf(estate),
            ContainerDefinitions: [
              {
                Name: 'payments',
                Image: { Ref: 'Image' },
                Memory: 256,
                Essential: true,
                Environment: environment,
                LogConfiguration: { LogDriver: 'awslogs', Options: logs },
              },
            ],
          },
        },
        Service: {
          Type: 'AWS::ECS::Service',
          Properties: { Cluster: 'payments', ServiceName: 'payments', DesiredCount: 1, TaskDefinition: { Ref: 'TaskDefinition' } },
        },
      },
    },
    null,
    2,
  );
}
