import type { Estate } from './builder.ts';
import { executionRoleOf, pair, variables } from './containers.ts';
import type { KeyPair } from './every-member-definition.ts';
import { allow, putMetrics, useOfBucket } from './policies.ts';

const bucket = 'limbo-brain-560921689673';

/** Document 002: a Slack bot whose keys lie in its environment. Its user may do what the bot needs, and more. LimboTaskRole does not exist. */
export async function limbo(estate: Estate): Promise<void> {
  await estate.cluster('limbo');
  await estate.bucket(bucket);
  await estate.group('bots', {
    managed: { 'bots-queues': allow([['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'], estate.arn('sqs', 'bots-*')]) },
    inline: { 'bots-inventory': allow([['s3:ListAllMyBuckets'], '*']) },
  });
  await estate.user(
    'limbo-bot',
    { inline: { 'limbo-metrics': putMetrics }, managed: { 'limbo-brain': useOfBucket(bucket) }, groups: ['bots'] },
    640,
  );
  const key = await estate.key('limbo-bot', 214);
  const slackToken = `xoxb-${estate.world.random(6).readUIntBE(0, 6)}-${estate.world.random(18).toString('hex')}`;
  for (const [image, daysOld] of [
    ['limbo:1.0.0', 210],
    ['limbo:1.1.0', 120],
    ['limbo:1.2.0', 45],
  ] as const) {
    await estate.definition(definitionWith(estate, image, key, slackToken), daysOld);
  }
  await estate.service(
    {
      cluster: 'limbo',
      serviceName: 'limbo',
      taskDefinition: 'limbo:3',
      desiredCount: 2,
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      tags: [
        { key: 'team', value: 'chatops' },
        { key: 'cost-centre', value: '4711' },
      ],
      propagateTags: 'TASK_DEFINITION',
    },
    205,
  );
  estate.program({
    family: 'limbo',
    container: 'bot',
    sdk: 'python',
    calls: [
      { service: 'cloudwatch', operation: 'PutMetricData', namespace: 'Limbo', metric: 'messages' },
      { service: 's3', operation: 'PutObject', bucket, key: 'brain.json' },
      { service: 's3', operation: 'GetObject', bucket, key: 'brain.json' },
    ],
    // What the bot learns through its web hook.
    serves: [
      { method: 'GET', path: '/health', does: 'nothing' },
      { method: 'POST', path: '/brain', does: 'put-object', bucket, prefix: 'brain/' },
      { method: 'GET', path: '/brain', does: 'get-object', bucket, prefix: 'brain/' },
    ],
  });
}

function definitionWith(estate: Estate, image: string, key: KeyPair, slackToken: string) {
  const logs = (stream: string) => ({
    logDriver: 'awslogs' as const,
    options: { 'awslogs-group': '/ecs/limbo', 'awslogs-region': estate.region, 'awslogs-stream-prefix': stream },
  });
  return {
    family: 'limbo',
    executionRoleArn: executionRoleOf(estate),
    networkMode: 'bridge' as const,
    requiresCompatibilities: ['EC2' as const],
    tags: [
      { key: 'team', value: 'chatops' },
      { key: 'cost-centre', value: '4711' },
    ],
    containerDefinitions: [
      {
        name: 'bot',
        image,
        cpu: 128,
        memory: 256,
        essential: true,
        environment: variables({
          ...pair(key),
          AWS_REGION: estate.region,
          LIMBO_NEEDMENTION: '1',
          LIMBO_CLOUDWATCH: 'Limbo',
          SLACK_TOKEN: slackToken,
        }),
        logConfiguration: logs('bot'),
      },
      {
        name: 'metrics-agent',
        image: 'metrics-agent:0.9.4',
        cpu: 32,
        memory: 64,
        essential: false,
        environment: variables({ SCRAPE_INTERVAL: '30' }),
        logConfiguration: logs('metrics-agent'),
      },
    ],
  };
}
