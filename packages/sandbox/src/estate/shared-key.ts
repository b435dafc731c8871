import { userAgents } from '../runtime/tasks.ts';
import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { allow, putMetrics } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** One key in three services and in a deployer outside ECS (D-56): taking it from one of them does not make it unused. */
export async function sharedKey(estate: Estate): Promise<void> {
  await estate.cluster('shop');
  await estate.bucket('shop-documents-560921689673');
  const objects = 'arn:aws:s3:::shop-documents-560921689673';
  await estate.user('shop-deployer', {
    inline: {
      documents: allow([['s3:GetObject', 's3:PutObject'], `${objects}/*`], [['s3:ListBucket'], objects]),
      metrics: putMetrics,
      deploy: allow([['ecs:DescribeServices', 'ecs:ListTasks', 'ecs:DescribeTasks', 'ecs:ListClusters'], '*']),
    },
  });
  const key = await estate.key('shop-deployer', 530);
  const bucket = 'shop-documents-560921689673';
  for (const [name, sdk] of [
    ['invoices', 'java2'],
    ['reports', 'python'],
    ['thumbnails', 'js'],
  ] as const) {
    await simpleService(estate, {
      cluster: 'shop',
      name,
      image: `${name}:2.3.1`,
      environment: { ...pair(key), BUCKET: bucket },
      sdk,
      calls: [
        { service: 's3', operation: 'PutObject', bucket, key: `${name}/latest.txt` },
        { service: 's3', operation: 'GetObject', bucket, key: `${name}/latest.txt` },
        { service: 'cloudwatch', operation: 'PutMetricData', namespace: 'Shop', metric: name },
      ],
    });
  }
  estate.world.state.runtime?.outside.push({
    name: 'shop-deployer-ci',
    accountId: estate.accountId,
    region: estate.region,
    environment: pair(key),
    sdk: 'python',
    calls: [{ service: 'ecs', operation: 'DescribeServices', input: { cluster: 'shop', services: ['invoices'] } }],
    userAgent: `${userAgents.python} exec-env/TravisCI`,
  });
}
