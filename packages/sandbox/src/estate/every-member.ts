import { secretsOf } from '../state/secrets.ts';
import type { Estate } from './builder.ts';
import { executionRoleOf } from './containers.ts';
import { everyMemberDefinition } from './every-member-definition.ts';
import { useOfBucket } from './policies.ts';

/** A task definition with every member of the model but a task role: whoever changes it must carry all of it (D-20). */
export async function everyMember(estate: Estate): Promise<void> {
  const bucket = 'media-incoming-560921689673';
  await estate.bucket(bucket);
  await estate.user('all-members-svc', { inline: { incoming: useOfBucket(bucket) } });
  const key = await estate.key('all-members-svc', 140);
  databasePassword(estate);
  await estate.definition(everyMemberDefinition(key, { executionRoleArn: executionRoleOf(estate) }), 15);
  await estate.service({ cluster: 'media', serviceName: 'all-members', taskDefinition: 'all-members:1', desiredCount: 1 });
  estate.program({
    family: 'all-members',
    container: 'main',
    sdk: 'go',
    calls: [
      { service: 's3', operation: 'ListObjectsV2', bucket, key: '' },
      { service: 's3', operation: 'PutObject', bucket, key: 'state.json' },
    ],
  });
}

/** The secret that the definition names: its own policy lets the execution role read it, else no task would start. */
function databasePassword({ world, accountId, region, arn }: Estate): void {
  const account = world.state.accounts[accountId];
  if (account === undefined) return;
  const name = 'media-db';
  const Principal = { AWS: arn('iam', 'role/ecsTaskExecutionRole') };
  secretsOf(account, region)[name] = {
    name,
    // The six characters that AWS would have chosen by chance.
    arn: arn('secretsmanager', `secret:${name}-AbCdEf`),
    description: null,
    value: JSON.stringify({ password: world.random(12).toString('hex') }),
    versionId: '5b0c9f0e-2c1d-4d3b-9a39-7c1f0e7d9a10',
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
    }),
    createdAt: world.clock.now().toISOString(),
    tags: [],
  };
}
