import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { allow, useOfBucket } from './policies.ts';
import { simpleRevision } from './simple-service.ts';

/** Nothing of it runs; a rule would start exporter:2 every night, although exporter:3 exists (D-33). */
export async function pinnedRule(estate: Estate): Promise<void> {
  const bucket = 'exports-560921689673';
  await estate.bucket(bucket);
  await estate.user('exporter-svc', { inline: { exports: useOfBucket(bucket) } });
  const key = await estate.key('exporter-svc', 390);
  for (const [version, daysOld] of [
    ['1.0.0', 380],
    ['1.1.0', 210],
    ['1.2.0', 12],
  ] as const) {
    const environment = { ...pair(key), EXPORT_BUCKET: bucket };
    const calls = [{ service: 's3', operation: 'PutObject', bucket, key: 'nightly.csv' } as const];
    await simpleRevision(estate, {
      cluster: 'ops',
      name: 'exporter',
      image: `exporter:${version}`,
      environment,
      sdk: 'python',
      calls,
      daysOld,
    });
  }
  const roleArn = await estate.role(
    'ecsEventsRole',
    {
      'run-exporter': allow(
        [['ecs:RunTask'], estate.arn('ecs', 'task-definition/exporter:*')],
        [['iam:PassRole'], estate.arn('iam', 'role/ecsTaskExecutionRole')],
      ),
    },
    'events.amazonaws.com',
  );
  const at = { accountId: estate.accountId, region: estate.region, service: 'events' } as const;
  const rule = { Name: 'nightly-export', ScheduleExpression: 'cron(15 2 * * ? *)', Description: 'Export of the day' };
  await estate.invoke({ ...at, operation: 'PutRule', input: rule });
  const target = {
    Id: 'exporter',
    Arn: estate.arn('ecs', 'cluster/ops'),
    RoleArn: roleArn,
    EcsParameters: { TaskDefinitionArn: estate.arn('ecs', 'task-definition/exporter:2'), TaskCount: 1 },
  };
  await estate.invoke({ ...at, operation: 'PutTargets', input: { Rule: 'nightly-export', Targets: [target] } });
}
