import { newId, newSecret } from '../auth/key-ids.ts';
import type { Estate } from './builder.ts';
import { simpleService } from './simple-service.ts';

/** Temporary credentials that somebody once pasted: long dead, and every call fails (D-13). */
export async function expiredTemporary(estate: Estate): Promise<void> {
  const { world, accountId } = estate;
  await simpleService(estate, {
    cluster: 'media',
    name: 'batch-import',
    image: 'batch-import:0.2.0',
    environment: {
      AWS_ACCESS_KEY_ID: newId(world, 'ASIA', accountId),
      AWS_SECRET_ACCESS_KEY: newSecret(world),
      AWS_SESSION_TOKEN: world.random(240).toString('base64'),
    },
    sdk: 'python',
    calls: [{ service: 's3', operation: 'ListObjectsV2', bucket: 'media-uploads-560921689673', key: '' }],
    daysOld: 75,
  });
}
