import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { useOfBucket } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** A service of the second account, on a key of its own. */
export async function secondAccount(estate: Estate): Promise<void> {
  const bucket = 'warehouse-210987654321';
  await estate.cluster('warehouse');
  await estate.bucket(bucket);
  await estate.user('warehouse-loader', { inline: { load: useOfBucket(bucket) } });
  const key = await estate.key('warehouse-loader', 175);
  await simpleService(estate, {
    cluster: 'warehouse',
    name: 'warehouse-loader',
    image: 'warehouse-loader:3.3.0',
    environment: { ...pair(key), WAREHOUSE_BUCKET: bucket },
    sdk: 'python',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'staging/batch.csv' },
      { service: 's3', operation: 'GetObject', bucket, key: 'staging/batch.csv' },
    ],
  });
}
