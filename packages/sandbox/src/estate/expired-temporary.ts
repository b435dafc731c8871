import { issueSession } from '../auth/issue.ts';
import type { Estate } from './builder.ts';
import { useOfBucket } from './policies.ts';
import { simpleService } from './simple-service.ts';

const day = 86_400;

/** Temporary credentials of a user that somebody once pasted: long dead, and every call fails (D-13). */
export async function expiredTemporary(estate: Estate): Promise<void> {
  const { world, accountId } = estate;
  await estate.user('import-ops', { inline: { uploads: useOfBucket('media-uploads-560921689673') } }, 120);
  const { arn, id } = world.state.accounts[accountId]!.iam.users['import-ops']!;
  const session = issueSession(world, { accountId, arn, userId: id, seconds: -75 * day, remembered: true });
  await simpleService(estate, {
    cluster: 'media',
    name: 'batch-import',
    image: 'batch-import:0.2.0',
    environment: {
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
    },
    sdk: 'python',
    calls: [{ service: 's3', operation: 'ListObjectsV2', bucket: 'media-uploads-560921689673', key: '' }],
    daysOld: 75,
  });
}
