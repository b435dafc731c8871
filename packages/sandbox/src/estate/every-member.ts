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
