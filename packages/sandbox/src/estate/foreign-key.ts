import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { useOfBucket } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** A key of a user of the other account: no role of this one can stand for it alone (D-16). */
export async function foreignKey(estate: Estate, other: Estate): Promise<void> {
  const bucket = 'partner-exchange-210987654321';
  await other.bucket(bucket);
  await other.user('partner-sync', { inline: { exchange: useOfBucket(bucket) } });
  const key = await other.key('partner-sync', 350);
  await simpleService(estate, {
    cluster: 'shop',
    name: 'partner-sync',
    image: 'partner-sync:1.4.0',
    environment: { ...pair(key), EXCHANGE_BUCKET: bucket },
    sdk: 'go',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'outbox/latest.csv' },
      { service: 's3', operation: 'ListObjectsV2', bucket, key: 'inbox/' },
    ],
  });
}
